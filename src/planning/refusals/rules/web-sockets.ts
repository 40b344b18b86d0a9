import { NOT_ON_HANDSHAKE } from '../../../policy/websocket.ts';
import { isWebSocket, keyOf, type PlannedWrites, type Properties } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

const schemesOf = ({ protocols }: Properties): readonly unknown[] => (Array.isArray(protocols) ? protocols : ['https']);
const HANDSHAKE_POLICY = /^apis\/[^/]+\/operations\/[^/]+\/policies\/policy$/i;

/** An API of sockets is one from the start, with a backend of sockets, and has one operation that nobody writes. */
export const webSockets: RefusalRule = {
  code: 'WEBSOCKET-REFUSED',
  source:
    'Microsoft Learn, Import a WebSocket API; Azure/azure-api-management-devops-resource-kit issue 796; hashicorp/terraform-provider-azurerm issue 24544',
  checked: '2026-11-29',
  remedy: 'Give the API a backend of sockets and a tier that has such APIs, and its policies to its handshake.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    const kinds = new Map(plan.heldOfKind('apis').map((each) => [keyOf(each.path), isWebSocket(each.properties)]));
    for (const { step, kind, path, properties } of plan.writes) {
      const [collection, api = ''] = path.split('/');
      if (collection !== 'apis') continue;
      const key = keyOf(`apis/${api}`);
      if (kind === 'apis') {
        for (const why of apiFaults(properties, kinds.get(key), plan)) yield refused(step, path, why);
        kinds.set(key, kinds.get(key) ?? isWebSocket(properties));
      } else if (kinds.get(key) === true) {
        const why = faultBelow(kind, path, properties);
        if (why !== undefined) yield refused(step, path, why);
      }
    }
  },
};

function* apiFaults(properties: Properties, was: boolean | undefined, { tier }: PlannedWrites): Iterable<string> {
  const says = properties['type'] !== undefined || properties['apiType'] !== undefined;
  const isOne = says ? isWebSocket(properties) : (was ?? false);
  if (was !== undefined && was !== isOne) yield 'an API keeps its type';
  if (!schemesOf(properties).every((each) => (each === 'ws' || each === 'wss') === isOne))
    yield `its protocols are not those of an API of ${isOne ? 'sockets' : 'requests'}`;
  if (!isOne) return;
  if (properties['value'] !== undefined) yield 'an API of sockets imports no document';
  const { serviceUrl } = properties;
  if (typeof serviceUrl !== 'string' || !/^wss?:\/\/[^/?#]+/.test(serviceUrl))
    yield 'it has no ws:// or wss:// backend';
  if (tier === 'Consumption') yield 'the Consumption tier has no APIs of sockets';
}

function faultBelow(kind: string, path: string, { value }: Properties): string | undefined {
  if (kind === 'apis/operations') return 'nobody writes the operation of an API of sockets';
  if (kind === 'apis/policies') return 'an API of sockets has no policy of its own';
  if (!HANDSHAKE_POLICY.test(path) || typeof value !== 'string') return undefined;
  const not = [...value.matchAll(/<([a-z-]+)[\s/>]/g)]
    .map(([, name = '']) => name)
    .find((name) => NOT_ON_HANDSHAKE.has(name));
  return not === undefined ? undefined : `${not} does not stand on a handshake`;
}
