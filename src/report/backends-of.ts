import type { AwsApi, AwsIntegration } from '../model/aws.ts';
import { backendAddress, isFunction } from './backend-address.ts';
import type { BackendReport } from './model.ts';

/** Every backend once, with what is to become of it by default: the report proposes, owners decide. */
export function backendsOf(apis: readonly AwsApi[]): readonly BackendReport[] {
  const found = new Map<string, { integration: AwsIntegration; routes: number; apis: Set<string> }>();
  for (const api of apis)
    for (const { integration } of api.routes) {
      if (integration === undefined) continue;
      const key = `${kindOf(integration)} ${backendAddress(integration)}`;
      const known = found.get(key) ?? { integration, routes: 0, apis: new Set<string>() };
      known.routes += 1;
      known.apis.add(api.name);
      found.set(key, known);
    }
  return [...found.values()]
    .map(({ integration, routes, apis: names }) => ({
      kind: kindOf(integration),
      address: backendAddress(integration),
      routes,
      apis: [...names],
      ...DECISIONS[kindOf(integration)],
    }))
    .toSorted((a, b) => b.routes - a.routes || (a.address < b.address ? -1 : 1));
}

export function kindOf(integration: AwsIntegration): BackendReport['kind'] {
  if (integration.type === 'MOCK') return 'mock';
  if (isFunction(integration)) return 'function';
  if (integration.type === 'AWS' || integration.subtype !== undefined) return 'aws-service';
  return integration.connectionType === 'VPC_LINK' ? 'private' : 'http';
}

const DECISIONS: Readonly<Record<BackendReport['kind'], Pick<BackendReport, 'decision' | 'reason'>>> = {
  'http': { decision: 'retain', reason: 'It is reached over the internet: API Management calls it where it is.' },
  'private': {
    decision: 'repoint',
    reason:
      'It is reached through a VPC link: API Management needs a network path of its own (VPN, ExpressRoute, a self-hosted gateway or a locked public listener).',
  },
  'function': {
    decision: 'retain',
    reason:
      'The function stays and is called through API Gateway. Replace it by a function app when its owner moves the code.',
  },
  'aws-service': {
    decision: 'replace',
    reason:
      'API Gateway calls the AWS service itself with a role; Azure has counterparts (Service Bus, Blob, Event Hubs).',
  },
  'mock': { decision: 'none', reason: 'The gateway answers itself: nothing to move.' },
};
