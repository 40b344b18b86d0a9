import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEnvironment, type Environment } from '../environment/environment.ts';
import { untilStopped } from '../environment/stop-signals.ts';
import { whyRefused } from '../sandbox/estate/estate-of.ts';
import type { DemoDocument } from './document.ts';
import { exitCodeOf } from './expectation.ts';
import { readOptions, type DemoOptions, type RawDemoOptions } from './options.ts';
import { performDemo } from './perform.ts';
import { Progress } from './progress.ts';
import { summary } from './summary.ts';

/** Nothing in a demo takes so long: whoever waits longer waits for something that does not come. */
const WATCHDOG_MS = 240_000;

/** `crossgate demo`: a whole migration in simulated clouds. Returns the exit status (docs: architecture, CLI). */
export async function demoCommand(raw: RawDemoOptions): Promise<number> {
  const options = readOptions(raw);
  if (typeof options === 'string') {
    process.stderr.write(`crossgate demo: ${options}\n`);
    return 2;
  }
  const refused = await whyRefused(options.definitions);
  if (refused !== undefined) {
    process.stderr.write(`crossgate demo: ${refused}\n`);
    return 2;
  }
  const progress = new Progress(process.stderr);
  const stop = new AbortController();
  let environment: Environment | undefined;
  try {
    const work = async (): Promise<number> => {
      environment = await startDemoEnvironment(options);
      const performed = performDemo(environment, options, progress, stop.signal);
      const document = await Promise.race([performed, environment.failed]);
      progress.end();
      return conclude(options, document, environment.leaks());
    };
    return await Promise.race([work(), watchdog(progress, stop.signal), untilStopped(stop.signal)]);
  } catch (error) {
    progress.end();
    process.stderr.write(`crossgate demo: ${error instanceof Error ? error.message : String(error)}\n`);
    process.stderr.write(environment?.logTails() ?? '');
    return 1;
  } finally {
    stop.abort();
    await environment?.close();
  }
}

function startDemoEnvironment(options: DemoOptions): Promise<Environment> {
  const { fault, definitions, trace, functionsHost } = options;
  return startEnvironment({
    folder: mkdtempSync(join(tmpdir(), 'crossgate-demo-')),
    isTemporary: true,
    clouds: 'sandbox',
    faults: fault === undefined ? [] : [fault],
    definitions,
    ...(trace === undefined ? {} : { trace }),
    ...(functionsHost === undefined ? {} : { functionsHost }),
  });
}

function conclude(options: DemoOptions, document: DemoDocument, leaks: readonly string[]): number {
  process.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : summary(document));
  const { code, problems } = exitCodeOf(options, document, leaks);
  for (const problem of problems) process.stderr.write(`crossgate demo: ${problem}\n`);
  return code;
}

async function watchdog(progress: Progress, signal: AbortSignal): Promise<never> {
  await sleep(WATCHDOG_MS, undefined, { signal });
  throw new Error(`gave up after ${WATCHDOG_MS / 60_000} minutes of waiting for ${progress.waitingFor}`);
}
