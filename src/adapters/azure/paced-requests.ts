import type { ApiManagementClient } from '@azure/arm-apimanagement';
import { Pace, type PaceClock, type PaceLimits } from '../pace.ts';

export type Pipeline = ApiManagementClient['pipeline'];
type Policy = Parameters<Pipeline['addPolicy']>[0];
type Kind = 'reads' | 'writes' | 'deletes';

/**
 * What ARM takes of one principal in one subscription and region: a bucket that holds so many and refills so many a second
 * (Microsoft Learn, Understand how Azure Resource Manager throttles requests; read 2026-11-29).
 */
const LIMITS: Readonly<Record<Kind, PaceLimits>> = {
  reads: { rate: 25, burst: 250 },
  writes: { rate: 10, burst: 200 },
  deletes: { rate: 10, burst: 200 },
};

const THROTTLED = 429;

/**
 * Holds every request to ARM to the quota of its owner, retries included, so that all that runs in this app shares one pace.
 * The service says what is left of a quota with each answer; what others of the same principal use, other instances of this
 * app too, is seen by that.
 */
export class PacedRequests {
  readonly #clock: PaceClock;
  readonly #paces = new Map<string, Pace>();

  constructor(clock: PaceClock) {
    this.#clock = clock;
  }

  /** Puts the pace into a client's pipeline, after what retries. */
  apply(pipeline: Pipeline): void {
    pipeline.addPolicy(this.#policy(), { afterPhase: 'Retry' });
  }

  #policy(): Policy {
    return {
      name: 'crossgatePace',
      sendRequest: async (request, next) => {
        const kind = kindOf(request.method);
        const pace = this.#paceOf(kind, request.url);
        await pace.take();
        const response = await next(request);
        const left = Number(response.headers.get(`x-ms-ratelimit-remaining-subscription-${kind}`) ?? Number.NaN);
        if (response.status === THROTTLED) pace.throttled(secondsOf(response.headers.get('retry-after')));
        else if (Number.isFinite(left)) pace.remaining(left);
        return response;
      },
    };
  }

  #paceOf(kind: Kind, url: string): Pace {
    const subscription = /\/subscriptions\/([^/?]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
    const owner = `${kind} ${subscription}`;
    const pace = this.#paces.get(owner) ?? new Pace(LIMITS[kind], this.#clock);
    this.#paces.set(owner, pace);
    return pace;
  }
}

function kindOf(method: string): Kind {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}

function secondsOf(retryAfter: string | undefined): number {
  const seconds = Number(retryAfter);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}
