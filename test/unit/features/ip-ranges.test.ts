import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressText, complement, rangeOf, union, without, type IpSet } from '../../../src/features/ip-ranges.ts';

/** A range within 10.0.0.0/24, where every address can be tried. */
const cidr = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([last, bits]) => `10.0.0.${last}/${bits}`);
const cidrs = fc.array(cidr, { maxLength: 6 });
const setOf = (list: readonly string[]): IpSet => union(list.map((each) => rangeOf(each) as IpSet[number]));

const BASE = 10 * 2 ** 24;
const everyAddress = Array.from({ length: 258 }, (_, at) => BASE - 1 + at);
const holds = (set: IpSet, address: number): boolean =>
  set.some(({ first, last }) => address >= first && address <= last);
/** By the definition of a prefix: the same leading bits. */
function matches(address: number, text: string): boolean {
  const [dotted = '', bits = '32'] = text.split('/');
  const number = dotted.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(address / size) === Math.floor(number / size);
}

it('holds exactly the addresses of its ranges, in order and apart', () => {
  fc.assert(
    fc.property(cidrs, cidrs, (allowed, denied) => {
      const set = without(setOf(allowed), setOf(denied));
      for (const address of everyAddress) {
        const wanted = allowed.some((each) => matches(address, each)) && !denied.some((each) => matches(address, each));
        expect(holds(set, address)).toBe(wanted);
        expect(holds(complement(set), address)).toBe(!wanted);
      }
      set.slice(1).forEach(({ first }, at) => expect(first).toBeGreaterThan((set[at]?.last ?? 0) + 1));
    }),
  );
});

it('reads what policies of AWS write, and nothing else', () => {
  expect(rangeOf('192.0.2.77/24')).toEqual(rangeOf('192.0.2.0/24'));
  expect(rangeOf('0.0.0.0/0')).toEqual({ first: 0, last: 2 ** 32 - 1 });
  expect(addressText(rangeOf('203.0.113.9')?.first ?? 0)).toBe('203.0.113.9');
  for (const text of ['', '1.2.3', '1.2.3.4/33', '256.0.0.1', '::1', '1.2.3.4/', 'a.b.c.d', '1.2.3.4/8/8'])
    expect(rangeOf(text)).toBeUndefined();
});
