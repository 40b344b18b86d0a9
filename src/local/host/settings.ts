import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { CannotStartError } from './cannot-start.ts';
import { timeSpanMs } from './time-span.ts';

/** What host.json says that this host follows; the rest of that file is for the real host. */
export interface HostSettings {
  /** Without slashes at the ends; empty when functions answer at the root. */
  readonly routePrefix: string;
  readonly hubName: string;
  readonly defaultVersion: string | undefined;
  readonly maxConcurrentActivities: number;
  readonly maxConcurrentOrchestrations: number;
  readonly httpSleepMs: number;
  /** `AnyState`: a new start replaces a running instance of its id. */
  readonly mayReplaceRunning: boolean;
  /** After so long a function is given up; undefined for never. Orchestrators end at once, so it is not for them. */
  readonly functionTimeoutMs: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 30 * 60_000;
/** setTimeout takes no more. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

type Json = Record<string, unknown>;
const member = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Json)[name] : undefined;

/** JSON of an app's file, without a byte-order mark; an absent file is an empty object. @throws CannotStartError naming a file that is not JSON. */
function readJson(file: string): Json {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as Json;
  } catch (error) {
    throw new CannotStartError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Replaces `%NAME%` by the setting of that name; one that is not set stays as it is. */
export function resolveSettings(text: string, environment: NodeJS.ProcessEnv): string {
  return text.replace(/%([^%]+)%/g, (whole, name: string) => environment[name] ?? whole);
}

/** The values of local.settings.json: settings of the app on this machine, below what the environment says. */
export function localSettings(app: string): Record<string, string> {
  const values = member(readJson(join(app, 'local.settings.json')), 'Values') ?? {};
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

export function readHostSettings(app: string, environment: NodeJS.ProcessEnv): HostSettings {
  const host = readJson(join(app, 'host.json'));
  const extensions = member(host, 'extensions');
  const durable = member(extensions, 'durableTask');
  const prefix = member(member(extensions, 'http'), 'routePrefix');
  const number = (name: string, otherwise: number): number => {
    const value = member(durable, name);
    return typeof value === 'number' ? value : otherwise;
  };
  const text = (name: string): string | undefined => {
    const value = member(durable, name);
    return typeof value === 'string' ? resolveSettings(value, environment) : undefined;
  };
  const sleep = member(member(durable, 'httpSettings'), 'defaultAsyncRequestSleepTimeMilliseconds');
  return {
    routePrefix: (typeof prefix === 'string' ? prefix : 'api').replace(/^\/|\/$/g, ''),
    hubName: text('hubName') ?? 'TestHubName',
    defaultVersion: text('defaultVersion'),
    maxConcurrentActivities: number('maxConcurrentActivityFunctions', 10 * cpus().length),
    maxConcurrentOrchestrations: number('maxConcurrentOrchestratorFunctions', 10 * cpus().length),
    httpSleepMs: typeof sleep === 'number' ? sleep : 30_000,
    mayReplaceRunning: text('overridableExistingInstanceStates') === 'AnyState',
    functionTimeoutMs: functionTimeout(host['functionTimeout']),
  };
}

/** 30 minutes unless host.json says otherwise; "-1" is without a limit. @throws CannotStartError for a value that is neither. */
function functionTimeout(value: unknown): number | undefined {
  if (value === undefined) return DEFAULT_TIMEOUT_MS;
  if (value === '-1') return undefined;
  const limit = typeof value === 'string' ? timeSpanMs(value) : undefined;
  if (limit === undefined || limit === 0)
    throw new CannotStartError(
      `host.json: functionTimeout is ${JSON.stringify(value)}, not a time as in "00:30:00" or "-1"`,
    );
  return Math.min(limit, LONGEST_TIMEOUT_MS);
}
