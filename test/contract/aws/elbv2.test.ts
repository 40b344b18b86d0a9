import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LISTENERS } from '../../../src/local/sandbox/estate/definitions.ts';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

let estate: EstateCloud;
let balancing: ElasticLoadBalancingV2Client;
beforeAll(async () => {
  estate = await startEstateCloud();
  balancing = new ElasticLoadBalancingV2Client(estate.client());
});
afterAll(() => estate.cloud.close());

describe('load balancers, by the SDK client of Elastic Load Balancing', () => {
  it('leads from a listener down to the targets', async () => {
    const ListenerArns = LISTENERS.map(({ arn }) => arn);
    const { Listeners } = await balancing.send(new DescribeListenersCommand({ ListenerArns }));
    expect(Listeners).toMatchObject([{ Port: 80, Protocol: 'HTTP' }, { Port: 80 }]);
    const LoadBalancerArns = Listeners?.map(({ LoadBalancerArn }) => LoadBalancerArn ?? '');
    const { LoadBalancers } = await balancing.send(new DescribeLoadBalancersCommand({ LoadBalancerArns }));
    expect(LoadBalancers).toMatchObject([
      { LoadBalancerName: 'ec2-legacy', Scheme: 'internal', Type: 'application' },
      { LoadBalancerName: 'eks-processing' },
    ]);
    expect(LoadBalancers?.[0]?.AvailabilityZones).toHaveLength(2);
    const TargetGroupArns = Listeners?.map(({ DefaultActions }) => DefaultActions?.[0]?.TargetGroupArn ?? '');
    const { TargetGroups } = await balancing.send(new DescribeTargetGroupsCommand({ TargetGroupArns }));
    expect(TargetGroups?.map(({ TargetType }) => TargetType)).toEqual(['instance', 'ip']);
    const [, TargetGroupArn] = TargetGroupArns ?? [];
    const health = await balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    expect(health.TargetHealthDescriptions?.map(({ Target }) => Target?.Id)).toEqual(['10.20.0.37', '10.20.1.54']);
    const Targets = [{ Id: '10.20.1.54' }];
    const one = await balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn, Targets }));
    expect(one.TargetHealthDescriptions).toMatchObject([{ TargetHealth: { State: 'healthy' } }]);
  });

  it('tells the rules of a listener', async () => {
    const { Rules } = await balancing.send(new DescribeRulesCommand({ ListenerArn: LISTENERS[0]?.arn }));
    expect(Rules).toMatchObject([{ Priority: 'default', IsDefault: true, Actions: [{ Type: 'forward' }] }]);
    const again = await balancing.send(new DescribeRulesCommand({ RuleArns: [Rules?.[0]?.RuleArn ?? ''] }));
    expect(again.Rules).toEqual(Rules);
  });

  it('lists everything page by page', async () => {
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await balancing.send(new DescribeLoadBalancersCommand({ PageSize: 3, Marker }));
      names.push(...(page.LoadBalancers ?? []).map(({ LoadBalancerName }) => LoadBalancerName));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(names).toEqual(['ec2-legacy', 'eks-processing', 'hospital-front', 'eks-exchange']);
    const [front] =
      (await balancing.send(new DescribeTargetGroupsCommand({ Names: ['hospital-front'] }))).TargetGroups ?? [];
    expect(front?.TargetType).toBe('alb');
  });

  it('refuses what is not there', async () => {
    const arn = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:nothing';
    const listeners = new DescribeListenersCommand({ ListenerArns: [arn] });
    await expect(balancing.send(listeners)).rejects.toMatchObject({ name: 'ListenerNotFoundException' });
    const ofBalancer = new DescribeListenersCommand({ LoadBalancerArn: arn });
    await expect(balancing.send(ofBalancer)).rejects.toMatchObject({ name: 'LoadBalancerNotFoundException' });
    await expect(balancing.send(new DescribeListenersCommand({}))).rejects.toMatchObject({ name: 'ValidationError' });
    const group = new DescribeTargetHealthCommand({ TargetGroupArn: arn });
    await expect(balancing.send(group)).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
    const rule = new DescribeRulesCommand({ RuleArns: [arn] });
    await expect(balancing.send(rule)).rejects.toMatchObject({ name: 'RuleNotFoundException' });
  });
});
