import type { Finding } from '../model/finding.ts';
import type { Step } from '../model/plan.ts';
import type { SourceRef } from '../model/source-ref.ts';
import type { ApimTier } from '../model/tier.ts';
import { TIER_LIMITS, type TierLimits } from '../model/tier-limits.ts';
import type { MovedHostname } from './certificate-steps.ts';
import type { HeldResource } from './refusals/planned-writes.ts';

const FEATURE = 'tier';

/** What a service has already and a plan adds to; names are lower case. */
export interface TargetHoldings {
  /** Custom host names of the gateway. */
  readonly hostnames: readonly string[];
  /** What is below the service; default nothing. */
  readonly resources?: readonly HeldResource[];
}
export const NO_HOLDINGS: TargetHoldings = { hostnames: [] };

/** Resources that a tier limits, by the path that they are PUT at. */
const COUNTED = [
  ['products', /^products\/[^/]+$/],
  ['subscriptions', /^subscriptions\/[^/]+$/],
  ['namedValues', /^namedValues\/[^/]+$/],
  ['loggers', /^loggers\/[^/]+$/],
  ['tags', /^tags\/[^/]+$/],
] as const satisfies readonly (readonly [keyof TierLimits, RegExp])[];

/** What a plan holds that a service of its tier would not take: each a blocker, found before anything is PUT (docs: mapping, C2, C3). */
export function tierFindings(
  steps: readonly Step[],
  moved: readonly MovedHostname[],
  tier: ApimTier,
  holdings: TargetHoldings = NO_HOLDINGS,
): readonly Finding[] {
  const limits = TIER_LIMITS[tier];
  const held = (holdings.resources ?? []).map(({ path }) => path);
  return [
    ...tooMany('operations', operationsOf(steps, held), limits.operations, tier),
    ...COUNTED.flatMap(([kind, path]) => tooMany(wordsOf(kind), pathsOf(steps, path, held), limits[kind], tier)),
    ...largePolicies(steps, limits.policyBytes, tier),
    ...tooManyNames(moved, limits.gatewayHostnames, tier, holdings),
  ];
}

const wordsOf = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

interface Counted {
  readonly count: number;
  /** Where the first of them comes from. */
  readonly at: SourceRef;
}

const NOWHERE: SourceRef = { arn: 'plan:steps', pointer: '' };
const pathOf = ({ payload }: Step): string => (typeof payload['path'] === 'string' ? payload['path'] : '');

/** Of a kind, in the plan and at the service, each once; nothing where the plan adds none. */
function pathsOf(steps: readonly Step[], pattern: RegExp, held: readonly string[]): Counted {
  const own = steps.filter((step) => pattern.test(pathOf(step)));
  return counted(new Set(own.map(pathOf)), held, pattern, own[0]?.from[0]);
}

function counted(own: ReadonlySet<string>, held: readonly string[], pattern: RegExp, at: SourceRef = NOWHERE): Counted {
  const others = held.filter((path) => pattern.test(path) && !own.has(path));
  return { count: own.size === 0 ? 0 : own.size + new Set(others).size, at };
}

const OPERATION = /^apis\/[^/]+\/operations\/[^/]+$/;

/** Operations are imported by the document of their API; those with wildcards are PUT once more by themselves. */
function operationsOf(steps: readonly Step[], held: readonly string[]): Counted {
  const all = new Set<string>();
  let at = NOWHERE;
  for (const step of steps) {
    const path = pathOf(step);
    const ids = step.payload['operationIds'];
    const own = Array.isArray(ids)
      ? ids.map((id) => `${path}/operations/${String(id)}`)
      : OPERATION.test(path)
        ? [path]
        : [];
    if (own.length > 0 && all.size === 0) at = step.from[0] ?? NOWHERE;
    for (const each of own) all.add(each);
  }
  return counted(all, held, OPERATION, at);
}

const figure = (count: number): string => count.toLocaleString('en-US');

function tooMany(what: string, { count, at }: Counted, most: number | undefined, tier: ApimTier): readonly Finding[] {
  if (most === undefined || count <= most) return [];
  return [
    {
      code: 'TIER-LIMIT',
      severity: 'blocker',
      feature: FEATURE,
      at,
      message: `There would be ${figure(count)} ${what}; a service of the ${tier} tier takes ${figure(most)}, with those that it has already.`,
      awsBehaviour: 'API Gateway has other limits, by account and by API.',
      apimBehaviour: 'What is beyond the limit is refused.',
      remedy: 'Plan for a larger tier, or for several services.',
    },
  ];
}

/** Bytes are only counted where the number of characters leaves it open. */
function largePolicies(steps: readonly Step[], most: number, tier: ApimTier): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const step of steps) {
    const path = pathOf(step);
    if (!path.endsWith('/policies/policy')) continue;
    const { value } = (step.payload['properties'] ?? {}) as { readonly value?: unknown };
    if (typeof value !== 'string' || value.length * 3 <= most) continue;
    const bytes = new TextEncoder().encode(value).length;
    if (bytes > most) found.set(path, tooLarge(path, bytes, most, step.from[0] ?? NOWHERE, tier));
  }
  return [...found.values()];
}

const tooLarge = (path: string, bytes: number, most: number, at: SourceRef, tier: ApimTier): Finding => ({
  code: 'POLICY-TOO-LARGE',
  severity: 'blocker',
  feature: FEATURE,
  at,
  message: `The policy at ${path} has ${figure(bytes)} bytes; a policy of the ${tier} tier has ${figure(most)} at most.`,
  awsBehaviour: 'Templates, policies and responses are kept apart, each with a limit of its own.',
  apimBehaviour: 'A larger policy is refused.',
  remedy: 'Plan for a tier with larger policies, or move parts of the policy into fragments by an override.',
});

/** Several custom names of the gateway are for some tiers only (docs: mapping, B9). */
function tooManyNames(
  moved: readonly MovedHostname[],
  most: number,
  tier: ApimTier,
  { hostnames }: TargetHoldings,
): readonly Finding[] {
  const names = new Set([...hostnames, ...moved.map(({ name }) => name)]);
  if (names.size <= most) return [];
  return moved
    .filter(({ name }) => !hostnames.includes(name))
    .map(({ name, at }) => ({
      code: 'TIER-HOSTNAMES',
      severity: 'blocker',
      feature: FEATURE,
      at,
      message: `${name} is one of ${names.size} custom host names; the gateway of the ${tier} tier takes ${most === 1 ? 'one' : figure(most)}.`,
      awsBehaviour: 'An account has as many custom domain names as its quota allows.',
      apimBehaviour: 'Several custom names of the gateway are for the Developer and Premium tiers.',
      remedy: 'Plan for such a tier, or let a front end hold the names and lead them to one.',
    }));
}
