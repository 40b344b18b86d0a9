import type { HostSettings } from '../settings.ts';
import { ACTION, atomsOf } from './actions.ts';
import { nonDeterminism } from './determinism.ts';
import { conclude, failedEpisode, takeIn, type Episode } from './episode.ts';
import type { HistoryEvent } from './events.ts';
import { messageOf, unknownFunction } from './failures.ts';
import { readRun, type Invocation, type Run } from './outcome.ts';
import type { Instance } from './store.ts';

/** The app's functions, by names in any case; the engine knows no app. */
export interface Functions {
  readonly orchestrators: FunctionNames;
  readonly activities: FunctionNames;
  runOrchestrator(name: string, input: object): Promise<Invocation>;
  /** `input` is JSON text; null for none. @throws what the activity threw. */
  runActivity(name: string, input: string | null): Promise<unknown>;
}

export interface FunctionNames {
  has(name: string): boolean;
  list(): string[];
}

/** After so many episodes that never ended, an instance is given up: its message kills the process each time. */
const MOST_DELIVERIES = 10;

/** Runs single episodes of orchestrations: the SDK on a history, then what it asked for read off. Writes nothing. */
export class EpisodeRunner {
  readonly #functions: Functions;
  readonly #settings: HostSettings;

  constructor(functions: Functions, settings: HostSettings) {
    this.#functions = functions;
    this.#settings = settings;
  }

  /**
   * Changes `instance.tasks`, nothing else.
   * @param fresh an OrchestratorStarted, whose time is that of the episode, and the events that it takes in
   */
  async run(instance: Instance, past: readonly HistoryEvent[], fresh: readonly HistoryEvent[]): Promise<Episode> {
    const { name, tasks, deliveries } = instance;
    const now = new Date(fresh[0]?.Timestamp ?? Date.now());
    if (deliveries > MOST_DELIVERIES)
      return failedEpisode(name, `given up after ${MOST_DELIVERIES} episodes that did not end`);
    if (!this.#functions.orchestrators.has(name))
      return failedEpisode(name, unknownFunction(name, 'orchestrator', this.#functions.orchestrators.list()));
    const earlier = takeIn(tasks, fresh, now.getTime(), this.#settings.httpSleepMs);
    const run = await this.#orchestrate(instance, past, fresh);
    const problem = this.#problem(run, instance, past);
    if (problem !== undefined) return failedEpisode(name, problem);
    try {
      return conclude(instance, [...past, ...fresh], earlier, run, now);
    } catch (error) {
      return failedEpisode(name, messageOf(error));
    }
  }

  async #orchestrate(instance: Instance, past: readonly HistoryEvent[], fresh: readonly HistoryEvent[]): Promise<Run> {
    const { id, name, input, parent } = instance;
    return readRun(
      await this.#functions.runOrchestrator(name, {
        history: [...past.map((event) => ({ ...event, IsPlayed: true })), ...fresh],
        ...(input === null ? {} : { input: JSON.parse(input) as unknown }),
        instanceId: id,
        isReplaying: past.length > 0,
        parentInstanceId: parent?.id ?? null,
        upperSchemaVersion: 1,
        upperSchemaVersionNew: 3,
        // Longer than any: the host's own timers need no chunks.
        maximumShortTimerDuration: '10000.00:00:00',
        longRunningTimerIntervalDuration: '3.00:00:00',
        defaultHttpAsyncRequestSleepTimeMillseconds: this.#settings.httpSleepMs,
      }),
    );
  }

  /** Why the instance cannot go on. For a missing activity the real host retries the episode for ever; here it is said. */
  #problem(run: Run, { tasks }: Instance, past: readonly HistoryEvent[]): string | undefined {
    if (run.actions === undefined) return undefined;
    const atoms = atomsOf(run.actions);
    const mismatch = nonDeterminism(past, tasks.atoms, atoms);
    if (mismatch !== undefined) return mismatch;
    const { activities } = this.#functions;
    const missing = atoms
      .slice(tasks.atoms.length)
      .find(({ actionType, functionName = '' }) => ACTIVITIES.includes(actionType) && !activities.has(functionName));
    return missing && unknownFunction(missing.functionName ?? '', 'activity', activities.list());
  }
}

const ACTIVITIES: readonly number[] = [ACTION.callActivity, ACTION.callActivityWithRetry];
