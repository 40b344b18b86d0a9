import type { DiscoveryGap } from '../../../model/aws-account.ts';
import { FailureError } from '../../../model/outcome.ts';
import type { SourceRef } from '../../../model/source-ref.ts';
import { awsFailure, NOT_AWS, UNIMPLEMENTED } from '../failures.ts';
import { Pace, type PaceClock, type PaceLimits } from '../../pace.ts';

/** IAM's name of API Gateway, of both versions. */
export const API_GATEWAY = 'apigateway';

/** A read of AWS, named as its API reference does. */
export interface AwsRead {
  /** As IAM calls it: `apigateway`, `wafv2`. */
  readonly service: string;
  /** Such as GetResources. */
  readonly call: string;
  /** IAM action and resource that permit it, such as `apigateway:GET on arn:aws:apigateway:us-east-1::/restapis`. */
  readonly permission: string;
  readonly at: SourceRef;
  /** Of the gap when it fails; `review` where what is missing can change no access. Default `blocker`. */
  readonly severity?: 'review';
}

export interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly next: string | undefined;
}

/** API Gateway's management quota is 10 rps with a burst of 40 for an account and region: a fifth stays for its owners. */
const ACCOUNT_PACE: PaceLimits = { rate: 8, burst: 40 };
/** GetResources has a quota of its own, 5 requests in 2 s. */
const GET_RESOURCES_PACE: PaceLimits = { rate: 2, burst: 1 };
/** Of other services: below the lowest documented quota of what we read by any of them (Route 53: 5 a second for an account). */
const OTHER_SERVICE_PACE: PaceLimits = { rate: 4, burst: 20 };

/** API Gateway's clients do not retry (see `AwsClients`); those of other services do it themselves. */
const ATTEMPTS = 5;

/**
 * Calls in one account and region. Those to API Gateway's management share its quota (mapping A2); every other service has one
 * of its own.
 */
export class PacedCalls {
  readonly #clock: PaceClock;
  readonly #paces = new Map<string, Pace>();
  readonly #resources: Pace;

  constructor(clock: PaceClock) {
    this.#clock = clock;
    this.#resources = new Pace(GET_RESOURCES_PACE, clock);
  }

  /** Sends, waits its turn again after a transient failure. @throws FailureError */
  async send<T>(read: AwsRead, send: () => Promise<T>): Promise<T> {
    const pace = this.#paceOf(read.service);
    const attempts = read.service === API_GATEWAY ? ATTEMPTS : 1;
    for (let attempt = 1; ; attempt += 1) {
      await pace.take();
      if (read.call === 'GetResources') await this.#resources.take();
      try {
        return await send();
      } catch (error) {
        const failed = awsFailure(error, read.call, read.at.arn);
        if (failed.failure.kind !== 'transient') throw failed;
        pace.throttled();
        if (attempt === attempts) throw failed;
      }
    }
  }

  #paceOf(service: string): Pace {
    const limits = service === API_GATEWAY ? ACCOUNT_PACE : OTHER_SERVICE_PACE;
    const pace = this.#paces.get(service) ?? new Pace(limits, this.#clock);
    this.#paces.set(service, pace);
    return pace;
  }

  /** Every page to the end. @throws FailureError */
  async all<T>(read: AwsRead, page: (position: string | undefined) => Promise<Page<T>>): Promise<T[]> {
    const items: T[] = [];
    let position: string | undefined;
    do {
      const from = position;
      const found = await this.send(read, async () => await page(from));
      items.push(...(found.items ?? []));
      position = found.next;
    } while (position !== undefined && position !== '');
    return items;
  }
}

/** What could not be read, with what would let it be. @throws anything that is no FailureError: a defect of ours */
export function gapOf(error: unknown, read: AwsRead): DiscoveryGap {
  if (!(error instanceof FailureError)) throw error;
  const { at, call, severity } = read;
  const remedy = remedyOf(error.failure, read);
  return { at, call, reason: error.failure.message, remedy, ...(severity && { severity }) };
}

function remedyOf({ kind, code }: FailureError['failure'], { call, permission }: AwsRead): string {
  if (kind === 'denied') return `Allow ${permission} to the role that reads the source, then read again.`;
  if (code === NOT_AWS)
    return `Let ${call} reach AWS: look for a proxy, and at AWS_ENDPOINT_URL. It needs ${permission}. Then read again.`;
  if (code === UNIMPLEMENTED)
    return `The endpoint has no ${call}: read the account at AWS (${permission}), or decide by hand what depends on it.`;
  if (kind === 'transient') return `AWS did not answer ${call} (${permission}) for now: read again.`;
  if (kind === 'missing') return `It was deleted while the source was read by ${call} (${permission}): read again.`;
  return `Try ${call} yourself (it needs ${permission}); decide by hand what depends on it.`;
}
