import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** A Functions app of one file in a folder of its own, with room for a host's state. */
export interface TemporaryApp {
  readonly folder: string;
  readonly state: string;
  /** Replaces the app's code, or another of its files. */
  write(code: string, file?: string): Promise<void>;
  remove(): Promise<void>;
}

export async function temporaryApp(code: string, hostJson: object = { version: '2.0' }): Promise<TemporaryApp> {
  const root = await mkdtemp(join(tmpdir(), 'crossgate-app-'));
  const folder = join(root, 'app');
  const write = async (text: string, file = 'app.mjs'): Promise<void> => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  await write(code);
  await write(JSON.stringify({ name: 'app', type: 'module', main: 'app.mjs' }), 'package.json');
  await write(JSON.stringify(hostJson), 'host.json');
  await symlink(NODE_MODULES, join(folder, 'node_modules'));
  return {
    folder,
    state: join(root, 'state'),
    write,
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
