import { spawn } from 'node:child_process';
import { programFile } from './program-file.ts';

/** Whoever ends the children when this process cannot. */
export interface Reaper {
  watch(pid: number): void;
  forget(pid: number): void;
  /** Ends whoever is still watched and removes the folder. Resolves when that is done. */
  close(): Promise<void>;
}

/** Starts the reaper (see reaper.ts): whatever happens to this process, its children end and `folders` go. */
export function startReaper(folders: readonly string[]): Reaper {
  const child = spawn(process.execPath, [programFile('environment/reaper')], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin.on('error', () => undefined); // it was ended by somebody else: nothing to tell it any more
  for (const folder of folders) child.stdin.write(`folder ${folder}\n`);
  return {
    watch: (pid) => void child.stdin.write(`+${pid}\n`),
    forget: (pid) => void child.stdin.write(`-${pid}\n`),
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
