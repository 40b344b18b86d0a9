import { Option, type Command } from 'commander';
import { CommandFailure, type CommandProblem } from './command-failure.ts';
import { EXIT } from './exit-codes.ts';
import { serviceOptions, type AddressOptions } from './service-address.ts';
import { ServiceClient, ServiceError, UnreachableError } from './service-client.ts';
import type { Terminal } from './terminal.ts';
import { counted, printable } from './words.ts';

type Options = AddressOptions & { readonly json?: boolean } & Readonly<Record<string, unknown>>;

/** What a command works with. */
export interface Working {
  readonly terminal: Terminal;
  readonly args: readonly string[];
  readonly options: Options;
  /** Connects when it is first needed: help and schemas need no service. */
  readonly service: () => Promise<ServiceClient>;
  /** A command line that does something to the same service, to be copied. */
  readonly hint: (line: string) => string;
}

/** What a command came to: one document for `--json`, the same in words, and the exit status. */
export interface Result {
  readonly document: unknown;
  readonly text: string;
  readonly exit?: number;
}

/** Makes a command one that talks to a service: its address, who calls, one document with `--json`, errors that say what to do. */
export function onService(
  command: Command,
  terminal: Terminal,
  role: 'reader' | 'operator' | 'approver',
  work: (working: Working) => Promise<Result>,
): Command {
  return command
    .addOption(
      new Option('--url <url>', 'address of the service (default: the one that runs here)').env('CROSSGATE_URL'),
    )
    .addOption(new Option('--token <token>', 'bearer token for the service').env('CROSSGATE_TOKEN'))
    .option('--as <name>', `on the service's own machine: call as this person, as ${role}`)
    .option('--state <dir>', 'folder of the service that runs here', '.crossgate')
    .option('--json', 'print one JSON document on stdout, and nothing else there')
    .action(async () => {
      const options = command.opts<Options>();
      let client: ServiceClient | undefined;
      const working: Working = {
        terminal,
        args: command.args,
        options,
        async service() {
          return (client ??= new ServiceClient(await serviceOptions(options, role, terminal)));
        },
        hint: (line) => hintFor(line, options, command, terminal),
      };
      print(await work(working).catch((error: unknown) => failureOf(error, terminal)), options, terminal);
    });
}

function print({ document, text, exit = EXIT.success }: Result, { json }: Options, terminal: Terminal): void {
  if (json) terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  else if (text !== '') terminal.out(`${printable(text)}\n`);
  terminal.exit(exit);
}

/** The same address and person again; what came from the environment will be there the next time. */
function hintFor(line: string, { url, as, state }: Options, command: Command, { self }: Terminal): string {
  const parts = [self, line];
  if (url !== undefined && command.getOptionValueSource('url') === 'cli') parts.push(`--url ${url}`);
  if (as !== undefined) parts.push('--as NAME');
  if (state !== '.crossgate') parts.push(`--state ${state}`);
  return parts.join(' ');
}

/** Says on standard error what went wrong and what to do next. An error that nobody foresaw goes on. */
function failureOf(error: unknown, terminal: Terminal): Result {
  const { exit, problem } = known(error);
  const errors = problem.errors ?? [];
  const lines = [errors.length === 0 ? problem.detail : `${problem.title}: ${counted(errors.length, 'mistake')}.`];
  for (const { pointer, detail } of errors) lines.push(`  ${pointer === '' ? '(whole document)' : pointer}: ${detail}`);
  if (problem.code === 'not-signed-in')
    lines.push(
      'Give a token with --token or CROSSGATE_TOKEN; on the machine that runs the service, --as NAME will do.',
    );
  terminal.err(`${printable(lines.join('\n'))}\n`);
  return { document: problem, text: '', exit };
}

function known(error: unknown): { exit: number; problem: CommandProblem } {
  if (error instanceof CommandFailure) return error;
  if (error instanceof ServiceError)
    return { exit: error.problem.status === 400 ? EXIT.badUsage : EXIT.failed, problem: error.problem };
  if (error instanceof UnreachableError) {
    const detail = `${error.message} Start the service with "npm start", or name another with --url or CROSSGATE_URL.`;
    return { exit: EXIT.failed, problem: { code: 'unreachable', title: 'No answer', detail } };
  }
  throw error;
}
