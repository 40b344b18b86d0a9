import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../../src/policy/read.ts';
import { writePolicy } from '../../../../src/policy/write.ts';
import { assessSource } from '../../../../src/cli/assess-source.ts';
import type { AwsInventory } from '../../../../src/model/aws-inventory.ts';
import { apiopsFiles } from '../../../../src/report/artefacts/apiops.ts';
import type { ArtefactFile } from '../../../../src/report/artefacts/artefact-file.ts';
import { plannedResources, type PlannedResource } from '../../../../src/report/artefacts/planned-resources.ts';
import { readApiops } from '../../../../src/report/artefacts/read-apiops.ts';
import { apiWith, inventoryOf, route } from '../../../features/fixture.ts';
import { definitionInventory } from '../../../support/definition-inventory.ts';

const at = (name: string) => ({ arn: `arn:aws:apigateway:us-east-1::/${name}`, pointer: '' });

/** An API with a wildcard, a key and a plan: what the format has no place for as well. */
function keyed(): AwsInventory {
  const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' } as const;
  const api = apiWith([
    route('GET /orders/{id}', backend, { apiKeyRequired: true }),
    route('ANY /files/{proxy+}', backend),
  ]);
  return inventoryOf([api], {
    apiKeys: [{ at: at('apikeys/k1'), id: 'k1', name: 'Partner [one]', enabled: true }],
    usagePlans: [
      {
        at: at('usageplans/u1'),
        id: 'u1',
        name: 'Gold',
        apiStages: [{ apiId: api.id, stage: api.stage.name }],
        keyIds: ['k1'],
        throttle: { rateLimit: 10, burstLimit: 20 },
      },
    ],
  });
}

describe.each([
  ['definitions', definitionInventory],
  ['keys and wildcards', keyed],
] as const)('the APIOps folder of %s', (_name, inventory) => {
  const resources = plannedResources(assessSource(inventory()).plan.steps);

  it('read back is what the plan leaves, to the character', () => {
    expect(resources.length).toBeGreaterThan(5);
    expect(readApiops([...apiopsFiles(resources)].map(belowFolder))).toEqual(resources);
  });

  it('read back from rawxml has the same policies', () => {
    const read = readApiops([...apiopsFiles(resources, 'rawxml')].map(belowFolder));
    expect(read.map(rewritten)).toEqual(resources.map(rewritten));
  });
});

it('names the file that is no JSON', () => {
  expect(() => readApiops([{ path: 'apis/a/apiInformation.json', content: '{' }])).toThrow(
    /^apis\/a\/apiInformation.json: /,
  );
  expect(() => readApiops([{ path: 'apis/a/apiInformation.json', content: '{}' }])).toThrow(/no properties/);
});

it('reads a policy of the whole service and a fragment', () => {
  const resources = [
    { path: 'policies/policy', properties: { format: 'xml', value: '<policies />' } },
    { path: 'policyFragments/f', properties: { description: 'Shared.', format: 'xml', value: '<fragment />' } },
  ];
  expect(readApiops([...apiopsFiles(resources)].map(belowFolder))).toEqual(resources);
});

/** Blanks and empty elements are written in one way. */
const rewritten = ({ path, properties }: PlannedResource): PlannedResource =>
  properties['format'] === 'xml'
    ? { path, properties: { ...properties, value: writePolicy(readPolicy(String(properties['value']))) } }
    : { path, properties };

const belowFolder = ({ path, content }: ArtefactFile): ArtefactFile => ({
  path: path.slice('apiops/'.length),
  content,
});
