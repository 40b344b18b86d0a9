import { Command, CommanderError } from 'commander';
import { VERSION } from '../model/version.ts';
import { EXIT } from './exit-codes.ts';
import { assessCommand } from './commands/assess.ts';
import { compareCommand } from './commands/compare.ts';
import { controlCommands } from './commands/control.ts';
import { decideCommands } from './commands/decide.ts';
import { demoCommand } from './commands/demo.ts';
import { hostCommand } from './commands/host.ts';
import { runsCommand } from './commands/runs.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { snapshotCommand } from './commands/snapshot.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { tokenCommand } from './commands/token.ts';
import { watchCommand } from './commands/watch.ts';
import type { Terminal } from './terminal.ts';

/**
 * The `crossgate` command with `args` as after its name. Each file in `commands/` adds what its name says; this file only lists
 * them. Sets the terminal's exit status.
 */
export async function crossgate(args: readonly string[], terminal: Terminal): Promise<void> {
  try {
    await program(terminal).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    terminal.exit(error.exitCode === 0 ? EXIT.success : EXIT.badUsage);
  }
}

function program(terminal: Terminal): Command {
  const all = new Command('crossgate')
    .description("Moves an organisation's APIs from Amazon API Gateway to Azure API Management")
    .version(VERSION)
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showHelpAfterError('(--help shows what there is, COMMAND --help what it takes)')
    .exitOverride();
  const add = (group: string, commands: readonly Command[]): void => {
    all.commandsGroup(group);
    for (const command of commands) all.addCommand(command.copyInheritedSettings(all));
  };
  add('Before a run:', [assessCommand(terminal), snapshotCommand(terminal), compareCommand(), simulateCommand()]);
  add('A run:', [
    startCommand(terminal),
    runsCommand(terminal),
    statusCommand(terminal),
    watchCommand(terminal),
    ...decideCommands(terminal),
    ...controlCommands(terminal),
  ]);
  add('On this machine:', [demoCommand(), serveCommand(), hostCommand(), sandboxCommand(), tokenCommand()]);
  return all;
}
