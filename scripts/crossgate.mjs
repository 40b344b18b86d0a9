/** Runs the crossgate command from a checkout: builds what is not built yet or is out of date, then hands over. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import './require-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'dist/src/cli/main.js');
const stamp = join(root, 'dist/.tsbuildinfo');

const newest = (directory) => {
  let time = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
};
const sources = ['src', 'orchestrations', 'activities'].map((name) => join(root, name));
const isStale = () => {
  if (!existsSync(built) || !existsSync(stamp)) return true;
  return Math.max(...sources.map(newest)) > statSync(stamp).mtimeMs;
};

if (isStale()) {
  process.stderr.write('building ...\n');
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const build = spawnSync(process.execPath, [tsc, '-b'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (build.status !== 0) process.exit(build.status ?? 1);
}
await import(built);
