import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { demoRun } from '../demo/run-request.ts';
import { Control } from './control.ts';
import { startEnvironment, type Environment } from './environment.ts';
import { functionsOf } from './functions-host.ts';
import { untilStopped } from './stop-signals.ts';

export interface ServeOptions {
  /** Folder of what the service keeps, the key of its tokens and its address. */
  readonly state: string;
  readonly port?: number;
  readonly clouds: 'sandbox' | 'real';
  readonly definitions: readonly string[];
  readonly trace?: string;
  readonly functionsHost?: string;
}

/** Requests a second of the callers: traffic to look at, not a load. */
const CALLER_RATE = 20;

/** `crossgate serve` (npm start): the service on this machine until it is told to stop. Returns the exit status. */
export async function serveCommand(options: ServeOptions): Promise<number> {
  const done = new AbortController();
  const stopped = untilStopped(done.signal).catch((error: Error) => error.message);
  let environment: Environment | undefined;
  try {
    const serve = async (): Promise<never> => {
      environment = await startEnvironment(environmentOf(options));
      await announce(environment, options);
      return environment.failed;
    };
    const reason = await Promise.race([serve(), stopped]);
    process.stderr.write(`\n${reason}: ending ...\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`crossgate serve: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    done.abort();
    rmSync(addressFile(options), { force: true });
    await environment?.close();
  }
}

function environmentOf(options: ServeOptions): Parameters<typeof startEnvironment>[0] {
  const { state, port, clouds, definitions, trace, functionsHost } = options;
  const folder = join(resolve(state), clouds);
  // Simulated clouds begin anew each time, so what an earlier service remembers of them is no longer true.
  if (clouds === 'sandbox') rmSync(folder, { recursive: true, force: true });
  return {
    folder,
    isTemporary: false,
    keyFolder: resolve(state),
    clouds,
    definitions,
    echo: process.stderr,
    ...(port === undefined ? {} : { frontPort: port }),
    ...(trace === undefined ? {} : { trace }),
    ...(functionsHost === undefined ? {} : { functionsHost }),
  };
}

const addressFile = ({ state }: ServeOptions): string => join(resolve(state), 'service.json');
const sampleFile = ({ state }: ServeOptions): string => join(state, 'run.json');

/** Tells people and the command line's client where the service is, and lets callers call where clouds are simulated. */
async function announce(environment: Environment, options: ServeOptions): Promise<void> {
  const { url, hostUrl, clouds } = environment;
  const functions = await functionsOf(hostUrl);
  const lines = ['', `Crossgate listens on ${url}`];
  if (clouds === undefined) lines.push('  clouds: REAL, as the environment of this command configures them');
  else {
    const { aws, arm, keyVault, control } = clouds.endpoints;
    const estate = await new Control(control).estate();
    await new Control(control).setCallers({ running: true, phase: 'serving', ratePerSecond: CALLER_RATE });
    lines.push(`  clouds: simulated on this machine (AWS ${aws}, ARM ${arm}, Key Vault ${keyVault})`);
    lines.push(
      `  AWS account ${estate.accountId}: ${estate.apis.map(({ name }) => name).join(', ')}; callers call them`,
    );
    writeWhole(sampleFile(options), { ...demoRun(estate, clouds.endpoints, 'block'), name: 'sample' });
    lines.push('', 'A run that moves them all:');
    lines.push(`  npm run -s crossgate -- start --config ${sampleFile(options)} --as olivia --watch`);
  }
  lines.push('', 'Tokens, for whoever requests a run and for somebody else who approves it:');
  lines.push('  npm run -s crossgate -- token olivia --role operator --role reader');
  lines.push('  npm run -s crossgate -- token amir --role approver --role reader');
  if (functions.length > 0) lines.push('', 'Functions:');
  for (const { name, trigger, url: own } of functions)
    lines.push(`  ${name.padEnd(24)}${own === undefined ? trigger : own.replace(hostUrl, url)}`);
  process.stdout.write(`${lines.join('\n')}\n\nCtrl-C ends it.\n`);
  // Last, so that whoever finds the address finds a service that answers.
  writeWhole(addressFile(options), { url });
}

/** A reader sees the old file or the new one, never half of it. */
function writeWhole(file: string, content: object): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
