import { setTimeout as sleep } from 'node:timers/promises';
import { FailureError } from '../../model/outcome.ts';
import type { AwsApiListing, AwsScope, Discovered, SourceReader } from '../../ports/source-reader.ts';
import { readApiKeys, readCertificates, readDomainNames, readUsagePlans } from './account-reader.ts';
import type { AwsClients } from './clients.ts';
import { MAX_RESULTS, readHttpApi } from './http-api-reader.ts';
import type { PaceClock } from './pace.ts';
import { gapOf, PacedCalls } from './paced-calls.ts';
import { PAGE_SIZE, readRestApi } from './rest-api-reader.ts';
import { SourceReading } from './source-reading.ts';

const systemClock: PaceClock = {
  now: () => performance.now(),
  sleep: async (milliseconds) => await sleep(milliseconds),
};

/** Reads Amazon API Gateway and ACM by their SDK clients, at one pace for each account and region. */
export function awsSourceReader(clients: AwsClients, clock: PaceClock = systemClock): SourceReader {
  const paces = new Map<string, PacedCalls>();
  const begin = (scope: AwsScope): SourceReading => {
    const key = `${scope.account} ${scope.region}`;
    const calls = paces.get(key) ?? new PacedCalls(clock);
    paces.set(key, calls);
    return new SourceReading(scope, clients, calls);
  };
  const discover = async <T>(
    scope: AwsScope,
    read: (reading: SourceReading) => Promise<readonly T[]>,
  ): Promise<Discovered<T>> => {
    const reading = begin(scope);
    const items = await read(reading);
    return { items, gaps: reading.gaps };
  };
  return {
    listApis: async (scope) => await discover(scope, listApis),
    readApi: async (scope, api) => await discover(scope, async (reading) => await readApi(reading, api)),
    readDomainNames: async (scope) => await discover(scope, readDomainNames),
    readCertificates: async (scope) => await discover(scope, readCertificates),
    readUsagePlans: async (scope) => await discover(scope, readUsagePlans),
    readApiKeys: async (scope) => await discover(scope, readApiKeys),
    apiKeyValue: async (scope, keyId) => await apiKeyValue(begin(scope), keyId),
  };
}

async function listApis(reading: SourceReading): Promise<readonly AwsApiListing[]> {
  const v1 = await import('@aws-sdk/client-api-gateway');
  const v2 = await import('@aws-sdk/client-apigatewayv2');
  const restClient = await reading.clients.restApis(reading.scope);
  const httpClient = await reading.clients.httpApis(reading.scope);
  const rest = await reading.allOrGap(reading.read('GetRestApis', '/restapis'), async (position) => {
    const page = { limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const found = await restClient.send(new v1.GetRestApisCommand(page));
    return { items: found.items, next: found.position };
  });
  const http = await reading.allOrGap(reading.read('GetApis', '/apis'), async (token) => {
    const found = await httpClient.send(new v2.GetApisCommand({ MaxResults: MAX_RESULTS, NextToken: token }));
    return { items: found.Items, next: found.NextToken };
  });
  return [
    ...rest.map(({ id = '', name = '' }): AwsApiListing => ({ id, type: 'REST', name })),
    ...http.map(({ ApiId = '', Name = '', ProtocolType }): AwsApiListing => ({
      id: ApiId,
      type: ProtocolType === 'WEBSOCKET' ? 'WEBSOCKET' : 'HTTP',
      name: Name,
    })),
  ];
}

/** A part that is missing would make it another API, so then the whole API is the gap. */
async function readApi(reading: SourceReading, api: AwsApiListing) {
  const path = api.type === 'REST' ? `/restapis/${api.id}` : `/apis/${api.id}`;
  const whole = reading.read(api.type === 'REST' ? 'GetRestApi' : 'GetApi', path);
  try {
    const found = api.type === 'REST' ? await readRestApi(reading, api) : await readHttpApi(reading, api);
    if (found.length === 0) {
      const reason = `${api.name} has no stage, so nobody can call it`;
      const remedy = 'Deploy it to a stage if it is to move; else leave it out.';
      reading.gaps.push({ at: whole.at, call: 'GetStages', reason, remedy });
    }
    return found;
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind === 'transient') throw error;
    reading.gaps.push(gapOf(error, { ...whole, permission: `apigateway:GET on ${whole.at.arn} and all below it` }));
    return [];
  }
}

async function apiKeyValue(reading: SourceReading, keyId: string): Promise<string> {
  const { GetApiKeyCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.read('GetApiKey', `/apikeys/${keyId}`);
  const send = async () => await client.send(new GetApiKeyCommand({ apiKey: keyId, includeValue: true }));
  const { value } = await reading.calls.send(read, send);
  if (value !== undefined) return value;
  const message = `API Gateway gave no value for the key ${keyId}`;
  throw new FailureError({ kind: 'missing', code: 'key-without-value', message, at: read.at.arn });
}
