import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { migrationPlan } from '../../model/plan.ts';
import { CONFIGURATION } from '../../report/artefacts/apiops.ts';
import type { PlannedResource } from '../../report/artefacts/planned-resources.ts';
import { readApiops } from '../../report/artefacts/read-apiops.ts';
import type { Put } from '../../simulator/planned-configuration.ts';

/**
 * What a folder of artefacts puts at the service: the plan of an assessment, or an APIOps folder as it lies in Git, with what people
 * changed since.
 * @throws Error for a folder that is neither
 */
export async function readArtifacts(folder: string): Promise<readonly Put[]> {
  const plan = await readIfThere(join(folder, 'plan.json'));
  if (plan !== undefined) return stepsOf(folder, plan);
  if ((await readIfThere(join(folder, CONFIGURATION))) === undefined)
    throw new Error(
      `${folder}: no plan.json: give the folder that "crossgate assess --out" wrote, or its apiops folder`,
    );
  const files = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.push({ path: relative(folder, path).split(sep).join('/'), content: await readFile(path, 'utf8') });
  }
  return readApiops(files).flatMap(putsOf);
}

function stepsOf(folder: string, text: string): readonly Put[] {
  const read = migrationPlan.safeParse(JSON.parse(text));
  if (read.success) return read.data.steps;
  const [issue] = read.error.issues;
  throw new Error(`${folder}/plan.json: /${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'no plan'}`);
}

/** A subscription is known by its path: no folder says whose key it is. */
function putsOf({ path, properties }: PlannedResource): readonly Put[] {
  if (path.startsWith('subscriptions/'))
    return [{ kind: 'put-subscription', payload: { path, properties, keyId: path } }];
  const put = { kind: 'put-apim-resource', payload: { path, properties } };
  if (properties['format'] !== 'openapi+json') return [put];
  return [put, { kind: 'import-operations', payload: { path, properties } }];
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
