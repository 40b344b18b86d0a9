import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { AUTHORITATIVE_ANSWER, decode, encode, streamEncode, TRUNCATED_RESPONSE, type Packet } from 'dns-packet';
import type { HostedZoneState } from '../aws/state.ts';
import { answerQuestion, type SyntheticName, type ZoneView } from './zone-answer.ts';

export interface DnsServerOptions {
  readonly zones: () => Iterable<HostedZoneState>;
  readonly synthetic: readonly SyntheticName[];
  /** How old the answers of this server are, in milliseconds; asked at each question (fault `dns-lag`). */
  readonly lagMs?: () => number;
  readonly host?: string;
  /** 0 or unset takes a free port, the same for UDP and TCP. */
  readonly port?: number;
  readonly random?: () => number;
  readonly now?: () => number;
}

export interface DnsServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Largest UDP answer without EDNS (RFC 1035, 4.2.1); a larger one is truncated and asked again over TCP. */
const UDP_LIMIT_BYTES = 512;
/** DNS's RCODE values (RFC 1035, 4.1.1): dns-packet takes them as the low bits of `flags`. */
const RCODES = { NOERROR: 0, NXDOMAIN: 3, REFUSED: 5 } as const;
const SERVFAIL = 2;
const FORMERR = 1;

/** A port may be free for TCP and taken for UDP: then the next is tried. */
const ATTEMPTS = 20;

/** Starts one authoritative server on UDP and TCP. */
export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const host = options.host ?? '127.0.0.1';
  for (let attempt = 1; ; attempt += 1) {
    const tcp = await listenTcp(options, host);
    try {
      const udp = await bindUdp(options, host, tcp.port);
      return {
        host,
        port: tcp.port,
        close: async () => {
          await Promise.all([tcp.close(), new Promise<void>((resolve) => udp.close(() => resolve()))]);
        },
      };
    } catch (error) {
      await tcp.close();
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' && !options.port;
      if (!isTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function listenTcp(options: DnsServerOptions, host: string) {
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
    serveStream(socket, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bindUdp(options: DnsServerOptions, host: string, port: number): Promise<UdpSocket> {
  const socket = createSocket('udp4');
  socket.on('message', (message, peer) => {
    const reply = replyTo(message, options);
    if (reply) socket.send(fitted(reply), peer.port, peer.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.bind(port, host, resolve);
  });
  return socket;
}

function serveStream(socket: Socket, options: DnsServerOptions): void {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const length = 2 + received.readUInt16BE(0);
      const reply = replyTo(received.subarray(2, length), options);
      received = received.subarray(length);
      if (reply) socket.write(streamEncode(reply));
    }
  });
}

function replyTo(message: Buffer, options: DnsServerOptions): Packet | undefined {
  try {
    return answer(decode(message), options);
  } catch (error) {
    // An unreadable datagram still carries its id in the first two bytes (RFC 1035, 4.1.1).
    process.stderr.write(`sandbox dns: ${String(error)}\n`);
    return message.length < 2 ? undefined : { type: 'response', id: message.readUInt16BE(0), flags: FORMERR };
  }
}

function answer(query: Packet, options: DnsServerOptions): Packet {
  const question = query.questions?.[0];
  const reply = { type: 'response' as const, id: query.id ?? 0, questions: query.questions ?? [] };
  if (!question) return { ...reply, flags: FORMERR };
  try {
    const views = viewsOf(options);
    const found = answerQuestion(question, views, options.synthetic, options.random ?? Math.random);
    const authoritative = found.rcode === 'REFUSED' ? 0 : AUTHORITATIVE_ANSWER;
    return {
      ...reply,
      flags: authoritative | RCODES[found.rcode],
      answers: [...found.answers],
      authorities: [...found.authorities],
    };
  } catch (error) {
    process.stderr.write(`sandbox dns: ${question.name}: ${String(error)}\n`);
    return { ...reply, flags: SERVFAIL };
  }
}

function viewsOf(options: DnsServerOptions): ZoneView[] {
  const lagMs = options.lagMs?.() ?? 0;
  const asOf = (options.now ?? Date.now)() - lagMs;
  return [...options.zones()].map((state) => {
    if (lagMs === 0) return { zone: state.zone, recordSets: state.recordSets };
    const version = state.history.findLast(({ at }) => at <= asOf) ?? state.history[0];
    return { zone: state.zone, recordSets: version?.recordSets ?? state.recordSets };
  });
}

function fitted(reply: Packet): Buffer {
  const whole = encode(reply);
  if (whole.length <= UDP_LIMIT_BYTES) return whole;
  return encode({ ...reply, flags: (reply.flags ?? 0) | TRUNCATED_RESPONSE, answers: [], authorities: [] });
}
