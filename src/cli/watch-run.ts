import type { RunState } from '../model/run.ts';
import { FINAL_STATES } from '../model/run.ts';
import type { RunStatus } from '../model/run-status.ts';
import { EXIT } from './exit-codes.ts';
import type { Progress } from './progress.ts';
import { ServiceError, UnreachableError, type Polled, type ServiceClient } from './service-client.ts';
import { isUndecided } from './show-status.ts';
import type { Terminal } from './terminal.ts';

export interface Watching {
  readonly service: ServiceClient;
  readonly terminal: Terminal;
  readonly runId: string;
  readonly progress: Progress;
  /** End at a checkpoint that needs a decision as well, and at a pause. */
  readonly untilHeld: boolean;
}

export interface Watched {
  readonly ended: 'final' | 'held' | 'interrupted';
  /** As it was last seen; absent when it was interrupted before. */
  readonly status?: RunStatus;
}

const POLL_SECONDS = 2;
/** A status is asked for no faster, whatever a service says. */
const LEAST_SECONDS = 0.2;
/** A restart of the service takes less; past that somebody should look. */
const GIVE_UP_AFTER_MS = 300_000;

/**
 * Follows a run until it ends, is held for a person, or Ctrl-C is pressed; the run itself is left alone. A service that does
 * not answer for a while is asked again.
 * @throws ServiceError, UnreachableError when it does not answer at all, or not for five minutes.
 */
export async function watchRun(watching: Watching): Promise<Watched> {
  const { terminal } = watching;
  const { signal, dispose } = terminal.interruptible();
  try {
    return await follow(watching, signal);
  } catch (error) {
    if (signal.aborted && !(error instanceof ServiceError)) return { ended: 'interrupted' };
    throw error;
  } finally {
    dispose();
  }
}

async function follow(watching: Watching, signal: AbortSignal): Promise<Watched> {
  const { service, terminal, runId, progress, untilHeld } = watching;
  const patience = patienceOf(terminal, progress);
  let last: { readonly status: RunStatus; readonly etag?: string } | undefined;
  let held: string | undefined;
  for (;;) {
    const polled = await service
      .poll(runId, last?.etag, signal)
      .catch((error: unknown) => patience.after(error, last?.status));
    if (!('silentFor' in polled)) {
      patience.reset();
      last = seen(polled, last) ?? last;
      if (last !== undefined) progress.show(last.status);
      if (last !== undefined && FINAL_STATES.includes(last.status.state))
        return { ended: 'final', status: last.status };
      if (last !== undefined && untilHeld && last.status.checkpoints.some(isUndecided))
        return { ended: 'held', status: last.status };
      const now = last && heldAt(last.status, untilHeld);
      // A run that was just told to go on shows its old state for a moment: it is held when it is so twice.
      if (last !== undefined && now !== undefined && now === held) return { ended: 'held', status: last.status };
      held = now;
    }
    if (!signal.aborted) await terminal.wait(Math.max(LEAST_SECONDS, polled.retryAfter ?? POLL_SECONDS), signal);
    if (signal.aborted) return { ended: 'interrupted', ...(last === undefined ? {} : { status: last.status }) };
  }
}

function seen({ status, etag }: Polled, last: { readonly status: RunStatus; readonly etag?: string } | undefined) {
  const current = status ?? last?.status;
  return current && { status: current, ...(etag === undefined ? {} : { etag }) };
}

/** Since when a run is held for a person; undefined when it is not, or when it has been told to go on. */
function heldAt({ state, updatedAt, requested }: RunStatus, untilHeld: boolean): string | undefined {
  const states: readonly RunState[] = untilHeld ? ['blocked', 'frozen', 'paused'] : ['blocked', 'frozen'];
  return states.includes(state) && requested === undefined ? `${state} ${updatedAt}` : undefined;
}

/** How long a service may be silent once it has answered, and when to ask again. */
function patienceOf(terminal: Terminal, progress: Progress) {
  let since: number | undefined;
  let tries = 0;
  return {
    reset(): void {
      since = undefined;
      tries = 0;
    },
    after(error: unknown, known: RunStatus | undefined): { readonly silentFor: number; readonly retryAfter: number } {
      const passing =
        error instanceof UnreachableError || (error instanceof ServiceError && error.problem.status >= 500);
      const busy = error instanceof ServiceError && error.problem.status === 429;
      const now = terminal.now().getTime();
      since ??= now;
      if (!(passing || busy) || known === undefined || now - since >= GIVE_UP_AFTER_MS) throw error;
      tries += 1;
      const asked = error instanceof ServiceError ? error.retryAfter : undefined;
      const retryAfter = asked ?? Math.min(30, 2 ** (tries - 1));
      progress.note(`${(error as Error).message} Asking again in ${retryAfter} s; the run goes on meanwhile.`);
      return { silentFor: now - since, retryAfter };
    },
  };
}

/** The exit status of a watch, by the states that were wanted. */
export function exitOf({ ended, status }: Watched, wanted: readonly RunState[]): number {
  if (ended === 'interrupted') return EXIT.interrupted;
  if (ended === 'held') return EXIT.held;
  return status !== undefined && wanted.includes(status.state) ? EXIT.success : EXIT.failed;
}
