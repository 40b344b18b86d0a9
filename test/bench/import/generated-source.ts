import type { AwsInventory, InventoryPart } from '../../../src/model/aws-inventory.ts';
import { below } from '../../../src/model/source-ref.ts';
import type { SourceReader } from '../../../src/ports/source-reader.ts';
import { apiWith, inventoryOf, route } from '../../features/fixture.ts';

const ACCOUNT = '111122223333';
const PLAN_AT = { arn: 'arn:aws:apigateway:us-east-1::/usageplans/gold', pointer: '' };
const idOf = (index: number): string => `bench${String(index).padStart(5, '0')}`;

export const apiIds = (apis: number): string[] => Array.from({ length: apis }, (_, index) => idOf(index));

/** API number `index`: five operations on a backend. */
function api(index: number) {
  const id = idOf(index);
  const at = { arn: `arn:aws:apigateway:us-east-1::/restapis/${id}`, pointer: '' };
  const lines = ['GET /orders', 'POST /orders', 'GET /orders/{id}', 'PUT /orders/{id}', 'DELETE /orders/{id}'];
  const routes = lines.map((line) => {
    const place = below(at, 'routes', line);
    const integration = {
      at: below(place, 'integration'),
      type: 'HTTP_PROXY',
      uri: 'https://orders.example.com/v1',
    } as const;
    return route(line, integration, { at: place });
  });
  const made = apiWith(routes, { at, id, name: `Bench ${index}`, account: ACCOUNT });
  return { ...made, stage: { ...made.stage, at: below(at, 'stages', 'prod') } };
}

/** An account with so many alike APIs in one usage plan, made up as it is asked for. */
export function generatedSource(apis: number): SourceReader {
  const part = (changes: Partial<AwsInventory> = {}): Promise<InventoryPart> =>
    Promise.resolve(inventoryOf([], changes));
  const numbers = Array.from({ length: apis }, (_, index) => index);
  const usagePlan = {
    at: PLAN_AT,
    id: 'gold',
    name: 'gold',
    apiStages: apiIds(apis).map((apiId) => ({ apiId, stage: 'prod' })),
    keyIds: ['key1'],
  };
  const key = {
    at: { arn: 'arn:aws:apigateway:us-east-1::/apikeys/key1', pointer: '' },
    id: 'key1',
    name: 'partner',
    enabled: true,
  };
  return {
    listApis: () =>
      Promise.resolve({
        items: numbers.map((index) => ({ id: idOf(index), type: 'REST', name: `Bench ${index}` })),
        gaps: [],
      }),
    readApi: (_scope, { id }) => Promise.resolve(inventoryOf([api(Number(id.slice('bench'.length)))])),
    readShared: () => part({ usagePlans: [usagePlan], apiKeys: [key] }),
    readSurroundings: () => part(),
    readLeftOut: () => part(),
    look: (_scope, apis) =>
      Promise.resolve({
        stages: apis.map(({ id }) => ({ apiId: id, stage: api(Number(id.slice('bench'.length))).stage })),
        domainNames: [],
        usagePlans: [usagePlan],
        apiKeys: [key],
        gaps: [],
      }),
    apiKeyValue: () => Promise.resolve('a-key-of-the-bench-0123456789'),
  };
}
