import type { AwsApi, AwsIntegration } from '../model/aws.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { ApimTier } from '../model/tier.ts';

/** Tiers whose gateways reach a network: by injection, or by outbound integration (docs: mapping, C3). */
const REACHING: readonly ApimTier[] = ['Developer', 'Premium', 'StandardV2', 'PremiumV2'];

export const reachesNetworks = (tier: ApimTier): boolean => REACHING.includes(tier);

/** The address behind a VPC link, with what stands before the caller's path; text for why there is none. */
export type PrivateAddress = { readonly url: string } | { readonly why: string };

/**
 * Where a private integration of an HTTP API leads: it names a listener, or a service of Cloud Map. The stage stands before the path
 * unless it is $default (API Gateway guide, private integrations). Undefined for an integration that names an address of its own.
 */
export function privateAddress(
  { uri = '' }: Pick<AwsIntegration, 'uri'>,
  { stage }: Pick<AwsApi, 'stage'>,
  { loadBalancers }: Pick<AwsInventory, 'loadBalancers'>,
): PrivateAddress | undefined {
  if (!uri.startsWith('arn:')) return undefined;
  if (uri.includes(':servicediscovery:'))
    return { why: 'instances of Cloud Map come and go, so that there is no address to call' };
  for (const { dnsName, listeners } of loadBalancers) {
    const listener = listeners.find(({ arn }) => arn === uri);
    if (listener === undefined) continue;
    const scheme = ['HTTPS', 'TLS'].includes(listener.protocol) ? 'https' : 'http';
    return { url: `${scheme}://${dnsName}:${listener.port}${stage.name === '$default' ? '' : `/${stage.name}`}` };
  }
  return { why: `the listener ${uri} was not read` };
}
