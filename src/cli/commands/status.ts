import { Command } from 'commander';
import { onService } from '../service-command.ts';
import { statusLines } from '../show-status.ts';
import type { Terminal } from '../terminal.ts';

const HELP = `
Exit status: 0 whenever the status could be read, whatever it is; "crossgate watch" tells outcomes apart.

Examples:
  crossgate status run-7f3a
  crossgate status run-7f3a --json`;

/** `crossgate status RUN`: one look at a run. */
export function statusCommand(terminal: Terminal): Command {
  const command = new Command('status')
    .description('show how far a run is, and what it waits for')
    .argument('<run>', 'id of the run')
    .addHelpText('after', HELP);
  return onService(command, terminal, 'reader', async ({ args, service, hint }) => {
    const status = await (await service()).run(args[0] as string);
    const lines = statusLines(status, { now: terminal.now(), hint, units: 20 });
    return { document: status, text: lines.join('\n') };
  });
}
