import { Command, Option } from 'commander';
import { compileReport, type CompileReport } from '../vtl/compile-report.ts';
import { parseSchema, readCases, readInputOf } from '../vtl/template-case.ts';
import { checked, renderedCases, renderedOne } from '../vtl/template-runs.ts';
import { tellingFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../words.ts';

const COMPILE_HELP = `
What stands in for API Gateway's variables: parameters under their names, claims of the token that validate-jwt keeps in the variable jwt,
and named values for stage variables and for what only a plan knows of $context.

Exit status: 0 compiled; 1 refused, with the place and the remedy; 2 wrong usage or input.

Example:
  crossgate vtl compile request.vtl --format json`;

const CASES_HELP = `
A case is {template, body, params: {path, querystring, header}, stageVariables, context}, one a line.

Exit status: 0 whatever was found; 2 wrong usage or input.`;

const format = (): Option =>
  new Option('--format <format>', 'what is printed').choices(['text', 'json']).default('text');

interface Flags {
  readonly kind: 'request' | 'response';
  readonly format: 'text' | 'json';
  readonly schema?: string;
  readonly input?: string;
  readonly cases?: string;
}

/** `crossgate vtl`: mapping templates of API Gateway, compiled, run and compared, offline. */
export function vtlCommand(terminal: Terminal): Command {
  return new Command('vtl')
    .description('compile, run and check mapping templates, offline')
    .addCommand(compileCommand(terminal))
    .addCommand(renderCommand(terminal))
    .addCommand(checkCommand(terminal));
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function compileCommand(terminal: Terminal): Command {
  return new Command('compile')
    .description('show the policy of a mapping template')
    .argument('<file>', 'the template; - is standard input')
    .addOption(
      new Option('--kind <kind>', 'which payload it reads').choices(['request', 'response']).default('request'),
    )
    .option('--schema <file>', 'JSON Schema that every payload was validated against')
    .addOption(format())
    .addHelpText('after', COMPILE_HELP)
    .action(async (file: string, flags: Flags) => {
      await tellingFailure(terminal, flags.format === 'json', async () => {
        const schema = flags.schema === undefined ? undefined : parseSchema(await readInputOf(terminal, flags.schema));
        const report = compileReport(await readInputOf(terminal, file), flags.kind, schema);
        terminal.out(flags.format === 'json' ? asJson(report) : textOf(report));
        terminal.exit(report.ok ? EXIT.success : EXIT.failed);
      });
    });
}

function textOf({ level, policyXml, diagnostics }: CompileReport): string {
  const said = diagnostics.map(({ code, line, column, message, remedy }) =>
    printable(`${line}:${column} ${code} ${message} ${remedy}`),
  );
  return [`Level ${level}`, ...said, '', policyXml].join('\n');
}

function renderCommand(terminal: Terminal): Command {
  return new Command('render')
    .description('print what API Gateway makes of a template')
    .argument('[file]', 'the template; - is standard input')
    .option('--input <file>', 'what it reads: {body, params, stageVariables, context} as JSON')
    .option('--cases <file>', 'templates with their inputs, one JSON object a line')
    .addOption(format())
    .addHelpText('after', CASES_HELP)
    .action(async (file: string | undefined, flags: Flags, command: Command) => {
      if ((file === undefined) === (flags.cases === undefined))
        command.error('give a template with --input, or --cases');
      await tellingFailure(terminal, flags.format === 'json', async () => {
        if (flags.cases !== undefined) return renderAll(terminal, flags.cases, flags.format);
        terminal.out(
          renderedOne(
            await readInputOf(terminal, file ?? ''),
            flags.input && (await readInputOf(terminal, flags.input)),
          ),
        );
      });
    });
}

async function renderAll(terminal: Terminal, file: string, wanted: Flags['format']): Promise<void> {
  const results = renderedCases(await readCases(terminal, file));
  if (wanted === 'json') return terminal.out(asJson(results));
  for (const { output, error } of results) terminal.out(`${printable(error ?? output ?? '')}\n`);
}

function checkCommand(terminal: Terminal): Command {
  return new Command('check')
    .description('compare what API Gateway makes of templates with what their policies make')
    .requiredOption('--cases <file>', 'templates with their inputs, one JSON object a line')
    .addOption(format())
    .addHelpText('after', CASES_HELP)
    .action(async (flags: Flags) => {
      await tellingFailure(terminal, flags.format === 'json', async () => {
        const { differences, ...figures } = checked(await readCases(terminal, flags.cases ?? ''));
        if (flags.format === 'json') return terminal.out(asJson(figures));
        const { total, compiled, refused, equal, differing } = figures;
        for (const difference of differences) terminal.out(`${printable(difference)}\n`);
        terminal.out(`${total} cases, ${compiled} compiled, ${refused} refused, ${equal} equal, ${differing} differ\n`);
      });
    });
}
