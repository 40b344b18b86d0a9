import { importVariants } from './import-variants.ts';
import {
  pathOf,
  propertiesOf,
  put,
  replaced,
  withProperties,
  type Plan,
  type Properties,
  type Variant,
} from './plan-variant.ts';
import { policyVariants } from './policy-variants.ts';
import { serviceVariants } from './service-variants.ts';

/** Each rule beyond the contract's schemas broken once for a plan of every kind, and what is just allowed by it. */
export function* ruleVariants(plan: Plan): Iterable<Variant> {
  yield* valueVariants(plan);
  yield* uniquenessVariants(plan);
  yield* operationVariants(plan);
  yield* socketVariants(plan);
  yield* importVariants(plan);
  yield* policyVariants(plan);
  yield* serviceVariants(plan);
}

/** Steps left out, and steps that come last: either is refused where others name what they make. */
export function* orderVariants(plan: Plan): Iterable<Variant> {
  for (const step of plan.steps) {
    yield replaced(plan, step, undefined, `${step.id} left out`, 'open');
    const late = plan.steps.filter((each) => each !== step);
    yield { ...plan, name: `${plan.name}: ${step.id} last`, intent: 'open', steps: [...late, step] };
  }
}

/** The plan with a step's properties changed. */
function changed(plan: Plan, path: string, change: Properties, intent: Variant['intent']): Variant[] {
  const step = plan.steps.find((each) => pathOf(each) === path);
  if (step === undefined) return [];
  const properties = { ...propertiesOf(step), ...change };
  const name = `${path} with ${JSON.stringify(change).slice(0, 80)}`;
  return [replaced(plan, step, withProperties(step, properties), name, intent)];
}

const added = (
  plan: Plan,
  steps: readonly ReturnType<typeof put>[],
  name: string,
  intent: Variant['intent'],
): Variant => ({
  ...plan,
  name: `${plan.name}: ${name}`,
  intent,
  steps: [...plan.steps, ...steps],
});

function* valueVariants(plan: Plan): Iterable<Variant> {
  for (const value of ['', '   ', 'x'.repeat(4097)]) yield* changed(plan, 'namedValues/token', { value }, 'bad');
  yield* changed(plan, 'namedValues/token', { value: 'x'.repeat(4096) }, 'good');
  yield* changed(plan, 'namedValues/token', { keyVault: { secretIdentifier: 'vault/secret' } }, 'bad');
  yield* changed(plan, 'products/gold', { subscriptionRequired: false, approvalRequired: true }, 'bad');
  yield* changed(plan, 'products/gold', { subscriptionRequired: false, subscriptionsLimit: 5 }, 'bad');
  yield* changed(plan, 'products/gold', { subscriptionsLimit: 5 }, 'good');
  yield* changed(plan, 'apis/orders', { serviceUrl: 'orders.example.com' }, 'bad');
  yield* changed(plan, 'apis/orders', { serviceUrl: 'http://orders.example.com' }, 'good');
  yield* changed(plan, 'backends/one', { url: 'one.example.com' }, 'bad');
  yield* changed(plan, 'backends/one', { url: `https://${'a'.repeat(1992)}` }, 'good');
  yield* changed(plan, 'backends/one', { url: `https://${'a'.repeat(1993)}` }, 'bad');
  yield* changed(plan, 'backends/one', { credentials: { header: { a: ['{{absent}}'] } } }, 'bad');
  yield* changed(plan, 'backends/one', { credentials: { certificateIds: ['/certificates/absent'] } }, 'bad');
  yield* changed(plan, 'backends/one', { circuitBreaker: { rules: [] } }, plan.tier === 'Consumption' ? 'bad' : 'good');
  const services = (count: number) => Array.from({ length: count }, () => ({ id: '/backends/one' }));
  yield* changed(plan, 'backends/both', { pool: { services: services(30) } }, 'good');
  yield* changed(plan, 'backends/both', { pool: { services: services(31) } }, 'bad');
  yield* changed(plan, 'backends/both', { pool: undefined }, 'bad');
  yield* changed(plan, 'backends/both', { pool: { services: [{ id: '/backends/absent' }] } }, 'bad');
  yield* changed(plan, 'apiVersionSets/orders', { versioningScheme: 'Query' }, 'bad');
  yield* changed(plan, 'apiVersionSets/orders', { versioningScheme: 'Query', versionQueryName: 'v' }, 'good');
  yield* changed(plan, 'apiVersionSets/orders', { versioningScheme: 'Segment' }, 'good');
  yield* changed(plan, 'diagnostics/azuremonitor', { loggerId: '/loggers/absent' }, 'bad');
  for (const scope of [
    '/products',
    '/products/absent',
    '/tags/team',
    'everything',
    '/apis/absent',
    '/apis/orders/operations/list',
  ])
    yield* changed(plan, 'subscriptions/partner', { scope }, 'bad');
  for (const scope of ['/apis', '/apis/orders', '/products/gold'])
    yield* changed(plan, 'subscriptions/partner', { scope }, 'good');
  yield* changed(plan, 'subscriptions/partner', { ownerId: '/users/absent' }, 'bad');
  for (const path of [
    'products/gold/apis/absent',
    'products/absent/apis/orders',
    'apis/orders/tags/absent',
    'groups/partners/users/absent',
  ])
    yield added(plan, [put(path, {})], `${path}, which is not there`, 'bad');
  yield added(
    plan,
    [put('apis/absent/operations/x', { displayName: 'X', method: 'GET', urlTemplate: '/' })],
    'an operation of no API',
    'bad',
  );
  yield added(plan, [put('apis/orders/releases/second', { apiId: '/apis/absent' })], 'a release of no API', 'bad');
}

function* uniquenessVariants(plan: Plan): Iterable<Variant> {
  const api = { displayName: 'Other', path: 'other', protocols: ['https'], subscriptionRequired: true };
  const set = { apiVersionSetId: '/apiVersionSets/orders' };
  const other = (properties: Properties, intent: Variant['intent']): Variant =>
    added(plan, [put('apis/other', { ...api, ...properties })], `another API ${JSON.stringify(properties)}`, intent);
  yield other({}, 'good');
  yield other({ path: 'orders' }, 'bad');
  yield other({ path: '/Orders/' }, 'bad');
  yield other({ path: 'orders', ...set, apiVersion: 'v2' }, 'good');
  yield other({ path: 'orders', ...set, apiVersion: 'v1' }, 'bad');
  yield other({ path: 'orders', ...set }, 'good');
  yield other({ path: 'orders/v2' }, 'good');
  yield other({ apiVersion: 'v1' }, 'bad');
  yield other({ ...set, apiVersionSetId: '/apiVersionSets/absent' }, 'bad');
  yield added(
    { ...plan, held: [{ path: 'apis/held', properties: { ...api, path: 'held' } }] },
    [put('apis/other', { ...api, path: 'held' })],
    'an API at a path that the service has in use',
    'bad',
  );
  const value = (displayName: string) => put('namedValues/second', { displayName, secret: false, value: 'x' });
  yield added(plan, [value('token')], 'a named value of the same name', 'bad');
  yield added(plan, [value('Token')], 'a named value of the same name in capitals', 'bad');
  yield added(plan, [value('token-2')], 'a named value of another name', 'good');
  const held = [{ path: 'namedValues/held', properties: { displayName: 'held', secret: false, value: 'x' } }];
  yield added({ ...plan, held }, [value('held')], 'a named value of a name that the service has', 'bad');
}

function* operationVariants(plan: Plan): Iterable<Variant> {
  const names = (...list: string[]) => list.map((name) => ({ name, type: 'string', required: true }));
  const operation = (
    urlTemplate: string,
    templateParameters: unknown,
    intent: Variant['intent'],
    method = 'GET',
  ): Variant =>
    added(
      plan,
      [put('apis/orders/operations/more', { displayName: 'More', method, urlTemplate, templateParameters })],
      `${method} ${urlTemplate} of ${JSON.stringify(templateParameters)}`,
      intent,
    );
  yield operation('/more/{id}', names('id'), 'good');
  yield operation('/more/{id}', [], 'bad');
  yield operation('/more', names('id'), 'bad');
  yield operation('/more/{id}/{id}', names('id'), 'bad');
  yield operation('/more/{*rest}', names('rest'), 'good');
  yield operation('/more/{*rest}/x', names('rest'), 'bad');
  yield operation('/orders', [], 'bad');
  yield operation('/ORDERS', [], 'bad');
  yield operation('/orders', [], 'good', 'PUT');
  yield operation('/orders/{key}', names('key'), 'bad');
  yield operation(`/${'x'.repeat(999)}`, [], 'good');
  yield operation(`/${'x'.repeat(1000)}`, [], 'bad');
  const absent = { representations: [{ contentType: 'application/json', schemaId: 'absent', typeName: 'x' }] };
  yield* changed(plan, 'apis/orders/operations/files', { request: absent }, 'bad');
  yield* changed(plan, 'apis/orders/operations/files', { responses: [{ statusCode: 200, ...absent }] }, 'bad');
}

function* socketVariants(plan: Plan): Iterable<Variant> {
  if (plan.tier === 'Consumption') {
    const socket = {
      displayName: 'C',
      path: 'c',
      type: 'websocket',
      protocols: ['wss'],
      serviceUrl: 'wss://c.example.com',
    };
    yield added(plan, [put('apis/c', socket)], 'an API of sockets', 'bad');
    return;
  }
  yield* changed(plan, 'apis/chat', { protocols: ['https'] }, 'bad');
  yield* changed(plan, 'apis/chat', { protocols: ['ws', 'wss'] }, 'good');
  yield* changed(plan, 'apis/chat', { serviceUrl: 'https://chat.example.com' }, 'bad');
  yield* changed(plan, 'apis/chat', { serviceUrl: undefined }, 'bad');
  yield* changed(plan, 'apis/chat', { format: 'openapi+json', value: '{"openapi":"3.0.1","paths":{}}' }, 'bad');
  yield added(
    plan,
    [put('apis/chat', { displayName: 'Chat', path: 'chat', type: 'http' })],
    'sockets that become requests',
    'bad',
  );
  const operation = { displayName: 'X', method: 'GET', urlTemplate: '/x', templateParameters: [] };
  yield added(plan, [put('apis/chat/operations/x', operation)], 'an operation of sockets', 'bad');
  const policy = (inner: string) => ({
    format: 'xml',
    value: `<policies><inbound>${inner}</inbound><backend /><outbound /><on-error /></policies>`,
  });
  yield added(plan, [put('apis/chat/policies/policy', policy(''))], 'a policy of sockets', 'bad');
  const handshake = 'apis/chat/operations/onHandshake/policies/policy';
  yield added(plan, [put(handshake, policy('<set-body>x</set-body>'))], 'a body of a handshake', 'bad');
  yield added(
    plan,
    [put(handshake, policy('<set-variable name="a" value="b" />'))],
    'a variable of a handshake',
    'good',
  );
}
