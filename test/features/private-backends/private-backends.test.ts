import { describe, expect, it } from 'vitest';
import { planRoutes } from '../../../src/features/route-plan.ts';
import type { AwsApi, AwsIntegration } from '../../../src/model/aws.ts';
import type { AwsLoadBalancer } from '../../../src/model/aws-account.ts';
import type { ApimTier } from '../../../src/model/tier.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { apiWith, inventoryOf, route, stageWith } from '../fixture.ts';

const LISTENER = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/orders/1/2';
const balancer = (protocol: string): AwsLoadBalancer => ({
  at: { arn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/orders/1', pointer: '' },
  arn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/orders/1',
  name: 'orders',
  type: 'application',
  scheme: 'internal',
  dnsName: 'internal-orders.us-east-1.elb.amazonaws.com',
  listeners: [{ arn: LISTENER, protocol, port: 8443, targetGroups: [] }],
});
const linked = (uri: string, changes: Partial<AwsIntegration> = {}) =>
  route('GET /orders/{id}', {
    type: 'HTTP_PROXY',
    httpMethod: 'GET',
    uri,
    connectionType: 'VPC_LINK',
    connectionId: 'link1',
    ...changes,
  });
const http = (integration: ReturnType<typeof linked>, stage = '$default') =>
  apiWith([integration], { type: 'HTTP', stage: stageWith({ name: stage }) });
const CONNECT = { 'VPC-BACKEND': 'connect-network' };

function planned(api: AwsApi, decisions: Record<string, string>, tier: ApimTier = 'Premium', protocol = 'HTTPS') {
  const inventory = inventoryOf([api], { loadBalancers: [balancer(protocol)] });
  const [plan] = planRoutes(api, { inventory, mode: 'migrate', decisions, tier });
  const { resources, operationPolicies, findings } = translateApi(api, inventory, {
    mode: 'migrate',
    decisions,
    target: { tier },
  });
  const handling = plan?.handling;
  return {
    why: handling !== undefined && 'why' in handling ? handling.why : handling?.kind,
    urls: resources.map(({ properties }) => properties['url']),
    policy: operationPolicies.map(({ document }) => writePolicy(document)).join('\n'),
    codes: findings.map(({ code }) => code),
  };
}

describe('a backend behind a VPC link', () => {
  it('keeps API Gateway as its origin unless people decide otherwise', () => {
    const open = planned(http(linked(LISTENER)), {});
    expect(open.why).toBe('the backend is behind a VPC link');
    expect(open.codes).toContain('VPC-BACKEND');
    expect(open.urls).toEqual(['https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com']);
  });

  it.each([
    ['HTTPS', '$default', 'https://internal-orders.us-east-1.elb.amazonaws.com:8443'],
    ['TLS', '$default', 'https://internal-orders.us-east-1.elb.amazonaws.com:8443'],
    ['HTTP', '$default', 'http://internal-orders.us-east-1.elb.amazonaws.com:8443'],
    ['TCP', 'prod', 'http://internal-orders.us-east-1.elb.amazonaws.com:8443/prod'],
  ])('is where its listener is (%s, stage %s), with the path of the caller', (protocol, stage, url) => {
    const { urls, policy, codes } = planned(http(linked(LISTENER), stage), CONNECT, 'Premium', protocol);
    expect(urls).toEqual([url]);
    expect(policy).not.toContain('rewrite-uri');
    expect(codes).not.toContain('ROUTE-ORIGIN');
  });

  it.each<[ApimTier, string]>([
    ['Developer', 'http'],
    ['StandardV2', 'http'],
    ['PremiumV2', 'http'],
    ['Basic', 'a service of the tier Basic reaches no private network'],
    ['Standard', 'a service of the tier Standard reaches no private network'],
    ['BasicV2', 'a service of the tier BasicV2 reaches no private network'],
    ['Consumption', 'a service of the tier Consumption reaches no private network'],
  ])('is reached by a service of the tier %s: %s', (tier, why) => {
    expect(planned(http(linked(LISTENER)), CONNECT, tier).why).toBe(why);
  });

  it('is not called by an address that nobody knows', () => {
    const gone = LISTENER.replace('orders', 'gone');
    expect(planned(http(linked(gone)), CONNECT)).toMatchObject({
      why: `the listener ${gone} was not read`,
      urls: [],
    });
    const map = 'arn:aws:servicediscovery:us-east-1:111122223333:service/srv-1';
    const { why, codes } = planned(http(linked(map)), CONNECT);
    expect(why).toContain('Cloud Map');
    expect(codes).toContain('ROUTE-OPTION');
  });

  it('is called by the name that its certificate is of', () => {
    const named = linked(LISTENER, { tlsServerNameToVerify: 'orders.internal' });
    expect(planned(http(named), CONNECT).why).toBe('the backend is verified by another name');
    const { policy } = planned(http(named), { ...CONNECT, 'BACKEND-SERVER-NAME': 'send-as-host' });
    expect(policy.replaceAll(/\s+/g, ' ')).toContain(
      '<set-header name="Host" exists-action="override"> <value>orders.internal</value>',
    );
  });

  it('is never unverified by the way', () => {
    const unverified = linked('https://orders.internal/v1', { tlsInsecureSkipVerification: true });
    const api = apiWith([unverified]);
    expect(planned(api, CONNECT).why).toBe('the certificate of the backend is not verified');
    expect(planned(api, { ...CONNECT, 'BACKEND-UNVERIFIED': 'verify-certificate' }).why).toBe('http');
  });

  it('of a REST API gets what it got, at the address of the integration', async () => {
    const definition = definitionOf({
      'GET /orders/{id}': {
        type: 'http_proxy',
        httpMethod: 'GET',
        uri: 'https://orders.internal/v1/{id}',
        connectionType: 'VPC_LINK',
        connectionId: 'link1',
        requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
        operation: { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] },
      },
    });
    const ask = bothGateways(definition, new Map(), { decisions: CONNECT });
    const { statuses, open, target } = await ask(
      { path: '/orders/7', query: [['q', 'x']] },
      answering(200, [], 'fine'),
    );
    expect([statuses, open]).toEqual([[200, 200], []]);
    expect(target.backendRequests.map(({ url }) => url)).toEqual(['https://orders.internal/v1/7?q=x']);
    expect(target.backendRequests[0]?.headers.map(([name]) => name)).not.toContain('host');
  });
});
