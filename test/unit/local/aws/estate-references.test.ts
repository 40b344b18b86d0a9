import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import type { AwsState } from '../../../../src/local/sandbox/aws/state.ts';
import { estateOf } from '../../../../src/local/sandbox/estate/estate-of.ts';

const estate = await estateOf([], await createAuthority());
const states = [estate.aws, ...(estate.elsewhere ?? [])];

/** What of an account names something, and what there is of that kind. */
type References = (aws: AwsState) => readonly (readonly [wanted: unknown, there: Iterable<unknown>])[];

const restStages = (aws: AwsState) =>
  [...aws.restApis.values()].flatMap((api) => api.stages.map((stage) => ({ api, stage })));
const restIntegrations = (aws: AwsState) =>
  [...aws.restApis.values()].flatMap(({ resources }) =>
    resources.flatMap(({ resourceMethods = {} }) =>
      Object.values(resourceMethods).flatMap(({ methodIntegration = {} }) => methodIntegration),
    ),
  );
const httpIntegrations = (aws: AwsState) => [...aws.httpApis.values()].flatMap(({ integrations }) => integrations);
const functionIn = (uri: string | undefined) => /:function:([\w-]+)/.exec(uri ?? '')?.[1];
const present = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);

const references: Readonly<Record<string, References>> = {
  'web ACLs of stages': (aws) => restStages(aws).map(({ stage }) => [stage.webAclArn, aws.waf.webAcls.keys()]),
  'client certificates of stages': (aws) =>
    restStages(aws).map(({ stage }) => [stage.clientCertificateId, aws.clientCertificates.keys()]),
  'deployments of stages and canaries': (aws) =>
    restStages(aws).flatMap(({ api, stage }) => [
      [stage.deploymentId, api.deployments.keys()],
      [stage.canarySettings?.deploymentId, api.deployments.keys()],
    ]),
  'log groups of stages and functions': (aws) => {
    const names = aws.logGroups.map(({ logGroupName }) => logGroupName);
    const ofStages = restStages(aws).map(
      ({ stage }) => stage.accessLogSettings?.destinationArn?.split(':log-group:')[1],
    );
    const ofFunctions = [...aws.functions.values()].map(({ configuration }) => configuration.LoggingConfig?.LogGroup);
    return [...ofStages, ...ofFunctions].map((name) => [name, names]);
  },
  'functions of integrations, authorizers and user pools': (aws) => {
    const uris = [
      ...restIntegrations(aws).map(({ uri }) => uri),
      ...httpIntegrations(aws).map(({ IntegrationUri }) => IntegrationUri),
      ...[...aws.httpApis.values()].flatMap(({ authorizers }) => authorizers.map(({ AuthorizerUri }) => AuthorizerUri)),
      ...[...aws.userPools.values()].map(({ pool }) => pool.LambdaConfig?.PreTokenGeneration),
    ];
    return uris.map((uri) => [functionIn(uri), aws.functions.keys()]);
  },
  'links of integrations': (aws) => [
    ...restIntegrations(aws).map(({ connectionId }) => [connectionId, aws.vpcLinks.keys()] as const),
    ...httpIntegrations(aws).map(({ ConnectionId }) => [ConnectionId, aws.v2VpcLinks.keys()] as const),
  ],
  'listeners of integrations': (aws) =>
    httpIntegrations(aws).map(({ IntegrationUri = '' }) => [
      IntegrationUri.startsWith('arn:aws:elasticloadbalancing') ? IntegrationUri : undefined,
      aws.loadBalancing.listeners.keys(),
    ]),
  'user pools of authorizers': (aws) => [
    ...[...aws.restApis.values()].flatMap(({ authorizers }) =>
      authorizers.flatMap(({ providerARNs = [] }) =>
        providerARNs.map((arn) => [arn.split('/')[1], aws.userPools.keys()] as const),
      ),
    ),
    ...[...aws.httpApis.values()].flatMap(({ authorizers }) =>
      authorizers.map(
        ({ JwtConfiguration }) => [JwtConfiguration?.Issuer?.split('/').at(-1), aws.userPools.keys()] as const,
      ),
    ),
  ],
  'targets and networks of links': (aws) => {
    const { network, loadBalancing } = aws;
    const subnets = network.subnets.map(({ SubnetId }) => SubnetId);
    const groups = network.securityGroups.map(({ GroupId }) => GroupId);
    return [
      ...[...aws.vpcLinks.values()].flatMap(({ targetArns = [] }) =>
        targetArns.map((arn) => [arn, loadBalancing.loadBalancers.keys()] as const),
      ),
      ...[...aws.v2VpcLinks.values()].flatMap(({ SubnetIds = [], SecurityGroupIds = [] }) => [
        ...SubnetIds.map((id) => [id, subnets] as const),
        ...SecurityGroupIds.map((id) => [id, groups] as const),
      ]),
    ];
  },
  'what load balancers lead to and lie in': ({ loadBalancing, network, certificates }) => [
    ...[...loadBalancing.listeners.values()].flatMap(({ LoadBalancerArn, DefaultActions = [], Certificates = [] }) => [
      [LoadBalancerArn, loadBalancing.loadBalancers.keys()] as const,
      ...DefaultActions.map(({ TargetGroupArn }) => [TargetGroupArn, loadBalancing.targetGroups.keys()] as const),
      ...Certificates.map(({ CertificateArn }) => [CertificateArn, certificates.keys()] as const),
    ]),
    ...[...loadBalancing.loadBalancers.values()].map(
      ({ VpcId }) => [VpcId, network.vpcs.map((vpc) => vpc.VpcId)] as const,
    ),
  ],
  'sets and groups of web ACLs': ({ waf }) => {
    const there = [...waf.ipSets.keys(), ...waf.regexPatternSets.keys(), ...waf.ruleGroups.keys()];
    const rules = [...waf.webAcls.values()].flatMap(({ Rules = [] }) => Rules.map(({ Statement }) => Statement));
    return rules.map((statement) => [
      statement?.IPSetReferenceStatement?.ARN ??
        statement?.RegexPatternSetReferenceStatement?.ARN ??
        statement?.RuleGroupReferenceStatement?.ARN,
      there,
    ]);
  },
  'APIs of alarms and past traffic': (aws) => {
    const there = [...[...aws.restApis.values()].map(({ api }) => api.name), ...aws.httpApis.keys()];
    const dimensions = aws.alarms.metric.flatMap(({ Dimensions = [] }) => Dimensions);
    return [
      ...dimensions.filter(({ Name }) => Name !== 'Stage').map(({ Value }) => [Value, there] as const),
      ...aws.pastTraffic.map(({ apiId }) => [apiId, [...aws.restApis.keys(), ...aws.httpApis.keys()]] as const),
    ];
  },
  'APIs, certificates and trust stores of domain names': (aws) =>
    [...aws.domainNames.values()].flatMap(({ domain, mappings }) => [
      [domain.regionalCertificateArn, aws.certificates.keys()] as const,
      ...mappings.map(({ ApiId }) => [ApiId, [...aws.restApis.keys(), ...aws.httpApis.keys()]] as const),
      [domain.mutualTlsAuthentication?.truststoreUri?.split('/')[2], aws.buckets.keys()] as const,
    ]),
  'endpoints of private APIs': ({ restApis, network }) =>
    [...restApis.values()].flatMap(({ api }) =>
      (api.endpointConfiguration?.vpcEndpointIds ?? []).map((id) => [
        id,
        network.vpcEndpoints.map(({ VpcEndpointId }) => VpcEndpointId),
      ]),
    ),
  'zones of Cloud Map': ({ cloudMap, hostedZones }) =>
    [...cloudMap.namespaces.values()].map(({ Properties }) => [
      Properties?.DnsProperties?.HostedZoneId,
      hostedZones.keys(),
    ]),
};

describe('the account of the health records system', () => {
  it.each(Object.entries(references))('names only what is there: %s', (_, of) => {
    const named = states.flatMap((aws) => of(aws).filter(([wanted]) => wanted !== undefined));
    expect(present(named.map(([wanted]) => wanted))).not.toEqual([]);
    expect(named.filter(([wanted, there]) => ![...there].includes(wanted)).map(([wanted]) => wanted)).toEqual([]);
  });
});
