import type { Egress } from './egress.ts';

/** API Management keeps OpenID configurations and key sets for an hour (mapping.md B3). */
const KEPT_MS = 3_600_000;
const TIMEOUT_MS = 10_000;

/** Fetches JSON documents through the gateway's way out and keeps them. */
export class JsonDocuments {
  readonly #egress: Egress;
  readonly #kept = new Map<string, { readonly document: unknown; readonly untilMs: number }>();

  constructor(egress: Egress) {
    this.#egress = egress;
  }

  async fetch(url: string, nowMs: number): Promise<unknown> {
    const kept = this.#kept.get(url);
    if (kept !== undefined && kept.untilMs > nowMs) return kept.document;
    const answer = await this.#egress({ method: 'GET', url, headers: [], timeoutMs: TIMEOUT_MS });
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
    const document: unknown = JSON.parse(Buffer.from(answer.body).toString('utf8'));
    this.#kept.set(url, { document, untilMs: nowMs + KEPT_MS });
    return document;
  }
}
