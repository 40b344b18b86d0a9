import { Unanswered, type SandboxHandler, type SandboxRequest, type SandboxResponse } from '../http-server.ts';
import { Refusal, refusalAnswer } from './answers.ts';

/** The code that Azure gives with a status, where an order names none (apiops' table of retries, recordings, 2026-11-23). */
const CODES = {
  400: 'ValidationError',
  403: 'AuthorizationFailed',
  409: 'PessimisticConcurrencyConflict',
  412: 'PreconditionFailed',
  422: 'ManagementApiRequestFailed',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'ServerTimeout',
} as const;

const MESSAGES: Readonly<Record<string, string>> = {
  ValidationError: 'One or more fields contain incorrect values:',
  PessimisticConcurrencyConflict: 'Operation on the API is in progress',
  PreconditionFailed: 'Resource was modified since last retrieval.',
  TooManyRequests: 'The request is being throttled.',
  ScopeLocked: 'The scope cannot perform write operation because following scope(s) are locked.',
};

export const DISTURBED_STATUSES = [400, 403, 409, 412, 422, 429, 500, 503] as const;
/** Ways of losing an answer: the connection ends or stays silent, before the request has an effect or after it had. */
export const LOST_ANSWERS = ['closed-before', 'closed-after', 'silent-before', 'silent-after'] as const;

/** An order that requests to ARM go wrong. */
export interface ArmDisturbance {
  readonly answer: (typeof DISTURBED_STATUSES)[number] | (typeof LOST_ANSWERS)[number];
  /** Of the error; without it the usual one of the status. */
  readonly code?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** HTTP method; any without it. */
  readonly method?: string | undefined;
  /** Regular expression that the decoded path holds somewhere, in any case; any path without it. */
  readonly path?: string | undefined;
  /** How many requests that fit go through first; default none. */
  readonly skip?: number | undefined;
  /** How many requests are disturbed; default 1. */
  readonly times?: number | undefined;
}

interface Order {
  readonly disturbance: ArmDisturbance;
  skip: number;
  times: number;
}

/** The orders in force; of several that fit a request the first one given that is not used up holds. */
export class ArmDisturbances {
  #orders: Order[] = [];

  add(disturbance: ArmDisturbance): void {
    this.#orders.push({ disturbance, skip: disturbance.skip ?? 0, times: disturbance.times ?? 1 });
  }

  clear(): void {
    this.#orders = [];
  }

  /** What is still to come, with what is left of its numbers. */
  get all(): readonly ArmDisturbance[] {
    return this.#orders.map(({ disturbance, skip, times }) => ({ ...disturbance, skip, times }));
  }

  /** The handler, disturbed as ordered. */
  around(handler: SandboxHandler): SandboxHandler {
    return async (request) => {
      const disturbance = this.#take(request);
      return disturbance ? disturbed(disturbance, () => handler(request)) : handler(request);
    };
  }

  #take(request: SandboxRequest): ArmDisturbance | undefined {
    const order = this.#orders.find(({ disturbance }) => fits(disturbance, request));
    if (!order) return undefined;
    if (order.skip > 0) {
      order.skip -= 1;
      return undefined;
    }
    order.times -= 1;
    this.#orders = this.#orders.filter(({ times }) => times > 0);
    return order.disturbance;
  }
}

function fits({ method, path }: ArmDisturbance, request: SandboxRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  return path === undefined || new RegExp(path, 'i').test(decodeURIComponent(request.url.pathname));
}

async function disturbed(
  { answer, code, retryAfterSeconds }: ArmDisturbance,
  proceed: () => Promise<SandboxResponse> | SandboxResponse,
): Promise<SandboxResponse> {
  if (typeof answer === 'number') return refusal(answer, code ?? CODES[answer], retryAfterSeconds);
  if (answer === 'closed-after' || answer === 'silent-after') await proceed();
  throw new Unanswered(answer === 'closed-before' || answer === 'closed-after' ? 'closed' : 'silent');
}

function refusal(status: number, code: string, retryAfterSeconds?: number): SandboxResponse {
  const details =
    code === 'ValidationError' ? [{ code, target: 'properties', message: 'The sandbox was told so.' }] : [];
  const message = MESSAGES[code] ?? 'The sandbox was told to refuse this.';
  const wait = retryAfterSeconds ?? (status === 429 ? 1 : undefined);
  return refusalAnswer(new Refusal(status, code, message, details, wait));
}
