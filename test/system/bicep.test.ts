import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessSource } from '../../src/cli/assess-source.ts';
import { writeOutput } from '../../src/cli/output-folder.ts';
import type { Step } from '../../src/model/plan.ts';
import { apiopsFiles } from '../../src/report/artefacts/apiops.ts';
import { gitOpsFiles } from '../../src/report/artefacts/git-ops.ts';
import { plannedResources } from '../../src/report/artefacts/planned-resources.ts';
import { readApiops } from '../../src/report/artefacts/read-apiops.ts';
import { compileBicep } from '../support/bicep-compiler.ts';
import { compiledResources, type CompiledResource } from '../support/compiled-resources.ts';
import { definitionInventory } from '../support/definition-inventory.ts';
import { everyResource } from '../support/every-resource.ts';
import { readSampleEstate } from '../support/sample-estate.ts';

/** What Microsoft's compiler makes of our Bicep is what our ARM JSON and the plan hold. */

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_RESOURCES = 800;
/** Where ARM templates go that are held to the published contract afterwards. */
const KEPT = process.env['CROSSGATE_ARM_TEMPLATES'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossgate-bicep-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['sample-estate', async () => assessSource(await readSampleEstate()).plan.steps],
  ['definitions', () => assessSource(definitionInventory()).plan.steps],
  ['every-resource', everyResource],
] as const)('%s', (name, stepsOf) => {
  let out: string;
  let steps: readonly Step[];
  let environment: unknown;
  const ofBicep: CompiledResource[] = [];
  const ofArm: CompiledResource[] = [];

  beforeAll(async () => {
    out = join(folder, name);
    steps = await stepsOf();
    const target = { name: 'test', service: 'contoso', tier: 'Premium', keyVault: 'vault', hostnames: [] } as const;
    await writeOutput(out, gitOpsFiles(plannedResources(steps), 'xml', target));
    environment = JSON.parse(readFileSync(join(out, 'bicep/parameters/test.json'), 'utf8'));
  });

  it('compiles with its parameters, without an error or a warning, in deployments that are small enough', async () => {
    const files = readdirSync(join(out, 'bicep/parameters')).filter((file) => file.endsWith('.bicepparam'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { text, diagnostics } = await compileBicep('build-params', join(out, 'bicep/parameters', file));
      expect(diagnostics).toBe('');
      const { templateJson, parametersJson } = JSON.parse(text) as Readonly<Record<string, string>>;
      expect(JSON.parse(parametersJson ?? '')).toMatchObject({ parameters: { environment: { value: environment } } });
      expect(Buffer.byteLength(templateJson ?? '')).toBeLessThanOrEqual(MOST_BYTES);
      if (file.includes('subscription-keys')) continue;
      const resources = compiledResources(JSON.parse(templateJson ?? '') as never, { environment });
      expect(resources.length).toBeLessThanOrEqual(MOST_RESOURCES);
      ofBicep.push(...resources);
    }
  });

  it('has an APIOps folder that is read back as what the plan leaves', () => {
    const planned = plannedResources(steps);
    const files = [...apiopsFiles(planned)].map(({ path, content }) => ({
      path: path.slice('apiops/'.length),
      content,
    }));
    expect(readApiops(files)).toEqual(planned);
  });

  it('is the same in ARM JSON', () => {
    for (const file of readdirSync(join(out, 'arm'))) {
      const text = readFileSync(join(out, 'arm', file), 'utf8');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
      if (KEPT !== undefined) {
        mkdirSync(KEPT, { recursive: true });
        writeFileSync(join(KEPT, `${name}-${file}`), text);
      }
      ofArm.push(...compiledResources(JSON.parse(text) as never, { environment }));
    }
    expect(byName(ofArm)).toEqual(byName(ofBicep));
  });

  it('is what the plan leaves', () => {
    const paths = new Set(ofArm.flatMap(pathsOf));
    // A specification that is too long leaves its schemas by themselves.
    paths.delete('apis/long/schemas/components');
    expect(paths).toEqual(new Set(steps.flatMap(plannedPaths)));
  });
});

const byName = (resources: readonly CompiledResource[]): readonly CompiledResource[] =>
  resources.toSorted((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));

/** Below the service: a resource, and what its specification imports. */
function pathsOf({ type, name, properties }: CompiledResource): readonly string[] {
  const collections = type.split('/').slice(2);
  const path = name
    .split('/')
    .map((each, index) => `${collections[index] ?? ''}/${each}`)
    .join('/');
  const { format, value } = properties as { readonly format?: string; readonly value?: string };
  if (format !== 'openapi+json' || value === undefined) return [path];
  const ids = [...value.matchAll(/"operationId":"([^"]+)"/g)].map(([, id = '']) => id);
  return [path, ...ids.map((id) => `${path}/operations/${id}`)];
}

function plannedPaths({ kind, payload }: Step): readonly string[] {
  const path = String(payload['path']);
  if (kind === 'put-apim-resource' || kind === 'put-subscription') return [path];
  if (kind !== 'import-operations') return [];
  return (payload['operationIds'] as readonly string[]).map((id) => `${path}/operations/${id}`);
}
