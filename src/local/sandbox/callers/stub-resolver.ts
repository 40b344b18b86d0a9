import { createSocket } from 'node:dgram';
import { decode, encode, type Packet } from 'dns-packet';

export interface ResolverServer {
  readonly host: string;
  readonly port: number;
}

/** DNS's RCODE bits of a packet's flags (RFC 1035, 4.1.1). */
const RCODE_MASK = 15;
const CHAIN_LIMIT = 8;

/** A caller's own resolver: asks the servers in turn over UDP and keeps an address as long as its TTL allows. */
export class StubResolver {
  readonly #servers: readonly ResolverServer[];
  readonly #timeoutMs: number;
  readonly #now: () => number;
  readonly #cache = new Map<string, { readonly address: string; readonly expiresAt: number }>();
  #turn = 0;

  constructor(servers: readonly ResolverServer[], timeoutMs = 2000, now: () => number = Date.now) {
    if (servers.length === 0) throw new Error('A resolver needs at least one DNS server');
    this.#servers = servers;
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  /** An IPv4 address of the name. Throws when the name does not exist or no server answers. */
  async resolve(hostname: string): Promise<string> {
    const cached = this.#cache.get(hostname);
    if (cached && cached.expiresAt > this.#now()) return cached.address;
    let name = hostname;
    let ttlSeconds = Number.POSITIVE_INFINITY;
    for (let hop = 0; hop < CHAIN_LIMIT; hop += 1) {
      const packet = await this.#ask(name);
      for (const record of packet.answers ?? []) {
        if (record.type !== 'A' && record.type !== 'CNAME') continue;
        ttlSeconds = Math.min(ttlSeconds, record.ttl ?? 0);
        name = record.data;
        if (record.type === 'A') {
          this.#cache.set(hostname, { address: name, expiresAt: this.#now() + ttlSeconds * 1000 });
          return name;
        }
      }
      if (packet.answers?.length === 0) break;
    }
    throw new Error(`${hostname} has no address`);
  }

  async #ask(name: string): Promise<Packet> {
    const server = this.#servers[this.#turn % this.#servers.length] as ResolverServer;
    this.#turn += 1;
    const packet = await queryUdp(server, name, this.#timeoutMs);
    const rcode = (packet.flags ?? 0) & RCODE_MASK;
    if (rcode !== 0) throw new Error(`DNS answered rcode ${rcode} for ${name}`);
    return packet;
  }
}

function queryUdp(server: ResolverServer, name: string, timeoutMs: number): Promise<Packet> {
  const id = Math.floor(Math.random() * 65536);
  const query = encode({ type: 'query', id, questions: [{ type: 'A', name }] });
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      socket.close();
      settle();
    };
    const timer = setTimeout(
      () => finish(() => reject(new Error(`DNS server ${server.host}:${server.port} did not answer for ${name}`))),
      timeoutMs,
    );
    socket.on('error', (error) => finish(() => reject(error)));
    socket.on('message', (message) => {
      try {
        const packet = decode(message);
        if (packet.id === id) finish(() => resolve(packet));
      } catch (error) {
        finish(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    });
    socket.send(query, server.port, server.host);
  });
}
