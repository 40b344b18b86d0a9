import type { Command } from 'commander';
import { assessCommand } from './commands/assess.ts';
import { controlCommands } from './commands/control.ts';
import { decideCommands } from './commands/decide.ts';
import { planCommand } from './commands/plan.ts';
import { runsCommand } from './commands/runs.ts';
import { snapshotCommand } from './commands/snapshot.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { vtlCommand } from './commands/vtl.ts';
import { watchCommand } from './commands/watch.ts';
import type { Terminal } from './terminal.ts';

/** Commands that read sources, requests or a service themselves, by their place in the help. */
export function readingCommands(terminal: Terminal): {
  readonly before: readonly Command[];
  readonly during: readonly Command[];
} {
  return {
    before: [assessCommand(terminal), snapshotCommand(terminal), vtlCommand(terminal)],
    during: [
      planCommand(terminal),
      startCommand(terminal),
      runsCommand(terminal),
      statusCommand(terminal),
      watchCommand(terminal),
      ...decideCommands(terminal),
      ...controlCommands(terminal),
    ],
  };
}
