import type { Listener, Rule, TargetDescription, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AwsState } from '../../aws/state.ts';
import { LISTENERS } from '../definitions.ts';
import { arnOf, BUILT_AT } from './account.ts';
import { APP_GROUP, APP_SUBNETS, VPC } from './network.ts';

const HASH = '50dc6c495c0c9188';
const [LEGACY_LISTENER = '', PROCESSING_LISTENER = ''] = LISTENERS.map(({ arn }) => arn);

/**
 * What is behind the private integrations of care-services, down to instances and pods, and two that no API leads to: a
 * network load balancer before one of the others, and services that speak gRPC.
 */
export function addLoadBalancers(aws: AwsState): void {
  const legacy = addTargetGroup(aws, 'ec2-legacy', { TargetType: 'instance', Port: 8080, ProtocolVersion: 'HTTP1' }, [
    { Id: 'i-0f1e2d3c4b5a69701', Port: 8080 },
    { Id: 'i-0f1e2d3c4b5a69702', Port: 8080 },
  ]);
  addBalancer(aws, 'ec2-legacy', LEGACY_LISTENER, { Port: 80, Protocol: 'HTTP' }, legacy);
  const pods = addTargetGroup(aws, 'eks-processing', { TargetType: 'ip', Port: 3000, ProtocolVersion: 'HTTP1' }, [
    { Id: '10.20.0.37', Port: 3000, AvailabilityZone: `${aws.region}a` },
    { Id: '10.20.1.54', Port: 3000, AvailabilityZone: `${aws.region}b` },
  ]);
  addBalancer(aws, 'eks-processing', PROCESSING_LISTENER, { Port: 80, Protocol: 'HTTP' }, pods);
  const balancer = arnOf(aws, 'elasticloadbalancing', `loadbalancer/app/ec2-legacy/${HASH}`);
  const front = addTargetGroup(aws, 'hospital-front', { TargetType: 'alb', Port: 80, Protocol: 'TCP' }, [
    { Id: balancer, Port: 80 },
  ]);
  const frontListener = arnOf(aws, 'elasticloadbalancing', `listener/net/hospital-front/${HASH}/0467ef3c8400ae65`);
  addBalancer(aws, 'hospital-front', frontListener, { Port: 80, Protocol: 'TCP' }, front);
  const grpc = addTargetGroup(aws, 'eks-exchange', { TargetType: 'ip', Port: 50_051, ProtocolVersion: 'GRPC' }, [
    { Id: '10.20.0.41', Port: 50_051, AvailabilityZone: `${aws.region}a` },
  ]);
  const grpcListener = arnOf(aws, 'elasticloadbalancing', `listener/app/eks-exchange/${HASH}/9683b2d02a6cabee`);
  addBalancer(aws, 'eks-exchange', grpcListener, { Port: 443, Protocol: 'HTTPS' }, grpc);
}

/** A target group, all of whose targets are well; returns its ARN. */
export function addTargetGroup(
  aws: AwsState,
  name: string,
  settings: TargetGroup,
  targets: readonly TargetDescription[],
): string {
  const arn = arnOf(aws, 'elasticloadbalancing', `targetgroup/${name}/73e2d6bc24d8a067`);
  aws.loadBalancing.targetGroups.set(arn, {
    TargetGroupArn: arn,
    TargetGroupName: name,
    Protocol: 'HTTP',
    VpcId: VPC,
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPath: '/health',
    HealthCheckPort: 'traffic-port',
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    Matcher: settings.ProtocolVersion === 'GRPC' ? { GrpcCode: '0' } : { HttpCode: '200' },
    IpAddressType: 'ipv4',
    LoadBalancerArns: [],
    ...settings,
  });
  aws.loadBalancing.targets.set(
    arn,
    targets.map((Target) => ({
      Target,
      HealthCheckPort: String(Target.Port),
      TargetHealth: { State: 'healthy' as const },
    })),
  );
  return arn;
}

/** An internal load balancer with one listener that leads everything to a target group; returns the balancer's ARN. */
export function addBalancer(
  aws: AwsState,
  name: string,
  listenerArn: string,
  at: Listener,
  targetGroupArn: string,
): string {
  const { loadBalancing, region } = aws;
  const isNetwork = at.Protocol === 'TCP';
  const arn = listenerArn.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');
  loadBalancing.loadBalancers.set(arn, {
    LoadBalancerArn: arn,
    LoadBalancerName: name,
    DNSName: `internal-${name}-1234567890.${region}.elb.amazonaws.com`,
    CanonicalHostedZoneId: isNetwork ? 'Z26RNL4JYFTOTI' : 'Z35SXDOTRQ7X7K',
    CreatedTime: BUILT_AT,
    Scheme: 'internal',
    VpcId: VPC,
    State: { Code: 'active' },
    Type: isNetwork ? 'network' : 'application',
    AvailabilityZones: APP_SUBNETS.map((SubnetId, index) => ({ SubnetId, ZoneName: `${region}${'ab'[index]}` })),
    SecurityGroups: [APP_GROUP],
    IpAddressType: 'ipv4',
  });
  const group = loadBalancing.targetGroups.get(targetGroupArn);
  loadBalancing.targetGroups.set(targetGroupArn, { ...group, LoadBalancerArns: [arn] });
  const actions = [
    {
      Type: 'forward' as const,
      TargetGroupArn: targetGroupArn,
      Order: 1,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: targetGroupArn, Weight: 1 }] },
    },
  ];
  loadBalancing.listeners.set(listenerArn, {
    ListenerArn: listenerArn,
    LoadBalancerArn: arn,
    ...at,
    ...(at.Protocol === 'HTTPS' && {
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      Certificates: [...aws.certificates.keys()].slice(0, 1).map((CertificateArn) => ({ CertificateArn })),
    }),
    DefaultActions: actions,
  });
  if (isNetwork) return arn;
  const rule: Rule = {
    RuleArn: `${listenerArn.replace(':listener/', ':listener-rule/')}/3a2b1c4d5e6f7a8b`,
    Priority: 'default',
    IsDefault: true,
    Conditions: [],
    Actions: actions,
  };
  loadBalancing.rules.set(listenerArn, [rule]);
  return arn;
}
