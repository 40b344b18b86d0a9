import type { Action, LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AwsApi } from '../../../model/aws.ts';
import type { AwsLoadBalancer, AwsTargetGroup, AwsVpcLink } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import { oneOf } from './closed-values.ts';
import type { SourceReading } from './source-reading.ts';

type Listener = AwsLoadBalancer['listeners'][number];

/** The load balancers that VPC links and private integrations lead to, down to the kind of their targets. */
export async function readLoadBalancers(
  reading: SourceReading,
  apis: readonly AwsApi[],
  vpcLinks: readonly AwsVpcLink[],
): Promise<readonly AwsLoadBalancer[]> {
  const integrations = apis.flatMap(({ routes }) => routes.flatMap(({ integration }) => integration ?? []));
  const named = [
    ...vpcLinks.flatMap(({ targetArns }) => targetArns),
    ...integrations.flatMap(({ uri, integrationTarget }) => [uri ?? '', integrationTarget ?? '']),
  ];
  const balancers: AwsLoadBalancer[] = [];
  for (const arn of new Set(named.flatMap(balancerArn))) {
    const found = await describe(reading, arn);
    if (found !== undefined) balancers.push(found);
  }
  return balancers;
}

/** Of a load balancer or one of its listeners. */
function balancerArn(arn: string): readonly string[] {
  const [, prefix, name] =
    /^(arn:[\w-]+:elasticloadbalancing:[\w-]+:\d+:)(?:loadbalancer|listener)\/((?:app|net|gwy)\/[^/]+\/[^/]+)/.exec(
      arn,
    ) ?? [];
  return prefix === undefined || name === undefined ? [] : [`${prefix}loadbalancer/${name}`];
}

async function describe(reading: SourceReading, arn: string): Promise<AwsLoadBalancer | undefined> {
  const { DescribeLoadBalancersCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const client = await reading.clients.loadBalancing(reading.scope);
  const at = { arn, pointer: '' };
  const read = reading.readOf({
    action: 'elasticloadbalancing:DescribeLoadBalancers',
    resource: '*',
    at,
    severity: 'review',
  });
  const command = new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] });
  const found = (await reading.oneOrGap(read, async () => await client.send(command)))?.LoadBalancers?.[0];
  return found && (await balancerToModel(reading, found, arn));
}

async function balancerToModel(reading: SourceReading, found: LoadBalancer, arn: string): Promise<AwsLoadBalancer> {
  return defined({
    at: { arn, pointer: '' },
    arn,
    name: found.LoadBalancerName ?? '',
    type: found.Type ?? '',
    scheme: found.Scheme ?? '',
    dnsName: found.DNSName ?? '',
    vpcId: found.VpcId,
    listeners: await readListeners(reading, arn, await readTargetGroups(reading, arn)),
  });
}

async function readListeners(
  reading: SourceReading,
  arn: string,
  groups: ReadonlyMap<string, AwsTargetGroup>,
): Promise<readonly Listener[]> {
  const { DescribeListenersCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const client = await reading.clients.loadBalancing(reading.scope);
  const at = { arn, pointer: '' };
  const read = reading.readOf({
    action: 'elasticloadbalancing:DescribeListeners',
    resource: '*',
    at,
    severity: 'review',
  });
  const found = await reading.allOrGap(read, async (Marker) => {
    const answer = await client.send(new DescribeListenersCommand({ LoadBalancerArn: arn, Marker }));
    return { items: answer.Listeners, next: answer.NextMarker };
  });
  const listeners: Listener[] = [];
  for (const { ListenerArn = '', Protocol = '', Port = 0, DefaultActions = [] } of found) {
    // Network load balancers have no rules beside the default.
    const ofRules = arn.includes(':loadbalancer/app/') ? await readRuleActions(reading, ListenerArn) : [];
    const arns = new Set([...DefaultActions, ...ofRules].flatMap(groupArns));
    const targetGroups = [...arns].flatMap((group) => groups.get(group) ?? []);
    listeners.push({ arn: ListenerArn, protocol: Protocol, port: Port, targetGroups });
  }
  return listeners;
}

async function readRuleActions(reading: SourceReading, ListenerArn: string): Promise<readonly Action[]> {
  const { DescribeRulesCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const client = await reading.clients.loadBalancing(reading.scope);
  const at = { arn: ListenerArn, pointer: '' };
  const read = reading.readOf({ action: 'elasticloadbalancing:DescribeRules', resource: '*', at, severity: 'review' });
  const found = await reading.allOrGap(read, async (Marker) => {
    const answer = await client.send(new DescribeRulesCommand({ ListenerArn, Marker }));
    return { items: answer.Rules, next: answer.NextMarker };
  });
  return found.flatMap(({ Actions }) => Actions ?? []);
}

const groupArns = ({ TargetGroupArn, ForwardConfig }: Action): readonly string[] => [
  ...(TargetGroupArn === undefined ? [] : [TargetGroupArn]),
  ...(ForwardConfig?.TargetGroups ?? []).flatMap(({ TargetGroupArn: arn }) => arn ?? []),
];

async function readTargetGroups(reading: SourceReading, arn: string): Promise<ReadonlyMap<string, AwsTargetGroup>> {
  const { DescribeTargetGroupsCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const client = await reading.clients.loadBalancing(reading.scope);
  const at = { arn, pointer: '' };
  const action = 'elasticloadbalancing:DescribeTargetGroups';
  const found = await reading.allOrGap(
    reading.readOf({ action, resource: '*', at, severity: 'review' }),
    async (Marker) => {
      const answer = await client.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: arn, Marker }));
      return { items: answer.TargetGroups, next: answer.NextMarker };
    },
  );
  return new Map(
    found.map(({ TargetGroupArn = '', TargetGroupName = '', TargetType, Protocol, Port, ProtocolVersion }) => [
      TargetGroupArn,
      defined({
        arn: TargetGroupArn,
        name: TargetGroupName,
        targetType: oneOf(['instance', 'ip', 'lambda', 'alb'], TargetType ?? 'instance', at),
        protocol: Protocol,
        port: Port,
        protocolVersion: ProtocolVersion,
      }),
    ]),
  );
}
