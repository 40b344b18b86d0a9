/** What can be made to go wrong in the sandbox: the kinds of `crossgate demo --fault` (docs: architecture, CLI). */
export const FAULT_KINDS = [
  'target-5xx',
  'target-1pct',
  'target-auth',
  'target-slow',
  'import-400',
  'no-data',
  'dns-edited',
  'dns-lag',
  'certificate-missing',
  'throttled',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/**
 * The faults in force. `target-*` faults are armed at start and take hold when DNS first points a name at the target:
 * before that there is nothing for callers to notice, and validation would catch them.
 */
export class Faults {
  readonly #armed = new Set<FaultKind>();
  readonly #active = new Set<FaultKind>();

  arm(kind: FaultKind): void {
    this.#armed.add(kind);
    if (!kind.startsWith('target-') && kind !== 'no-data') this.#active.add(kind);
  }

  clear(): void {
    this.#armed.clear();
    this.#active.clear();
  }

  /** To be called when a DNS write made a migrated name point at the target. */
  trafficMoved(): void {
    for (const kind of this.#armed) this.#active.add(kind);
  }

  isActive(kind: FaultKind): boolean {
    return this.#active.has(kind);
  }
}
