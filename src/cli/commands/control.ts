import { Command } from 'commander';
import type { RunCommand } from '../../contracts/activities.ts';
import type { RunState } from '../../model/run.ts';
import { onService } from '../service-command.ts';
import type { Terminal } from '../terminal.ts';
import { ARRIVED, watch } from './watch.ts';

interface Control {
  readonly description: string;
  readonly said: string;
  /** States that the watch after it is for; without, there is nothing to watch. */
  readonly wanted?: readonly RunState[];
}

const CONTROLS: Readonly<Record<RunCommand, Control>> = {
  pause: {
    description: 'stop a run after the step under way, until it is resumed',
    said: 'pauses after the step under way',
  },
  resume: { description: 'let a paused run go on', said: 'goes on', wanted: ARRIVED },
  retry: {
    description: 'let a blocked or frozen run try again what it is held at',
    said: 'tries again',
    wanted: ARRIVED,
  },
  cancel: {
    description: 'take back what a run has done, and end it as cancelled',
    said: 'takes back what it has done and ends as cancelled',
    wanted: ['cancelled'],
  },
  rollback: {
    description: 'take back what a run has done, DNS first, and end it as rolled back',
    said: 'takes back what it has done, DNS first, and ends as rolled back',
    wanted: ['rolled-back'],
  },
};

/** `crossgate pause|resume|retry|cancel|rollback RUN`. */
export function controlCommands(terminal: Terminal): readonly Command[] {
  return (Object.keys(CONTROLS) as RunCommand[]).map((kind) => controlCommand(kind, CONTROLS[kind], terminal));
}

function controlCommand(kind: RunCommand, { description, said, wanted }: Control, terminal: Terminal): Command {
  const command = new Command(kind).description(description).argument('<run>', 'id of the run');
  if (wanted !== undefined) {
    command.option('--watch', 'follow the run to its end');
    command.addHelpText('after', `\nExample:\n  crossgate ${kind} run-7f3a --watch`);
  }
  return onService(command, terminal, 'operator', async (working) => {
    const runId = working.args[0] as string;
    const document = await (await working.service()).command(runId, kind);
    const text = `${runId} ${said}.`;
    if (wanted === undefined || working.options['watch'] !== true)
      return { document, text: `${text} Follow it: ${working.hint(`watch ${runId}`)}` };
    terminal.err(`${text}\n`);
    return watch(working, runId, wanted);
  });
}
