import type { RunCommand } from '../contracts/activities.ts';
import { FINAL_STATES, type RunState } from '../model/run.ts';
import { RUN_COMMANDS } from '../model/run-status.ts';

const ENDING: readonly RunState[] = ['rolling-back', ...FINAL_STATES];
const HELD: readonly RunState[] = ['blocked', 'frozen'];

/** True when a run only takes back or has ended: nobody decides anything about it any more. */
export function isEnding(state: RunState): boolean {
  return ENDING.includes(state);
}

/** In which states a command makes sense; anything else is answered 409 with what would. */
const ALLOWED: Readonly<Record<RunCommand, (state: RunState) => boolean>> = {
  // A run that is held waits already.
  pause: (state) => !isEnding(state) && state !== 'paused' && !HELD.includes(state),
  resume: (state) => state === 'paused',
  retry: (state) => HELD.includes(state),
  cancel: (state) => !isEnding(state),
  rollback: (state) => !isEnding(state),
};

export function isAllowed(command: RunCommand, state: RunState): boolean {
  return ALLOWED[command](state);
}

export function allowedCommands(state: RunState): readonly RunCommand[] {
  return RUN_COMMANDS.filter((command) => isAllowed(command, state));
}

/** A run that was told to end is not told to go on before it has heard: that would lose the first word. */
export function isOverruled(command: RunCommand, pending: RunCommand | undefined): boolean {
  const ends = (each: RunCommand | undefined): boolean => each === 'cancel' || each === 'rollback';
  return ends(pending) && !ends(command);
}
