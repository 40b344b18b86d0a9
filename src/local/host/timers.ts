import type { RegisteredFunction, Registrations } from './core-module.ts';
import { invoke } from './invoke.ts';
import { parseSchedule } from './ncrontab.ts';

const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** Runs a timer function once, as the schedule or the admin endpoint asks. */
export async function runTimer(
  registrations: Registrations,
  target: RegisteredFunction,
  log: (level: string, message: string) => void,
): Promise<void> {
  const [name, binding] =
    Object.entries(target.metadata.bindings).find(([, { type }]) => type === 'timerTrigger') ?? [];
  if (name === undefined || binding === undefined) throw new Error(`${target.metadata.name} is no timer function`);
  const now = new Date();
  const next = parseSchedule(String(binding['schedule'])).next(now);
  const info = {
    Schedule: { AdjustForDST: true },
    ScheduleStatus: { Last: now.toISOString(), Next: next.toISOString(), LastUpdated: now.toISOString() },
    IsPastDue: false,
  };
  await invoke(registrations, target, { [name]: { string: JSON.stringify(info) } }, log);
}

/** Keeps a timer function's schedule until it is stopped. */
export function keepSchedule(
  registrations: Registrations,
  target: RegisteredFunction,
  log: (level: string, message: string) => void,
): () => void {
  const binding = Object.values(target.metadata.bindings).find(({ type }) => type === 'timerTrigger');
  const schedule = parseSchedule(String(binding?.['schedule']));
  let timer: NodeJS.Timeout;
  const run = (): void => {
    runTimer(registrations, target, log).catch((error: unknown) =>
      log('error', `${target.metadata.name}: ${String(error)}`),
    );
  };
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
