import type { ApimConfiguration } from '../../../src/model/apim.ts';
import * as build from '../../../src/policy/build.ts';
import type { PolicyNode } from '../../../src/policy/tree.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import type { SimulatorEffects } from '../../../src/simulator/effects.ts';
import { memoryCache, memoryCounters, memoryValues } from '../../../src/simulator/memory.ts';
import { fromBytes, toBytes, type BackendAnswer, type Entries } from '../../../src/simulator/message.ts';
import { simulate } from '../../../src/simulator/simulate.ts';

const operation = (id: string, method: string, urlTemplate: string) => ({
  id,
  displayName: id,
  method,
  urlTemplate,
  templateParameters: [],
});

/** One API, `orders`, whose inbound section is `inbound` before base. */
export function configuration(
  inbound: readonly PolicyNode[] = [],
  changes: Partial<ApimConfiguration> = {},
): ApimConfiguration {
  return {
    serviceName: 'apim',
    hostnames: ['api.example.com'],
    apis: [
      {
        id: 'orders',
        displayName: 'Orders',
        path: 'orders',
        protocols: ['https'],
        serviceUrl: 'https://backend.example.com/base/',
        subscriptionRequired: false,
        operations: [
          operation('list', 'GET', '/'),
          operation('mine', 'GET', '/mine'),
          operation('get', 'GET', '/{id}'),
          operation('add', 'POST', '/'),
          operation('files', 'GET', '/{id}/{*rest}'),
        ],
      },
    ],
    versionSets: [],
    policies: [
      {
        scope: { kind: 'api', apiId: 'orders' },
        xml: writePolicy(build.document({ inbound: [build.base(), ...inbound] })),
      },
    ],
    namedValues: [{ id: 'key', displayName: 'key', value: 's3cret', secret: true }],
    backends: [
      {
        id: 'blue',
        url: 'https://blue.example.com/v1',
        protocol: 'http',
        credentials: { header: { 'X-Key': ['{{key}}'] } },
      },
    ],
    products: [],
    subscriptions: [],
    ...changes,
  };
}

/** Effects on a clock that the test sets; the backend answers 200 with `hello`. */
export function fakeEffects(changes: Partial<SimulatorEffects> = {}): SimulatorEffects {
  const response = { status: 200, reason: 'OK', headers: [['X-From', 'backend']] as Entries, body: toBytes('hello') };
  return {
    send: () => Promise.resolve<BackendAnswer>({ ok: true, response }),
    matchesSchema: () => true,
    fetchJson: () => Promise.reject(new Error('no such document')),
    identityToken: (resource) => Promise.resolve(`token for ${resource}`),
    verifyJwt: () => Promise.resolve({ ok: false, reason: 'TokenSignatureInvalid', message: 'bad' }),
    readCertificate: () => Promise.reject(new Error('no certificate')),
    now: () => Date.parse('2026-11-23T00:00:00Z'),
    random: () => 0.5,
    newId: () => '00000000-0000-4000-8000-000000000000',
    counters: memoryCounters(),
    cache: memoryCache(),
    values: memoryValues(),
    ...changes,
  };
}

/** Sends `METHOD /path` and gives what a test compares. */
export async function ask(
  target: ApimConfiguration,
  line: string,
  headers: Entries = [],
  effects: SimulatorEffects = fakeEffects(),
  certificate?: string,
) {
  const [method = 'GET', path = '/'] = line.split(' ');
  const request = {
    method,
    url: `https://api.example.com${path}`,
    headers,
    ip: '192.0.2.1',
    ...(certificate !== undefined && { certificate }),
  };
  const { response, ...rest } = await simulate(target, request, effects);
  return { ...rest, status: response.status, headers: response.headers, body: fromBytes(response.body) };
}
