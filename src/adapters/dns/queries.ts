import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Answer, DecodedPacket, RecordType, StringAnswer } from 'dns-packet';
import { FailureError } from '../../model/outcome.ts';
import type { DnsAnswer, DnsQueries } from '../../ports/dns.ts';
import type { DnsServerAddress } from './exchange.ts';
import { exchange } from './exchange.ts';

const DNS_PORT = 53;
const ADDRESS_TYPES = ['A', 'AAAA'] as const;
/** NOERROR and NXDOMAIN (RFC 1035, 4.1.1): any other code says that the server could or would not tell. */
const ANSWERED = new Set([0, 3]);
const RCODE_BITS = 0b1111;
/** Longer chains are loops. */
const CHAIN_LIMIT = 8;

export interface DnsQueriesOptions {
  /**
   * `host:port` of servers to ask instead of the name servers' own addresses and of the system's resolver.
   * @example ['127.0.0.1:5353']
   */
  readonly servers?: readonly string[];
}

/** @throws RangeError when a configured server is not `address:port`. */
export function dnsQueries(options: DnsQueriesOptions = {}): DnsQueries {
  const configured = options.servers?.map(parseServer);
  return {
    ask: async (name, nameServers) => {
      const servers = configured?.map((server) => [server]) ?? (await Promise.all(nameServers.map(addressesOfServer)));
      const names = configured?.map(({ address, port }) => `${address}:${port}`) ?? nameServers;
      const asked = await Promise.all(
        names.map(async (server, index) => askServer(name, server, servers[index] ?? [])),
      );
      return {
        answers: asked.filter((answer) => answer !== undefined),
        silent: names.filter((_, index) => asked[index] === undefined),
      };
    },
    addresses: async (name) => (configured ? await resolveBy(configured, name) : await resolveBySystem(name)),
  };
}

/** `[::1]:53` for IPv6. */
function parseServer(text: string): DnsServerAddress {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? '';
  const port = Number(digits);
  if (isIP(address) === 0 || !(port > 0 && port <= 65_535)) {
    throw new RangeError(`${JSON.stringify(text)} is not a DNS server such as 127.0.0.1:53`);
  }
  return { address, port };
}

/** A name server whose own name does not resolve is silent. */
async function addressesOfServer(nameServer: string): Promise<DnsServerAddress[]> {
  try {
    return (await resolveBySystem(nameServer)).map((address) => ({ address, port: DNS_PORT }));
  } catch {
    return [];
  }
}

/** The first of a server's addresses that answers: a host without IPv6 reaches it by IPv4. */
async function askServer(
  name: string,
  server: string,
  addresses: readonly DnsServerAddress[],
): Promise<DnsAnswer | undefined> {
  for (const address of addresses) {
    const replies = await Promise.allSettled(
      ADDRESS_TYPES.map(async (type) => await exchange(address, { name, type, recursive: false })),
    );
    const [v4, v6] = replies.map((reply) => (reply.status === 'fulfilled' ? reply.value : undefined));
    if (v4 && v6) return answerOf(server, name, v4, v6);
  }
  return undefined;
}

function answerOf(server: string, name: string, v4: DecodedPacket, v6: DecodedPacket): DnsAnswer {
  const records = [...(v4.answers ?? []), ...(v6.answers ?? [])];
  const own = records.filter((record) => sameName(record.name, name));
  const cname = own.find(isCname);
  const ttls = own.flatMap((record) => ('ttl' in record ? (record.ttl ?? []) : []));
  const negative = own.length === 0 ? negativeTtlOf([...(v4.authorities ?? []), ...(v6.authorities ?? [])]) : undefined;
  return {
    server,
    authoritative: v4.flag_aa && v6.flag_aa,
    ...(cname && { cname: canonical(cname.data) }),
    addresses: addressesIn(records),
    ...(ttls.length > 0 && { ttl: Math.min(...ttls) }),
    ...(negative !== undefined && { negativeTtl: negative }),
  };
}

/** The lesser of the SOA's minimum and its own TTL (RFC 2308, 5). */
function negativeTtlOf(authorities: readonly Answer[]): number | undefined {
  const soa = authorities.find((record) => record.type === 'SOA');
  if (soa?.data.minimum === undefined) return undefined;
  return Math.min(soa.data.minimum, soa.ttl ?? soa.data.minimum);
}

function addressesIn(records: readonly Answer[]): string[] {
  const addresses = records.flatMap((record) => (record.type === 'A' || record.type === 'AAAA' ? [record.data] : []));
  return [...new Set(addresses)];
}

/** Asks the configured servers in turn, and follows a chain that a server left to be followed. */
async function resolveBy(servers: readonly DnsServerAddress[], name: string): Promise<readonly string[]> {
  const perType = await Promise.all(ADDRESS_TYPES.map(async (type) => await follow(servers, name, type)));
  return perType.flat();
}

async function follow(servers: readonly DnsServerAddress[], name: string, type: RecordType): Promise<string[]> {
  let wanted = name;
  for (let hop = 0; hop < CHAIN_LIMIT; hop += 1) {
    const records = (await firstReply(servers, wanted, type)).answers ?? [];
    const addresses = addressesIn(records);
    const last = records.findLast(isCname);
    if (addresses.length > 0 || last === undefined) return addresses;
    wanted = last.data;
  }
  const message = `The CNAME chain from ${name} is longer than ${CHAIN_LIMIT}`;
  throw new FailureError({ kind: 'invalid', code: 'cname-chain', message, at: name });
}

async function firstReply(
  servers: readonly DnsServerAddress[],
  name: string,
  type: RecordType,
): Promise<DecodedPacket> {
  for (const server of servers) {
    const [reply] = await Promise.allSettled([exchange(server, { name, type, recursive: true })]);
    if (reply.status === 'fulfilled' && ANSWERED.has((reply.value.flags ?? 0) & RCODE_BITS)) return reply.value;
  }
  throw unresolved(name, 'no configured DNS server answered');
}

/** No name and no record are answers, and both are empty; anything else is a resolver that could not tell. */
const EMPTY_CODES = new Set(['ENOTFOUND', 'ENODATA']);

async function resolveBySystem(name: string): Promise<readonly string[]> {
  const resolver = new Resolver();
  const replies = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = replies.flatMap((reply) => (reply.status === 'fulfilled' ? reply.value : []));
  const codes = replies.flatMap((reply) => (reply.status === 'rejected' ? codeOf(reply.reason) : []));
  const unknown = codes.find((code) => !EMPTY_CODES.has(code));
  if (addresses.length === 0 && unknown !== undefined) throw unresolved(name, unknown);
  return addresses;
}

function codeOf(reason: unknown): string {
  return reason instanceof Error && 'code' in reason ? String(reason.code) : String(reason);
}

function unresolved(name: string, reason: string): FailureError {
  const message = `The addresses of ${name} could not be resolved: ${reason}`;
  return new FailureError({ kind: 'transient', code: 'dns-unresolved', message, at: name });
}

function isCname(record: Answer): record is StringAnswer {
  return record.type === 'CNAME';
}

function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function sameName(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}
