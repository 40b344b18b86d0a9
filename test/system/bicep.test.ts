import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessmentFiles, assessSource } from '../../src/cli/assess-source.ts';
import { writeOutput } from '../../src/cli/output-folder.ts';
import type { AwsInventory } from '../../src/model/aws-inventory.ts';
import type { MigrationPlan } from '../../src/model/plan.ts';
import { compileBicep } from '../support/bicep-compiler.ts';
import { compiledResources, type CompiledResource } from '../support/compiled-resources.ts';
import { definitionInventory } from '../support/definition-inventory.ts';
import { readSampleEstate } from '../support/sample-estate.ts';

/** What Microsoft's compiler makes of our Bicep is what our ARM JSON and the plan hold. */

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_RESOURCES = 800;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossgate-bicep-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['the sample estate', readSampleEstate],
  ['definitions', () => Promise.resolve(definitionInventory())],
] as const)('%s', (name, inventoryOf) => {
  let out: string;
  let plan: MigrationPlan;
  const ofBicep: CompiledResource[] = [];
  const ofArm: CompiledResource[] = [];
  const environment = () => JSON.parse(readFileSync(join(out, 'bicep/parameters/planned.json'), 'utf8')) as unknown;

  beforeAll(async () => {
    out = join(folder, name.replaceAll(' ', '-'));
    const inventory: AwsInventory = await inventoryOf();
    const assessment = assessSource(inventory);
    plan = assessment.plan;
    await writeOutput(out, assessmentFiles(assessment, inventory, [], 'xml'));
  });

  it('compiles without an error or a warning, in deployments that are small enough', async () => {
    const files = entryPoints(out, 'bicep');
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { text, diagnostics } = await compileBicep('build', join(out, 'bicep', file));
      expect(diagnostics).toBe('');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
      const resources = compiledResources(JSON.parse(text) as never, { environment: environment() });
      expect(resources.length).toBeLessThanOrEqual(MOST_RESOURCES);
      ofBicep.push(...resources);
    }
  });

  it('is the same in ARM JSON', () => {
    for (const file of entryPoints(out, 'arm')) {
      const text = readFileSync(join(out, 'arm', file), 'utf8');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
      ofArm.push(...compiledResources(JSON.parse(text) as never, { environment: environment() }));
    }
    expect(byName(ofArm)).toEqual(byName(ofBicep));
  });

  it('is what the plan leaves', () => {
    expect(new Set(byName(ofArm).flatMap(operationsOf))).toEqual(new Set(pathsOf(plan)));
  });

  it('takes the parameters of the environment', async () => {
    const [file = ''] = readdirSync(join(out, 'bicep/parameters')).filter((each) => each.endsWith('.apis.bicepparam'));
    const { text, diagnostics } = await compileBicep('build-params', join(out, 'bicep/parameters', file));
    expect(diagnostics).toBe('');
    expect(text).toContain('to-be-chosen');
  });
});

/** Those of API Management; the others stand beside it. */
const entryPoints = (out: string, kind: 'bicep' | 'arm'): readonly string[] =>
  readdirSync(join(out, kind)).filter((file) => /^apis(?:-\d+)?\.(?:bicep|json)$/.test(file));

const byName = (resources: readonly CompiledResource[]): readonly CompiledResource[] =>
  resources.toSorted((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));

/** A resource and what its specification imports, as paths below the service. */
function operationsOf({ type, name, properties }: CompiledResource): readonly string[] {
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

const pathsOf = ({ steps }: MigrationPlan): readonly string[] =>
  steps.flatMap(({ kind, payload }) => {
    const path = String(payload['path']);
    if (kind === 'put-apim-resource' || kind === 'put-subscription') return [path];
    if (kind !== 'import-operations') return [];
    return (payload['operationIds'] as readonly string[]).map((id) => `${path}/operations/${id}`);
  });
