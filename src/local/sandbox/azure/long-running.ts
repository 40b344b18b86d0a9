import { randomUUID } from 'node:crypto';

interface Operation {
  readonly resourceId: string;
  /** Unset while the operation ends by an effect of its own. */
  readonly endsAt?: number;
}

/** A client follows an operation while it runs and for some time after; then nobody asks for it any more. */
const KEPT = 10_000;

/** Long-running operations: what was accepted takes a while before its status is `Succeeded`. */
export class LongRunningOperations {
  readonly #operations = new Map<string, Operation>();
  readonly #running = new Set<string>();
  readonly #durationMs: number;
  readonly #now: () => number;

  constructor(durationMs: number, now: () => number) {
    this.#durationMs = durationMs;
    this.#now = now;
  }

  /** An operation whose effect is there at once. */
  start(resourceId: string): string {
    return this.#add({ resourceId: resourceId.toLowerCase(), endsAt: this.#now() + this.#durationMs });
  }

  /** An operation that takes effect at its end, by `finish`. */
  startUntil(resourceId: string, durationMs: number, finish: () => void): string {
    const id = this.#add({ resourceId: resourceId.toLowerCase() });
    const end = (): void => {
      finish();
      this.#operations.set(id, { resourceId: resourceId.toLowerCase(), endsAt: this.#now() });
    };
    setTimeout(end, durationMs).unref();
    return id;
  }

  status(id: string): 'InProgress' | 'Succeeded' | undefined {
    const operation = this.#operations.get(id);
    return operation && (this.#isRunning(operation) ? 'InProgress' : 'Succeeded');
  }

  /** Whether an operation on this resource or on one below it is still running. */
  isBusy(resourceId: string): boolean {
    const id = resourceId.toLowerCase();
    for (const running of this.#running) {
      const operation = this.#operations.get(running);
      if (!operation || !this.#isRunning(operation)) this.#running.delete(running);
      else if (operation.resourceId === id || operation.resourceId.startsWith(`${id}/`)) return true;
    }
    return false;
  }

  #isRunning({ endsAt }: Operation): boolean {
    return endsAt === undefined || this.#now() < endsAt;
  }

  #add(operation: Operation): string {
    const id = randomUUID();
    this.#operations.set(id, operation);
    this.#running.add(id);
    const oldest = this.#operations.keys().next().value;
    if (this.#operations.size > KEPT && oldest !== undefined) this.#operations.delete(oldest);
    return id;
  }
}

/** The two headers of the 2024-05-01 form: both are the entity's own URL with a query (recorded 2026-11-23). */
export function entityOperationHeaders(base: string, path: string, id: string, code: number): Record<string, string> {
  const url = `${base}${path}?api-version=2024-05-01`;
  return {
    'Location': `${url}&asyncId=${id}&asyncCode=${code}`,
    'Azure-AsyncOperation': `${url}&azure-asyncId=${id}`,
  };
}

/** The same for an operation on the service itself: below the location, one URL for each header (recorded 2026-11-23). */
export function serviceOperationHeaders(base: string, subscriptionId: string, id: string): Record<string, string> {
  const at = `${base}/subscriptions/${subscriptionId}/providers/Microsoft.ApiManagement/locations/eastus`;
  return {
    'Location': `${at}/operationResults/${id}?api-version=2024-05-01`,
    'Azure-AsyncOperation': `${at}/operationsStatuses/${id}?api-version=2024-05-01`,
  };
}
