import { Command, CommanderError } from 'commander';
import { VERSION } from '../model/version.ts';
import { EXIT } from './exit-codes.ts';
import { compareCommand } from './commands/compare.ts';
import { demoCommand } from './commands/demo.ts';
import { hostCommand } from './commands/host.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { tokenCommand } from './commands/token.ts';
import type { Terminal } from './terminal.ts';

/**
 * The `crossgate` command with `args` as after its name. Each file in `commands/` adds what its name says; this file and
 * reading-commands.ts only list them. Sets the terminal's exit status.
 */
export async function crossgate(args: readonly string[], terminal: Terminal): Promise<void> {
  try {
    await (await program(args, terminal)).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    terminal.exit(error.exitCode === 0 ? EXIT.success : EXIT.badUsage);
  }
}

async function program([first]: readonly string[], terminal: Terminal): Promise<Command> {
  const all = new Command('crossgate')
    .description("Moves an organisation's APIs from Amazon API Gateway to Azure API Management")
    .version(VERSION)
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showHelpAfterError('(--help shows what there is, COMMAND --help what it takes)')
    .exitOverride();
  const add = (group: string, commands: readonly Command[]): void => {
    all.commandsGroup(group);
    for (const command of commands) all.addCommand(inheriting(command, all));
  };
  // These start a part of the local environment and do nothing else. Scripts call some of them by the hundred, so that what
  // the others need is not loaded for them.
  const gateways = [compareCommand(), simulateCommand()];
  const machine = [demoCommand(), serveCommand(), hostCommand(), sandboxCommand(), tokenCommand()];
  const isLocal = [...gateways, ...machine].some((command) => command.name() === first);
  const reading = isLocal ? undefined : (await import('./reading-commands.ts')).readingCommands(terminal);
  add('Before a run:', [...(reading?.before ?? []), ...gateways]);
  if (reading !== undefined) add('A run:', reading.during);
  add('On this machine:', machine);
  return all;
}

/** The command and those in it with the settings of `parent`: where they write, and how wrong usage ends. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const inner of command.commands) inheriting(inner, command);
  return command;
}
