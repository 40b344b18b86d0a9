import type { Faults } from '../faults.ts';
import { TokenBucket } from './token-bucket.ts';
import { AwsError } from './wire.ts';

/** Control-plane quotas. Defaults are AWS's, fixed per account (mapping A2 and Route 53's quotas, 2026-11-23). */
export interface AwsQuotas {
  /** API Gateway, all operations together, a second, in each region. */
  readonly apiGatewayRate: number;
  readonly apiGatewayBurst: number;
  /** Route 53, a second. */
  readonly route53Rate: number;
  /** How long a change of records stays PENDING, in milliseconds; the real service takes up to a minute. */
  readonly insyncAfterMs: number;
}

const DEFAULT_QUOTAS: AwsQuotas = { apiGatewayRate: 10, apiGatewayBurst: 40, route53Rate: 5, insyncAfterMs: 300 };

export const quotasOf = (quotas: Partial<AwsQuotas> | undefined): AwsQuotas => ({ ...DEFAULT_QUOTAS, ...quotas });

/** Takes a call of a service, named by its signature, from what is left of its quota. @throws AwsError when nothing is */
export type TakeQuota = (signingName: string, region: string) => void;

export function quotaKeeper(quotas: AwsQuotas, faults: Faults): TakeQuota {
  const zones = new TokenBucket(quotas.route53Rate, quotas.route53Rate);
  const gateways = new Map<string, { usual: TokenBucket; scarce: TokenBucket }>();
  const gatewayOf = (region: string) => {
    const known = gateways.get(region) ?? {
      usual: new TokenBucket(quotas.apiGatewayRate, quotas.apiGatewayBurst),
      // Fault `throttled`: the customer's other tooling has eaten most of the account's quota.
      scarce: new TokenBucket(2, 2),
    };
    gateways.set(region, known);
    return known;
  };
  return (signingName, region) => {
    if (signingName === 'route53' && !zones.take()) throw new AwsError('Throttling', 'Rate exceeded', 400);
    if (signingName !== 'apigateway') return;
    const { usual, scarce } = gatewayOf(region);
    if (!(faults.isActive('throttled') ? scarce : usual).take())
      throw new AwsError('TooManyRequestsException', 'Too Many Requests', 429);
  };
}
