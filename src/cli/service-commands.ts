import type { Command } from 'commander';
import { controlCommands } from './commands/control.ts';
import { decideCommands } from './commands/decide.ts';
import { runsCommand } from './commands/runs.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { watchCommand } from './commands/watch.ts';
import type { Terminal } from './terminal.ts';

/** Commands that talk to a service, in the order in which a person needs them. */
export function serviceCommands(terminal: Terminal): readonly Command[] {
  return [
    startCommand(terminal),
    runsCommand(terminal),
    statusCommand(terminal),
    watchCommand(terminal),
    ...decideCommands(terminal),
    ...controlCommands(terminal),
  ];
}
