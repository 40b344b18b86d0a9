/**
 * Ends what a driver started when the driver itself is gone, however it went (a SIGKILL leaves it no time). Runs in a process
 * group of its own and reads lines on its standard input, which closes with the driver: `+pid` and `-pid` for process groups that
 * began and ended, `folder PATH` for one to remove at the end.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, signalGroup } from './process-group.ts';

const GRACE_MS = 5_000;
const groups = new Set<number>();
const folders = new Set<string>();

// Signals to the driver's terminal must not end what cleans up after it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('+')) groups.add(Number(line.slice(1)));
  else if (line.startsWith('-')) groups.delete(Number(line.slice(1)));
  else if (line.startsWith('folder ')) folders.add(line.slice('folder '.length));
}

for (const group of groups) signalGroup(group, 'SIGTERM');
for (const end = Date.now() + GRACE_MS; Date.now() < end && [...groups].some(isRunning);) await sleep(50);
for (const group of groups) signalGroup(group, 'SIGKILL');
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
