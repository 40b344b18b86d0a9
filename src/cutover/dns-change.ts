import type { DnsChange, DnsRecordSet } from '../model/dns.ts';

/** Types that say where a name leads; all of them move together, or clients of one address family stay behind. */
const ADDRESS_TYPES: readonly string[] = ['A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB'];

const identity = (set: DnsRecordSet): string => JSON.stringify([set.type, set.routing?.['SetIdentifier'] ?? '']);

/** Sets of one name in an order of their own, so that two listings of the same zone compare equal. */
export function canonical(sets: readonly DnsRecordSet[]): DnsRecordSet[] {
  return [...sets].sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
}

export function sameRecordSets(a: readonly DnsRecordSet[], b: readonly DnsRecordSet[]): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** The sets that decide where `hostname` leads. */
export function addressSets(sets: readonly DnsRecordSet[]): DnsRecordSet[] {
  return canonical(sets.filter((set) => ADDRESS_TYPES.includes(set.type)));
}

/** The same sets with a TTL of at most `ttl` seconds; undefined where nothing needs lowering (an alias has the target's TTL). */
export function lowerTtl(sets: readonly DnsRecordSet[], ttl: number): DnsChange | undefined {
  const high = addressSets(sets).filter((set) => set.ttl !== undefined && set.ttl > ttl);
  if (high.length === 0) return undefined;
  return { remove: high, create: high.map((set) => ({ ...set, ttl })) };
}

/**
 * Points a name at `target` by a CNAME, in one batch with the removal of all that it led to before.
 * @throws Error at the apex of a zone, where DNS allows no CNAME (RFC 1034, 3.6.2).
 */
export function swapTo(
  hostname: string,
  zone: string,
  sets: readonly DnsRecordSet[],
  target: string,
  ttl: number,
): DnsChange {
  if (hostname === zone)
    throw new Error(
      `${hostname} is the apex of its zone and can have no CNAME: put a front with an address of its own before APIM`,
    );
  const current = addressSets(sets);
  if (current.length === 0) throw new Error(`${hostname} has no address record in ${zone}: nothing to move`);
  return { remove: current, create: [{ name: hostname, type: 'CNAME', ttl, values: [target.toLowerCase()] }] };
}

/** What undoes a change, as a compare-and-swap against what the change wrote. */
export function inverse(change: DnsChange): DnsChange {
  return { remove: change.create, create: change.remove };
}

/** Where a zone stands against a change: not begun, done, or in a state that neither we nor the snapshot know. */
export function progressOf(change: DnsChange, live: readonly DnsRecordSet[]): 'pending' | 'done' | 'conflict' {
  const holds = (wanted: readonly DnsRecordSet[]): boolean =>
    wanted.every((set) => live.some((other) => JSON.stringify(other) === JSON.stringify(set)));
  const others = (mine: readonly DnsRecordSet[]): boolean =>
    addressSets(live).some((set) => !mine.some((other) => identity(other) === identity(set)));
  if (holds(change.create) && !others(change.create)) return 'done';
  if (holds(change.remove)) return 'pending';
  return 'conflict';
}
