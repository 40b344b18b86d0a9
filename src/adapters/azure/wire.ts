import { FailureError } from '../../model/outcome.ts';

/**
 * Members of `properties` that the service owns: what was read is written back by an undo, and the SDK leaves these out
 * because the contract marks them read-only.
 */
const SERVICE_OWNED = new Set([
  'provisioningState',
  'isOnline',
  'effectivePath',
  'lastStatus',
  // Dates of subscriptions, users and releases.
  'createdDate',
  'startDate',
  'expirationDate',
  'endDate',
  'notificationDate',
  'registrationDate',
  'createdDateTime',
  'updatedDateTime',
  // What a certificate says of itself, a group that is built in, and the groups that products and users are shown with.
  'subject',
  'thumbprint',
  'builtIn',
  'groups',
]);

interface RawResponse {
  readonly status: number;
  readonly bodyAsText?: string | null;
  readonly headers: { get(name: string): string | undefined };
  readonly request: { readonly method: string; readonly body?: unknown };
}

/** Listens to an SDK call: the SDK renames and drops members, the exchange itself has the ARM contract's. */
export class WireRecorder {
  private first: RawResponse | undefined;
  private latest: RawResponse | undefined;
  readonly onResponse = (response: unknown): void => {
    this.first ??= response as RawResponse;
    this.latest = response as RawResponse;
  };

  get etag(): string | undefined {
    return this.latest?.headers.get('etag');
  }

  /** The body of the last answer. */
  body(): Readonly<Record<string, unknown>> {
    return parsed(this.latest?.bodyAsText);
  }

  /** @throws FailureError `defect` when the SDK did not send a member that was given: nothing may be lost in silence. */
  assertSent(given: Readonly<Record<string, unknown>>, path: string): void {
    if (this.first?.request.method !== 'PUT') return;
    const body = this.first.request.body;
    const sent = (parsed(typeof body === 'string' ? body : undefined)['properties'] ?? {}) as Record<string, unknown>;
    const lost = Object.keys(given).filter(
      (name) => given[name] !== undefined && !(name in sent) && !SERVICE_OWNED.has(name),
    );
    if (lost.length === 0) return;
    throw new FailureError({
      kind: 'defect',
      code: 'PROPERTY-NOT-SENT',
      message: `The SDK left out ${lost.join(', ')}: not members of the ARM contract 2024-05-01, or spelled otherwise.`,
      at: path,
    });
  }
}

/** One page of a list, as it came. */
export function itemsOf(
  response: unknown,
): readonly { name: string; properties?: Readonly<Record<string, unknown>> }[] {
  const { value } = parsed((response as RawResponse).bodyAsText);
  return Array.isArray(value) ? value : [];
}

function parsed(text: string | null | undefined): Readonly<Record<string, unknown>> {
  return text ? (JSON.parse(text) as Record<string, unknown>) : {};
}
