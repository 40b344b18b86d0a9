/** IPv4 addresses from first to last, both included, as numbers. */
export interface IpRange {
  readonly first: number;
  readonly last: number;
}

/** A set of IPv4 addresses: ranges in order that neither overlap nor touch. */
export type IpSet = readonly IpRange[];

const LAST = 2 ** 32 - 1;
export const EVERY_ADDRESS: IpSet = [{ first: 0, last: LAST }];

/** `192.0.2.0/24` or one address, as policies of AWS write it; undefined for what is none, IPv6 among it. */
export function rangeOf(cidr: string): IpRange | undefined {
  const [, address = '', prefix = '32'] = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/.exec(cidr.trim()) ?? [];
  const parts = address.split('.').map(Number);
  const bits = Number(prefix);
  if (parts.length !== 4 || parts.some((part) => part > 255) || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  const number = parts.reduce((sum, part) => sum * 256 + part, 0);
  // Bits after the prefix are of no account to AWS.
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1 };
}

export function union(...sets: readonly IpSet[]): IpSet {
  const joined: { first: number; last: number }[] = [];
  for (const { first, last } of sets.flat().toSorted((a, b) => a.first - b.first)) {
    const before = joined.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else joined.push({ first, last });
  }
  return joined;
}

export function complement(set: IpSet): IpSet {
  const gaps: IpRange[] = [];
  let next = 0;
  for (const { first, last } of set) {
    if (first > next) gaps.push({ first: next, last: first - 1 });
    next = last + 1;
  }
  if (next <= LAST) gaps.push({ first: next, last: LAST });
  return gaps;
}

/** Addresses of a set that are not in the other. */
export function without(set: IpSet, other: IpSet): IpSet {
  return complement(union(complement(set), other));
}

export const isEverybody = (set: IpSet): boolean => complement(set).length === 0;

export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
