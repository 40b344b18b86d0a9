import { randomBytes } from 'node:crypto';
import type { HostedZoneState } from '../state.ts';

export type RecordsChanged = (zone: HostedZoneState) => void;

/** The changes that were submitted, and when each is on all name servers. */
export class Route53Changes {
  readonly #insyncAfterMs: number;
  readonly #onRecordsChanged: RecordsChanged | undefined;
  readonly #submitted = new Map<string, Date>();
  readonly #editedZones = new Set<string>();

  constructor(insyncAfterMs: number, onRecordsChanged?: RecordsChanged) {
    this.#insyncAfterMs = insyncAfterMs;
    this.#onRecordsChanged = onRecordsChanged;
  }

  /** Writes the next version of a zone and returns the id of the change. */
  store(zone: HostedZoneState, recordSets: HostedZoneState['recordSets']): string {
    const id = `C${randomBytes(8).toString('hex').toUpperCase()}`;
    zone.recordSets = recordSets;
    zone.history.push({ at: Date.now(), recordSets });
    this.#submitted.set(id, new Date());
    this.#onRecordsChanged?.(zone);
    return id;
  }

  /** When a change was submitted and where it stands; undefined for an id that nobody got. */
  find(id: string): { readonly submittedAt: Date; readonly status: 'PENDING' | 'INSYNC' } | undefined {
    const submittedAt = this.#submitted.get(id);
    if (!submittedAt) return undefined;
    return { submittedAt, status: Date.now() - submittedAt.getTime() < this.#insyncAfterMs ? 'PENDING' : 'INSYNC' };
  }

  /** True the first time for a zone: fault `dns-edited` happens once. */
  firstEditOf(zoneId: string): boolean {
    if (this.#editedZones.has(zoneId)) return false;
    this.#editedZones.add(zoneId);
    return true;
  }
}
