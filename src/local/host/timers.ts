import type { Invoker } from './app-functions.ts';
import type { RegisteredFunction } from './core-module.ts';
import { resultOf } from './invoke.ts';
import { triggerOf } from './listed-function.ts';
import { parseSchedule } from './ncrontab.ts';

const LONGEST_SLEEP_MS = 2 ** 31 - 1;

type Log = (level: string, message: string) => void;

/** Runs a timer function once, as the schedule or the admin endpoint asks; what it throws is logged. */
export async function runTimer(invoke: Invoker, target: RegisteredFunction, log: Log): Promise<void> {
  const trigger = triggerOf(target);
  const now = new Date();
  const next = parseSchedule(String(trigger?.['schedule'])).next(now);
  const info = {
    Schedule: { AdjustForDST: true },
    ScheduleStatus: { Last: now.toISOString(), Next: next.toISOString(), LastUpdated: now.toISOString() },
    IsPastDue: false,
  };
  try {
    resultOf(await invoke(target, { [trigger?.name ?? '']: { string: JSON.stringify(info) } }));
  } catch (error) {
    log('error', `${target.metadata.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

/** Keeps a timer function's schedule until it is stopped. */
export function keepSchedule(invoke: Invoker, target: RegisteredFunction, log: Log): () => void {
  const binding = triggerOf(target);
  const schedule = parseSchedule(String(binding?.['schedule']));
  let timer: NodeJS.Timeout;
  const run = (): void => void runTimer(invoke, target, log);
  const sleep = (due: number): void => {
    const wait = due - Date.now();
    timer = setTimeout(
      () => {
        if (wait > LONGEST_SLEEP_MS) return sleep(due);
        run();
        sleep(schedule.next(new Date(due)).getTime());
      },
      Math.min(Math.max(wait, 0), LONGEST_SLEEP_MS),
    );
  };
  if (binding?.['runOnStartup'] === true) run();
  sleep(schedule.next(new Date()).getTime());
  return () => clearTimeout(timer);
}
