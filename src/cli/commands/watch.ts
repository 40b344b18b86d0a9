import { Command } from 'commander';
import type { RunState } from '../../model/run.ts';
import { progressOn } from '../progress.ts';
import { onService, type Result, type Working } from '../service-command.ts';
import type { Terminal } from '../terminal.ts';
import { exitOf, watchRun } from '../watch-run.ts';

/** States that a run is started for. */
export const ARRIVED: readonly RunState[] = ['committed', 'decommissioned'];

const HELP = `
On a terminal one block is drawn anew; elsewhere each change is one line on stderr. Ctrl-C ends the watch, never the run.

Exit status: 0 the run arrived, 1 it was rolled back or cancelled, 3 it is held for a person (blocked or frozen; with
--until-held also at a checkpoint or a pause), 130 Ctrl-C.

Examples:
  crossgate watch run-7f3a
  crossgate watch run-7f3a --until-held --json     until somebody must decide, then the status as JSON`;

/** `crossgate watch RUN`: follows a run to its end. */
export function watchCommand(terminal: Terminal): Command {
  const command = new Command('watch')
    .description('follow a run until it ends or needs a person')
    .argument('<run>', 'id of the run')
    .option('--until-held', 'end at an open checkpoint or a pause as well')
    .addHelpText('after', HELP);
  return onService(command, terminal, 'reader', (working) =>
    watch(working, working.args[0] as string, ARRIVED, working.options['untilHeld'] === true),
  );
}

/** Follows a run; the exit status is success when it ends in one of the states that were wanted. */
export async function watch(
  working: Working,
  runId: string,
  wanted: readonly RunState[],
  untilHeld = false,
): Promise<Result> {
  const { terminal } = working;
  const progress = progressOn(terminal, working.hint);
  const watched = await watchRun({ service: await working.service(), terminal, runId, progress, untilHeld });
  const exit = exitOf(watched, wanted);
  const { ended, status } = watched;
  if (ended === 'interrupted') {
    terminal.err(`The run goes on. Look again with: ${working.hint(`watch ${runId}`)}\n`);
    return { document: status ?? null, text: '', exit };
  }
  const text =
    ended === 'final' ? `${runId} is ${status?.state}.` : `${runId} is ${status?.state} and waits for a person.`;
  return { document: status, text, exit };
}
