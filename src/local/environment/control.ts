/** Traffic that callers sent in one phase to one side. */
export interface CallerCount {
  readonly phase: string;
  readonly side: 'source' | 'target';
  readonly requests: number;
  readonly errors: number;
}

export interface CallersView {
  /** Kinds of call; 0 when nobody calls, because nothing can be called without knowledge of the API. */
  readonly callers: number;
  readonly running: boolean;
  readonly counts: readonly CallerCount[];
  /** The last failures, for people. */
  readonly failures: readonly unknown[];
}

/** What the simulated AWS account holds: what a run is made of. */
export interface EstateView {
  readonly accountId: string;
  readonly region: string;
  /** Those that answer at host names; the account may hold others. */
  readonly apis: readonly { readonly id: string; readonly name: string; readonly type: string }[];
  readonly hostnames: readonly string[];
  readonly zones: readonly string[];
}

/** Record sets by hostname, in canonical form: equal text means equal DNS. */
export type DnsView = Readonly<Record<string, readonly unknown[]>>;

/**
 * The sandbox's control socket: what only a simulation knows. The driver of a demo looks at the clouds from outside by it;
 * the app never does.
 */
export class Control {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '');
  }

  async setCallers(change: { readonly running: boolean; readonly phase?: string; readonly ratePerSecond?: number }) {
    await this.#call('PUT', '/callers', change);
  }

  callers(): Promise<CallersView> {
    return this.#call('GET', '/callers');
  }

  dns(): Promise<DnsView> {
    return this.#call('GET', '/dns');
  }

  /** Resources that a run made and did not take back. */
  async leftovers(): Promise<readonly string[]> {
    return (await this.#call<{ ids: readonly string[] }>('GET', '/leftovers')).ids;
  }

  /** Requests that each simulated service received. */
  requests(): Promise<Readonly<Record<string, number>>> {
    return this.#call('GET', '/requests');
  }

  estate(): Promise<EstateView> {
    return this.#call('GET', '/estate');
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`the sandbox's control answered ${method} ${path} with ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
