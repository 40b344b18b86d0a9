import type { Faults } from '../faults.ts';
import { TokenBucket } from './token-bucket.ts';
import { AwsError } from './wire.ts';

/** Control-plane quotas. Defaults are AWS's, fixed per account (mapping A2 and Route 53's quotas, 2026-11-23). */
export interface AwsQuotas {
  /** API Gateway, all operations together, a second, in each account and region. */
  readonly apiGatewayRate: number;
  readonly apiGatewayBurst: number;
  /** Of those, GetResources a second; the only read with a quota of its own. */
  readonly getResourcesRate: number;
  readonly getResourcesBurst: number;
  /** Route 53, a second, in each account. */
  readonly route53Rate: number;
  /** How long a change of records stays PENDING, in milliseconds; the real service takes up to a minute. */
  readonly insyncAfterMs: number;
}

const DEFAULT_QUOTAS: AwsQuotas = {
  apiGatewayRate: 10,
  apiGatewayBurst: 40,
  getResourcesRate: 2.5,
  getResourcesBurst: 5,
  route53Rate: 5,
  insyncAfterMs: 300,
};

export const quotasOf = (quotas: Partial<AwsQuotas> | undefined): AwsQuotas => ({ ...DEFAULT_QUOTAS, ...quotas });

/** A call as quotas see it. */
export interface QuotaCall {
  /** Of the service, in the signature. */
  readonly signingName: string;
  readonly accountId: string;
  readonly region: string;
  readonly operation: string | undefined;
}

/** Takes a call from what is left of its service's quota. @throws AwsError when nothing is */
export type TakeQuota = (call: QuotaCall) => void;

export function quotaKeeper(quotas: AwsQuotas, faults: Faults): TakeQuota {
  const zonesOf = memoised(() => new TokenBucket(quotas.route53Rate, quotas.route53Rate));
  const gatewayOf = memoised(() => ({
    usual: new TokenBucket(quotas.apiGatewayRate, quotas.apiGatewayBurst),
    // Fault `throttled`: the customer's other tooling has eaten most of the account's quota.
    scarce: new TokenBucket(2, 2),
    resources: new TokenBucket(quotas.getResourcesRate, quotas.getResourcesBurst),
  }));
  return ({ signingName, accountId, region, operation }) => {
    if (signingName === 'route53' && !zonesOf(accountId).take()) throw new AwsError('Throttling', 'Rate exceeded', 400);
    if (signingName !== 'apigateway') return;
    const { usual, scarce, resources } = gatewayOf(`${accountId} ${region}`);
    const isLeft = (faults.isActive('throttled') ? scarce : usual).take();
    if (!isLeft || (operation === 'GetResources' && !resources.take()))
      throw new AwsError('TooManyRequestsException', 'Too Many Requests', 429);
  };
}

function memoised<T>(make: () => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const value = made.get(key) ?? make();
    made.set(key, value);
    return value;
  };
}
