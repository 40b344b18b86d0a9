import { whyRefused } from './estate/estate-of.ts';
import { FAULT_KINDS, isFaultKind } from './faults.ts';
import { startSandbox } from './sandbox.ts';

export interface SandboxCommand {
  readonly json: boolean;
  readonly faults: readonly string[];
  readonly from: readonly string[];
  readonly trace?: string;
}

/** Runs the simulated clouds until the process is told to stop; see `crossgate sandbox`. */
export async function sandboxCommand({ json, faults: named, from, ...options }: SandboxCommand): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const faults = named.filter(isFaultKind);
  const unknown = named.find((each) => !isFaultKind(each));
  const refused =
    unknown === undefined ? await whyRefused(from) : `--fault takes ${FAULT_KINDS.join(', ')}, not ${unknown}`;
  if (refused !== undefined) {
    process.stderr.write(`crossgate sandbox: ${refused}\n`);
    process.exitCode = 2;
    return;
  }
  const sandbox = await startSandbox({ ...options, faults, from });
  if (json) process.stdout.write(`${JSON.stringify(sandbox.endpoints)}\n`);
  else {
    const width = Math.max(...Object.keys(sandbox.endpoints).map((name) => name.length));
    for (const [name, value] of Object.entries(sandbox.endpoints))
      process.stdout.write(`${name.padEnd(width)}  ${String(value)}\n`);
    process.stderr.write('The simulated clouds listen. Ctrl-C stops them; nothing is kept.\n');
  }
  await stopped;
  await sandbox.close();
}
