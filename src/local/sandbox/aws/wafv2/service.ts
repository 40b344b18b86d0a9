import { createHash } from 'node:crypto';
import { jsonService, type Input } from '../json-service.ts';
import { pageOf, sizeOf } from '../paging.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';

/** What all of WAF's things are known by. */
interface Named {
  readonly Name?: string | undefined;
  readonly Id?: string | undefined;
  readonly ARN?: string | undefined;
  readonly Description?: string | undefined;
}

const missing = (): AwsError =>
  new AwsError(
    'WAFNonexistentItemException',
    'AWS WAF couldn’t perform the operation because your resource doesn’t exist.',
  );
const invalid = (message: string): AwsError => new AwsError('WAFInvalidParameterException', `Error reason: ${message}`);

/** AWS WAF before APIs, load balancers and user pools of this region. */
export function waf(state: AwsState): AwsService {
  const { webAcls, ipSets, regexPatternSets, ruleGroups } = state.waf;
  return jsonService({
    name: 'wafv2',
    version: '1.1',
    operations: {
      GetWebACLForResource: (input) => ({ WebACL: webAcls.get(aclOf(state, String(input['ResourceArn'])) ?? '') }),
      GetWebACL: (input) => {
        const acl = find(webAcls, state, input);
        return { WebACL: acl, LockToken: lockOf(acl) };
      },
      ListWebACLs: (input) => list(webAcls, state, input, 'WebACLs'),
      GetIPSet: (input) => {
        const set = find(ipSets, state, input);
        return { IPSet: set, LockToken: lockOf(set) };
      },
      GetRegexPatternSet: (input) => {
        const set = find(regexPatternSets, state, input);
        return { RegexPatternSet: set, LockToken: lockOf(set) };
      },
      GetRuleGroup: (input) => {
        const group = find(ruleGroups, state, input);
        return { RuleGroup: group, LockToken: lockOf(group) };
      },
    },
  });
}

/** CloudFront's things are kept in us-east-1 only; here there are none. */
function isRegional(state: AwsState, input: Input): boolean {
  const scope = input['Scope'];
  if (scope !== 'REGIONAL' && scope !== 'CLOUDFRONT') throw invalid('The scope is not valid., field: SCOPE_VALUE');
  if (scope === 'CLOUDFRONT' && state.region !== 'us-east-1')
    throw invalid('The scope is not valid in this region., field: SCOPE_VALUE');
  return scope === 'REGIONAL';
}

/** By ARN, or by name, id and scope together. */
function find<T extends Named>(things: ReadonlyMap<string, T>, state: AwsState, input: Input): T {
  const { ARN, Name, Id } = input;
  const found =
    ARN === undefined
      ? isRegional(state, input) && [...things.values()].find((one) => one.Id === Id && one.Name === Name)
      : things.get(ARN as string);
  if (!found) throw missing();
  return found;
}

function list(things: ReadonlyMap<string, Named>, state: AwsState, input: Input, member: string): unknown {
  const refuse = (): AwsError => invalid('The parameter is not valid., field: NEXT_MARKER or LIMIT');
  const all = isRegional(state, input) ? [...things.values()] : [];
  const size = sizeOf(input['Limit'], { most: 100 }, refuse);
  const { items, next } = pageOf(all, input['NextMarker'] as string | undefined, size, refuse);
  const summaries = items.map((one) => ({
    Name: one.Name,
    Id: one.Id,
    ARN: one.ARN,
    Description: one.Description ?? '',
    LockToken: lockOf(one),
  }));
  return { [member]: summaries, NextMarker: next };
}

/** Changes with the content, as the one that a writer has to repeat. */
function lockOf(thing: Named): string {
  const hex = createHash('sha256').update(JSON.stringify(thing)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The ARN of what protects a resource; undefined when nothing does. HTTP and WebSocket APIs cannot be protected (WAF
 * developer guide, 2026-11-25).
 */
function aclOf(state: AwsState, arn: string): string | undefined {
  const [, apiId, stageName] = /^arn:aws:apigateway:[\w-]+::\/restapis\/([^/]+)\/stages\/([^/]+)$/.exec(arn) ?? [];
  if (apiId !== undefined) {
    const stage = state.restApis.get(apiId)?.stages.find((one) => one.stageName === stageName);
    if (!stage) throw missing();
    return stage.webAclArn;
  }
  if (!/^arn:aws:(elasticloadbalancing:.*:loadbalancer\/app\/|cognito-idp:.*:userpool\/)/.test(arn))
    throw invalid(
      'The ARN isn’t valid. A valid ARN begins with arn: and includes other information., field: RESOURCE_ARN',
    );
  const isThere = state.loadBalancing.loadBalancers.has(arn) || state.userPools.has(arn.split('/').at(-1) ?? '');
  if (!isThere) throw missing();
  return state.waf.associations.get(arn);
}
