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

export function isFaultKind(text: string): text is FaultKind {
  return (FAULT_KINDS as readonly string[]).includes(text);
}

/** Wait until DNS first points a name at the target: before that callers notice nothing, and validation would find them. */
const AFTER_THE_MOVE: readonly FaultKind[] = ['target-5xx', 'target-1pct', 'target-auth', 'target-slow', 'no-data'];

/** The faults that were ordered, and which of them are in force. */
export class Faults {
  readonly #armed = new Set<FaultKind>();
  #hasTrafficMoved = false;

  arm(kind: FaultKind): void {
    this.#armed.add(kind);
  }

  clear(): void {
    this.#armed.clear();
  }

  /** To be called when a DNS write made a migrated name point at the target. */
  trafficMoved(): void {
    this.#hasTrafficMoved = true;
  }

  isActive(kind: FaultKind): boolean {
    return this.#armed.has(kind) && (this.#hasTrafficMoved || !AFTER_THE_MOVE.includes(kind));
  }
}
