import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { DemoDocument } from '../../src/local/demo/document.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface DemoRun {
  readonly code: number | null;
  readonly document: DemoDocument;
  /** Progress, for the message of a failed test. */
  readonly progress: string;
}

/** Runs `crossgate demo --json` as a person does, in a process of its own. @throws Error with its progress when it prints no document. */
export async function runDemo(...args: string[]): Promise<DemoRun> {
  const child = spawn(process.execPath, ['scripts/crossgate.mjs', 'demo', '--json', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, progress] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (progress += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    return { code, document: JSON.parse(output) as DemoDocument, progress };
  } catch {
    throw new Error(`demo ${args.join(' ')} ended with ${code} and printed no document:\n${progress}`);
  }
}

export function requests(
  document: DemoDocument,
  side?: 'source' | 'target',
  field: 'requests' | 'errors' = 'requests',
) {
  return document.callers
    .filter((row) => side === undefined || row.side === side)
    .reduce((sum, row) => sum + row[field], 0);
}

/** What every run that did not commit promises: DNS as before, nothing left, the source serves, and enough callers to say so. */
export function expectTakenBack({ code, document, progress }: DemoRun): void {
  expect({ code, left: document.leftovers, share: document.targetShare }, progress).toEqual({
    code: 0,
    left: [],
    share: 0,
  });
  expect(JSON.stringify(document.dns.after)).toBe(JSON.stringify(document.dns.before));
  expect(document.dnsRestored).toBe(true);
  expect(requests(document)).toBeGreaterThanOrEqual(1_000);
}

export const statesOf = (document: DemoDocument): string[] => document.states.map(({ state }) => state);
