import type { Step } from '../../../src/model/plan.ts';
import { generationOf } from '../../../src/model/tier.ts';
import { TIER_LIMITS } from '../../../src/model/tier-limits.ts';
import { ROOT_PEM } from '../authorities.ts';
import { kindOf, put, replaced, type Plan, type Variant } from './plan-variant.ts';

const HELD = {
  products: { displayName: 'Held' },
  loggers: { loggerType: 'azureMonitor' },
} as const;

/** What a service of a tier takes, its host names, and what it lets nobody remove. */
export function* serviceVariants(plan: Plan): Iterable<Variant> {
  yield* limitVariants(plan);
  yield* hostnameVariants(plan);
  yield* removalVariants(plan);
}

/** Limits are reached by what the service has already. */
function* limitVariants(plan: Plan): Iterable<Variant> {
  for (const [kind, properties] of Object.entries(HELD)) {
    const most = TIER_LIMITS[plan.tier][kind as keyof typeof HELD];
    const own = plan.steps.filter((step) => kindOf(step) === kind).length;
    const heldOf = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ path: `${kind}/held-${index}`, properties }));
    yield { ...plan, name: `${plan.name}: as many ${kind} as it takes`, intent: 'good', held: heldOf(most - own) };
    yield { ...plan, name: `${plan.name}: one of ${kind} too many`, intent: 'bad', held: heldOf(most - own + 1) };
  }
  if (plan.tier !== 'Consumption') return;
  const paths = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `/${index}`,
        { get: { operationId: `o${index}`, summary: 'O', responses: { default: { description: 'x' } } } },
      ]),
    );
  const large = (count: number): Step[] => {
    const value = JSON.stringify({ openapi: '3.0.1', info: { title: 'L', version: '1' }, paths: paths(count) });
    const operationIds = Array.from({ length: count }, (_, index) => `o${index}`);
    return [put('apis/large', { displayName: 'L', path: 'large', format: 'openapi+json', value }, { operationIds })];
  };
  const rest = TIER_LIMITS[plan.tier].operations - 4;
  for (const [count, intent] of [
    [rest, 'good'],
    [rest + 1, 'bad'],
  ] as const)
    yield { ...plan, name: `${plan.name}: ${count} operations more`, intent, steps: [...plan.steps, ...large(count)] };
}

function* hostnameVariants(plan: Plan): Iterable<Variant> {
  const step = plan.steps.find(({ kind }) => kind === 'bind-hostnames');
  if (step === undefined) return;
  const bound = (payload: Step['payload'], name: string, intent: Variant['intent']): Variant =>
    replaced(plan, step, { ...step, payload }, name, intent);
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ hostName: `api-${index}.refusals.example`, certificate: 'names' }));
  const most = TIER_LIMITS[plan.tier].gatewayHostnames;
  yield bound({ hostnames: names(most) }, 'as many host names as it takes', 'good');
  yield bound({ hostnames: names(most + 1) }, 'one host name too many', 'bad');
  yield bound({ hostnames: [{ hostName: 'no name', certificate: 'names' }] }, 'a host name that is none', 'bad');
  yield bound({ hostnames: [{ hostName: '-a.example', certificate: 'names' }] }, 'a host name with a dash', 'bad');
  yield bound(
    { hostnames: [{ hostName: 'a.example', certificate: 'absent' }] },
    'a certificate that is nowhere',
    'bad',
  );
  if (most > 1) yield bound({ hostnames: [...names(1), ...names(1)] }, 'a host name twice', 'bad');
  const encodedCertificate = ROOT_PEM.replace(/-----[A-Z ]+-----|\s/g, '');
  const authorities = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      storeName: 'Root',
      encodedCertificate,
      thumbprint: index.toString(16).padStart(40, '0'),
    }));
  const isClassic = generationOf(plan.tier) === 'classic';
  yield bound({ hostnames: names(1), authorities: authorities(1) }, 'an authority', isClassic ? 'good' : 'bad');
  if (isClassic) yield bound({ hostnames: names(1), authorities: authorities(10) }, 'ten authorities', 'good');
  yield bound({ hostnames: names(1), authorities: authorities(11) }, 'eleven authorities', 'bad');
}

function* removalVariants(plan: Plan): Iterable<Variant> {
  const removed = (path: string): Step => ({
    ...put(path, {}),
    id: `remove:${path}`,
    kind: 'remove-apim-resource',
    payload: { path },
  });
  const after = (steps: readonly Step[], name: string, intent: Variant['intent']): Variant => ({
    ...plan,
    name: `${plan.name}: ${name}`,
    intent,
    steps: [...plan.steps, ...steps],
  });
  const policy = removed('apis/orders/operations/list/policies/policy');
  yield after([removed('namedValues/token')], 'a named value that policies name removed', 'bad');
  yield after([removed('policyFragments/common')], 'a fragment that a policy includes removed', 'bad');
  yield after([policy, removed('policyFragments/common')], 'a fragment that none includes any more removed', 'good');
  yield after(
    [policy, removed('policyFragments/common'), removed('namedValues/token')],
    'a named value that no policy names any more removed',
    'good',
  );
  yield after([removed('tags/team')], 'a tag removed', 'good');
}
