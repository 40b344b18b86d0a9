import { BlockList, isIP } from 'node:net';

/** Special-purpose ranges of the IANA registries (RFC 6890): none of them is a gateway on the Internet. */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Azure's own wire server and metadata address, which lies in a public range.
  '168.63.129.16/32',
];

/** Only 2000::/3 is global unicast; within it, these embed or document other addresses. */
const PUBLIC_V6 = ['2000::/3'];
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** @throws RangeError when a range is not `address/prefix`. */
function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix = '', ...rest] = range.split('/');
    const version = isIP(address);
    const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (version === 0 || rest.length > 0 || !(bits <= (version === 4 ? 32 : 128))) {
      throw new RangeError(`${JSON.stringify(range)} is not an address range such as 10.0.0.0/8`);
    }
    list.addSubnet(address, bits, version === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

const notPublicV4 = blockListOf(NOT_PUBLIC_V4);
const publicV6 = blockListOf(PUBLIC_V6);
const notPublicV6 = blockListOf(NOT_PUBLIC_V6);

/**
 * Whether a probe may connect to an address: public ones, and those in the allowed CIDR ranges.
 * IPv4-mapped IPv6 addresses are refused always, so that one address has one spelling; so are names.
 * @throws RangeError when an allowed range cannot be read.
 */
export function addressGuard(allowedRanges: readonly string[]): (address: string) => boolean {
  const allowed = blockListOf(allowedRanges);
  return (address) => {
    const version = isIP(address);
    if (version === 4) return allowed.check(address, 'ipv4') || !notPublicV4.check(address, 'ipv4');
    if (version !== 6 || address.includes('%') || isMapped(address)) return false;
    if (allowed.check(address, 'ipv6')) return true;
    return publicV6.check(address, 'ipv6') && !notPublicV6.check(address, 'ipv6');
  };
}

/** The URL parser compresses an IPv6 address to its one canonical spelling. */
function isMapped(address: string): boolean {
  return new URL(`http://[${address}]/`).hostname.startsWith('[::ffff:');
}
