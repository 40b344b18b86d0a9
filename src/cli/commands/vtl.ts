import { Command, Option } from 'commander';
import { compileReport, type TemplateKind } from '../vtl/compile-report.ts';
import { compileText } from '../vtl/compile-text.ts';
import { nameOf, NO_INPUT, readCases, readInput, readSchema, readText } from '../vtl/template-case.ts';
import { checked, renderedCases, renderedOne } from '../vtl/template-runs.ts';
import { tellingFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { counted, printable } from '../words.ts';

const COMPILE_HELP = `
What stands in for API Gateway's variables: parameters under their names, claims of the token that validate-jwt keeps in the variable jwt,
and named values for stage variables and for what only a plan knows of $context. The policy goes to standard output, what is to be
said of the template to standard error. docs/mapping-templates.md explains levels and codes.

Exit status: 0 compiled; 1 refused, with the place and the remedy; 2 wrong usage or input.

Examples:
  crossgate vtl compile request.vtl > policy.xml
  crossgate vtl compile response.vtl --kind response --format json`;

const INPUT = `
An input is {body?, params?: {path?, querystring?, header?}, stageVariables?, context?}; the payload is a text, JSON in quotes, and so
is every parameter and stage variable. What is left out is empty. A case is an input with its template.`;

const RENDER_HELP = `${INPUT}

Exit status: 0 rendered, with --cases whatever was found; 1 the template fails, as it would in API Gateway; 2 wrong usage or input.

Examples:
  crossgate vtl render request.vtl --input order.json
  echo '{"body": "{\\"id\\": 1}"}' | crossgate vtl render request.vtl --input -`;

const CHECK_HELP = `${INPUT} With \`expected\`, what it prints is held to that as well.

Exit status: 0 whatever was found; 2 wrong usage or input.`;

const format = (): Option =>
  new Option('--format <format>', 'what is printed').choices(['text', 'json']).default('text');

interface Flags {
  readonly kind: TemplateKind;
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

const ONE_STANDARD_INPUT = 'only one of two can be standard input';

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
    .action(async (file: string, flags: Flags, command: Command) => {
      if (file === '-' && flags.schema === '-') command.error(`error: ${ONE_STANDARD_INPUT}`);
      await tellingFailure(terminal, flags.format === 'json', async () => {
        const schema = flags.schema === undefined ? undefined : await readSchema(terminal, flags.schema);
        const report = compileReport(await readText(terminal, file), flags.kind, schema);
        if (flags.format === 'text') terminal.err(compileText(nameOf(file), report));
        terminal.out(flags.format === 'json' ? asJson(report) : report.policyXml);
        terminal.exit(report.ok ? EXIT.success : EXIT.failed);
      });
    });
}

function renderCommand(terminal: Terminal): Command {
  return new Command('render')
    .description('print what API Gateway makes of a template')
    .argument('[file]', 'the template; - is standard input')
    .option('--input <file>', 'what the template reads, as JSON; - is standard input')
    .option('--cases <file>', 'templates with their inputs instead, one JSON object a line')
    .addOption(format())
    .addHelpText('after', RENDER_HELP)
    .action(async (file: string | undefined, flags: Flags, command: Command) => {
      const mistake = mistakeOf(file, flags);
      if (mistake !== undefined) command.error(`error: ${mistake}`);
      await tellingFailure(terminal, flags.format === 'json', () =>
        flags.cases === undefined
          ? renderOne(terminal, file ?? '', flags)
          : renderAll(terminal, flags.cases, flags.format),
      );
    });
}

function mistakeOf(file: string | undefined, { input, cases }: Flags): string | undefined {
  if (file === undefined && cases === undefined) return 'what is to be rendered? Give a template, or --cases';
  if (cases === undefined) return file === '-' && input === '-' ? ONE_STANDARD_INPUT : undefined;
  if (file !== undefined) return 'give a template or --cases, which brings its own, not both';
  return input === undefined ? undefined : '--input goes with a template; a case of --cases has its own';
}

/** The text as it is: a line end behind it would not be the template's. */
async function renderOne(terminal: Terminal, file: string, { input, format: wanted }: Flags): Promise<void> {
  const template = await readText(terminal, file);
  const result = renderedOne(template, input === undefined ? NO_INPUT : await readInput(terminal, input));
  terminal.out(wanted === 'json' ? asJson(result) : result.output);
}

async function renderAll(terminal: Terminal, file: string, wanted: Flags['format']): Promise<void> {
  const cases = await readCases(terminal, file);
  const results = renderedCases(cases);
  if (wanted === 'json') return terminal.out(asJson(results));
  for (const [at, { output, error = '' }] of results.entries())
    terminal.out(`line ${cases[at]?.line}: ${printable(output ?? `fails: ${error}`)}\n`);
}

function checkCommand(terminal: Terminal): Command {
  return new Command('check')
    .description('compare what API Gateway makes of templates with what their policies make')
    .requiredOption('--cases <file>', 'templates with their inputs, one JSON object a line; - is standard input')
    .addOption(format())
    .addHelpText('after', CHECK_HELP)
    .action(async (flags: Flags) => {
      await tellingFailure(terminal, flags.format === 'json', async () => {
        const { figures, remarks } = checked(await readCases(terminal, flags.cases ?? ''));
        if (flags.format === 'json') return terminal.out(asJson(figures));
        const { total, compiled, refused, equal, differing } = figures;
        for (const remark of remarks) terminal.out(`${printable(remark)}\n`);
        const sum = `${compiled} compiled, ${refused} refused, ${equal} equal, ${differing} differ`;
        terminal.out(`${counted(total, 'case')}: ${sum}\n`);
      });
    });
}
