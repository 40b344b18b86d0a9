import { randomUUID } from 'node:crypto';

interface Operation {
  readonly resourceId: string;
  readonly endsAt: number;
}

/** Long-running operations: what was accepted takes `durationMs` before its status is `Succeeded`. */
export class LongRunningOperations {
  readonly #operations = new Map<string, Operation>();
  readonly #durationMs: number;
  readonly #now: () => number;

  constructor(durationMs: number, now: () => number) {
    this.#durationMs = durationMs;
    this.#now = now;
  }

  start(resourceId: string): string {
    const id = randomUUID();
    this.#operations.set(id, { resourceId: resourceId.toLowerCase(), endsAt: this.#now() + this.#durationMs });
    return id;
  }

  status(id: string): 'InProgress' | 'Succeeded' | undefined {
    const operation = this.#operations.get(id);
    if (!operation) return undefined;
    return this.#now() < operation.endsAt ? 'InProgress' : 'Succeeded';
  }

  /** Whether an operation on this resource or on one below it is still running. */
  isBusy(resourceId: string): boolean {
    const id = resourceId.toLowerCase();
    return [...this.#operations.values()].some(
      (operation) =>
        this.#now() < operation.endsAt && (operation.resourceId === id || operation.resourceId.startsWith(`${id}/`)),
    );
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
