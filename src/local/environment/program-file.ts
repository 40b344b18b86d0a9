import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);

/** File of a program of `src/local`, by its path there without an ending: as source when run from source, else compiled. */
export function programFile(path: string): string {
  return join(dirname(here), '..', `${path}${here.endsWith('.ts') ? '.ts' : '.js'}`);
}

/** Folder of the Functions app that this file belongs to: where package.json and host.json are. */
export function appFolder(): string {
  for (let folder = dirname(here); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'host.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no host.json above ${here}`);
  }
}
