import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The key under `state` that signs local tokens, made at first use and readable by its owner only. */
export function tokenKey(state: string): Uint8Array {
  const file = join(state, 'front.key');
  mkdirSync(dirname(file), { recursive: true });
  try {
    // `wx`: of two processes that start at once one makes the key, and both read it.
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8'), 'base64url');
}
