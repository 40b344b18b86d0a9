import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CannotStartError } from './cannot-start.ts';
import { installCoreModule, type Registrations } from './core-module.ts';

/**
 * Loads an app of the Node v4 model: the files that package.json's `main` names (a glob), then its start hooks; afterwards
 * nothing more can be registered.
 * @throws CannotStartError naming what is missing, or what the app's own code threw while loading.
 */
export async function loadApp(app: string, log: (level: string, message: string) => void): Promise<Registrations> {
  const folder = resolve(app);
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest))
    throw new CannotStartError(`${folder} has no package.json: --app names the folder of a Functions app`);
  const { main, type } = JSON.parse(readFileSync(manifest, 'utf8')) as { main?: string; type?: string };
  if (main === undefined)
    throw new CannotStartError(`${manifest} has no "main": the Node v4 model finds an app's functions there`);
  const files = globSync(main, { cwd: folder }).sort();
  if (files.length === 0)
    throw new CannotStartError(`"main" of ${manifest} (${main}) matches no file: build the app first`);
  const registrations = installCoreModule(log);
  const require = createRequire(manifest);
  for (const file of files) {
    const path = join(folder, file);
    const isModule = file.endsWith('.mjs') || (type === 'module' && !file.endsWith('.cjs'));
    if (isModule) await import(pathToFileURL(path).href);
    else require(path);
  }
  await registrations.runHooks('appStart', { hookData: {}, appHookData: {}, functionAppDirectory: folder });
  const capabilities = await registrations.model?.getCapabilities?.({});
  if (capabilities?.['HttpUri'] !== undefined)
    throw new CannotStartError(
      'the app sets enableHttpStream, which the local host does not serve: leave it off here, or use another host',
    );
  registrations.locked = true;
  return registrations;
}
