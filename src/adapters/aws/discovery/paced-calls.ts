import type { DiscoveryGap } from '../../model/aws-account.ts';
import { FailureError } from '../../model/outcome.ts';
import type { SourceRef } from '../../model/source-ref.ts';
import { awsFailure } from './failures.ts';
import { ACCOUNT_PACE, GET_RESOURCES_PACE, Pace, type PaceClock } from './pace.ts';

/** A read of AWS, named as its API reference does. */
export interface AwsRead {
  /** Such as GetResources. */
  readonly call: string;
  /** IAM action and resource that permit it, such as `apigateway:GET on arn:aws:apigateway:us-east-1::/restapis`. */
  readonly permission: string;
  readonly at: SourceRef;
}

export interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly next: string | undefined;
}

const ATTEMPTS = 5;

/** Calls to API Gateway's management in one account and region, which share a quota (mapping A2). */
export class PacedCalls {
  readonly #account: Pace;
  readonly #resources: Pace;

  constructor(clock: PaceClock) {
    this.#account = new Pace(ACCOUNT_PACE, clock);
    this.#resources = new Pace(GET_RESOURCES_PACE, clock);
  }

  /** Sends, waits its turn again after a transient failure. @throws FailureError */
  async send<T>(read: AwsRead, send: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#account.take();
      if (read.call === 'GetResources') await this.#resources.take();
      try {
        return await send();
      } catch (error) {
        const failed = awsFailure(error, read.call, read.at.arn);
        if (failed.failure.kind !== 'transient' || attempt === ATTEMPTS) throw failed;
        this.#account.throttled();
      }
    }
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
  const { kind, message } = error.failure;
  return { at: read.at, call: read.call, reason: message, remedy: remedyOf(kind, read) };
}

function remedyOf(kind: FailureError['failure']['kind'], { call, permission }: AwsRead): string {
  if (kind === 'denied') return `Allow ${permission} to the role that reads the source, then read again.`;
  if (kind === 'transient') return 'AWS did not answer for now: read again.';
  if (kind === 'missing') return 'It was deleted while the source was read: read again.';
  return `Try ${call} yourself (it needs ${permission}); decide by hand what depends on it.`;
}
