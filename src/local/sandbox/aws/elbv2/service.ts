import { pageOf, sizeOf } from '../paging.ts';
import { queryProtocol } from '../protocol.ts';
import { listOf, queryService, resultDocument } from '../query-service.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';
import { membersXml } from '../xml.ts';

const NAMESPACE = 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/';
const invalid = (message: string): AwsError => new AwsError('ValidationError', message);
const notFound = {
  loadBalancer: () => new AwsError('LoadBalancerNotFound', 'One or more load balancers not found'),
  listener: () => new AwsError('ListenerNotFound', 'One or more listeners not found'),
  targetGroup: () => new AwsError('TargetGroupNotFound', 'One or more target groups not found'),
  rule: () => new AwsError('RuleNotFound', 'One or more rules not found'),
};

/** Elastic Load Balancing of application and network load balancers, version 2. */
export function loadBalancing(state: AwsState): AwsService {
  return queryService({
    name: 'elbv2',
    signingName: 'elasticloadbalancing',
    protocol: queryProtocol(NAMESPACE),
    respond: resultDocument(NAMESPACE),
    operations: {
      DescribeLoadBalancers: (form) => describeLoadBalancers(state, form),
      DescribeListeners: (form) => describeListeners(state, form),
      DescribeRules: (form) => describeRules(state, form),
      DescribeTargetGroups: (form) => describeTargetGroups(state, form),
      DescribeTargetHealth: (form) => describeTargetHealth(state, form),
    },
  });
}

const written = (result: object): string => membersXml(result, { nameOf: (member) => member, item: 'member' });

function paged(form: URLSearchParams, member: string, all: readonly unknown[]): string {
  const refuse = (): AwsError => invalid('Invalid Marker or PageSize');
  const size = sizeOf(form.get('PageSize'), { most: 400 }, refuse);
  const { items, next } = pageOf(all, form.get('Marker'), size, refuse);
  return written({ [member]: items, NextMarker: next });
}

/** Each of the wanted things. @throws AwsError when one is not there */
function each<T>(wanted: readonly string[], things: ReadonlyMap<string, T>, missing: () => AwsError): T[] {
  return wanted.map((arn) => {
    const found = things.get(arn);
    if (found === undefined) throw missing();
    return found;
  });
}

function describeLoadBalancers({ loadBalancing: { loadBalancers } }: AwsState, form: URLSearchParams): string {
  const arns = listOf(form, 'LoadBalancerArns.member');
  const names = listOf(form, 'Names.member');
  if (arns.length > 0 && names.length > 0)
    throw invalid('Load balancer names and load balancer ARNs cannot be specified at the same time');
  const byName = new Map([...loadBalancers.values()].map((one) => [one.LoadBalancerName ?? '', one]));
  const found =
    names.length > 0
      ? each(names, byName, notFound.loadBalancer)
      : arns.length > 0
        ? each(arns, loadBalancers, notFound.loadBalancer)
        : [...loadBalancers.values()];
  return paged(form, 'LoadBalancers', found);
}

function describeListeners({ loadBalancing: { listeners, loadBalancers } }: AwsState, form: URLSearchParams): string {
  const arns = listOf(form, 'ListenerArns.member');
  const balancer = form.get('LoadBalancerArn');
  if (arns.length > 0) return paged(form, 'Listeners', each(arns, listeners, notFound.listener));
  if (balancer === null) throw invalid('Must specify a load balancer ARN or listener ARNs');
  if (!loadBalancers.has(balancer)) throw notFound.loadBalancer();
  const own = [...listeners.values()].filter(({ LoadBalancerArn }) => LoadBalancerArn === balancer);
  return paged(form, 'Listeners', own);
}

function describeRules({ loadBalancing: { rules, listeners } }: AwsState, form: URLSearchParams): string {
  const arns = listOf(form, 'RuleArns.member');
  const listener = form.get('ListenerArn');
  if (arns.length > 0) {
    const byArn = new Map([...rules.values()].flat().map((one) => [one.RuleArn ?? '', one]));
    return paged(form, 'Rules', each(arns, byArn, notFound.rule));
  }
  if (listener === null) throw invalid('A listener ARN or rule ARNs must be specified');
  if (!listeners.has(listener)) throw notFound.listener();
  return paged(form, 'Rules', rules.get(listener) ?? []);
}

function describeTargetGroups(
  { loadBalancing: { targetGroups, loadBalancers } }: AwsState,
  form: URLSearchParams,
): string {
  const arns = listOf(form, 'TargetGroupArns.member');
  const names = listOf(form, 'Names.member');
  const balancer = form.get('LoadBalancerArn');
  if (arns.length > 0) return paged(form, 'TargetGroups', each(arns, targetGroups, notFound.targetGroup));
  if (balancer !== null && !loadBalancers.has(balancer)) throw notFound.loadBalancer();
  const byName = new Map([...targetGroups.values()].map((one) => [one.TargetGroupName ?? '', one]));
  const found = names.length > 0 ? each(names, byName, notFound.targetGroup) : [...targetGroups.values()];
  const own = found.filter(({ LoadBalancerArns }) => balancer === null || LoadBalancerArns?.includes(balancer));
  return paged(form, 'TargetGroups', own);
}

function describeTargetHealth({ loadBalancing: { targetGroups, targets } }: AwsState, form: URLSearchParams): string {
  const group = form.get('TargetGroupArn') ?? '';
  if (!targetGroups.has(group)) throw notFound.targetGroup();
  const registered = targets.get(group) ?? [];
  const wanted: string[] = [];
  for (let i = 1; form.has(`Targets.member.${i}.Id`); i += 1) wanted.push(form.get(`Targets.member.${i}.Id`) ?? '');
  const known = new Map(registered.map((one) => [one.Target?.Id ?? '', one]));
  const unregistered = (): AwsError =>
    new AwsError('InvalidTarget', 'The following targets are not registered with the target group');
  return written({
    TargetHealthDescriptions: wanted.length > 0 ? each(wanted, known, unregistered) : registered,
  });
}
