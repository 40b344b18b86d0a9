import type { AwsApi } from '../model/aws.ts';
import { complement, EVERY_ADDRESS, rangeOf, union, without, type IpSet } from './ip-ranges.ts';

/** A statement of a resource policy that can be decided by the caller's address and the route alone. */
export interface ResourceStatement {
  readonly effect: 'Allow' | 'Deny';
  /** `stage/METHOD/path` with `*` and `?`, or `*`. */
  readonly resources: readonly string[];
  /** Callers that it speaks of. */
  readonly addresses: IpSet;
  /** Ranges of IPv6 that stand beside them. */
  readonly hasIpv6: boolean;
}

/** The statements of a policy in their order; a text instead of one says why it cannot be decided so. */
export function statementsOf(api: Pick<AwsApi, 'policy' | 'id'>): readonly (ResourceStatement | string)[] {
  return rawStatements(api).map((statement) => readStatement(statement, api.id));
}

export function rawStatements({ policy = '' }: Pick<AwsApi, 'policy'>): readonly unknown[] {
  try {
    const { Statement } = JSON.parse(policy) as { Statement?: unknown };
    return Array.isArray(Statement) ? Statement : [Statement];
  } catch {
    return [];
  }
}

const KNOWN = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];
const INVOKE = ['*', 'execute-api:*', 'execute-api:invoke'];

function readStatement(statement: unknown, apiId: string): ResourceStatement | string {
  if (statement === null || typeof statement !== 'object') return 'it cannot be read';
  const unknown = Object.keys(statement).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) return `${unknown.join(', ')} cannot be carried`;
  const { Effect, Principal, Action, Resource, Condition = {} } = statement as Record<string, unknown>;
  if (Effect !== 'Allow' && Effect !== 'Deny') return 'its effect cannot be read';
  if (Principal !== '*' && JSON.stringify(Principal) !== '{"AWS":"*"}' && JSON.stringify(Principal) !== '{"AWS":["*"]}')
    return 'it speaks of callers by their account';
  const actions = [Action].flat();
  if (!actions.some((action) => typeof action === 'string' && INVOKE.includes(action.toLowerCase())))
    return 'it is not of calls';
  const resources = [Resource].flat().map((resource) => normalized(resource, apiId));
  if (!resources.every((resource) => resource !== undefined)) return 'its resources cannot be told apart';
  const of = conditionOf(Condition);
  return typeof of === 'string' ? of : { effect: Effect, resources, ...of };
}

/** `execute-api:/...` and full ARNs as what stands after the API; undefined for another API's, or what is no text. */
function normalized(resource: unknown, apiId: string): string | undefined {
  if (resource === '*') return '*';
  if (typeof resource !== 'string') return undefined;
  const [, arn, tail] = /^(execute-api:|arn:aws[\w-]*:execute-api:[^/]*?)(?:\/(.*))?$/s.exec(resource) ?? [];
  if (arn === undefined) return undefined;
  const owner = arn.split(':').at(-1) ?? '';
  // A template refers to its own API, whose id it cannot know.
  if (owner !== '' && owner !== '*' && owner !== apiId && !owner.includes('${')) return undefined;
  // A reference within the path could be any stage or route: a denial of it must not be taken for one of nothing.
  if (tail?.includes('${') === true) return undefined;
  return tail ?? (owner === '*' ? '*' : undefined);
}

/** Only the address of the caller can be carried; several operators have to hold together. */
function conditionOf(condition: unknown): Pick<ResourceStatement, 'addresses' | 'hasIpv6'> | string {
  if (condition === null || typeof condition !== 'object') return 'its condition cannot be read';
  let addresses = EVERY_ADDRESS;
  let hasIpv6 = false;
  for (const [operator, keys] of Object.entries(condition as Record<string, unknown>)) {
    if (!/^(Not)?IpAddress$/.test(operator)) return `the condition ${operator} cannot be carried`;
    for (const [key, values] of Object.entries((keys ?? {}) as Record<string, unknown>)) {
      if (key.toLowerCase() !== 'aws:sourceip') return `the condition on ${key} cannot be carried`;
      const set = addressesOf([values].flat());
      if (set === undefined) return 'its addresses cannot be read';
      const holds = operator === 'IpAddress' ? set.addresses : complement(set.addresses);
      addresses = without(addresses, complement(holds));
      hasIpv6 ||= set.hasIpv6;
    }
  }
  return { addresses, hasIpv6 };
}

const IPV6 = /^[0-9a-f:.]*:[0-9a-f:.]*(\/\d{1,3})?$/i;

function addressesOf(values: readonly unknown[]): Pick<ResourceStatement, 'addresses' | 'hasIpv6'> | undefined {
  if (!values.every((value): value is string => typeof value === 'string')) return undefined;
  const isIpv6 = (value: string): boolean => IPV6.test(value.trim());
  const ranges = values.filter((value) => !isIpv6(value)).map(rangeOf);
  if (!ranges.every((range) => range !== undefined)) return undefined;
  return { addresses: union(ranges), hasIpv6: values.some(isIpv6) };
}
