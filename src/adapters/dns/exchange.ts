import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { decode, encode, streamEncode, type DecodedPacket, type Packet, type RecordType } from 'dns-packet';

/** One DNS server: an address, never a name. */
export interface DnsServerAddress {
  readonly address: string;
  readonly port: number;
}

export interface DnsQuestion {
  readonly name: string;
  readonly type: RecordType;
  /** RD: whether the server is asked to resolve on our behalf. */
  readonly recursive: boolean;
}

/** RFC 1035, 4.2.1, has a resolver wait 2 to 5 seconds before it asks again. */
const TIMEOUT_MS = 2000;
const DATAGRAM_ATTEMPTS = 2;

/**
 * Asks one server by UDP, twice if need be, and by TCP when the answer was truncated (RFC 7766, 5).
 * @throws Error when the server does not answer
 */
export async function exchange(server: DnsServerAddress, question: DnsQuestion): Promise<DecodedPacket> {
  const query = queryOf(question);
  const answer = await overUdp(server, query);
  return answer.flag_tc ? await overTcp(server, query) : answer;
}

interface Query extends Packet {
  readonly id: number;
}

/** The id is unpredictable, so that nobody off the path can answer (RFC 5452, 9.2). RD is bit 8 of the flags. */
function queryOf({ name, type, recursive }: DnsQuestion): Query {
  const questions = [{ name, type, class: 'IN' as const }];
  return { type: 'query', id: randomInt(0x1_00_00), flags: recursive ? 0x0100 : 0, questions };
}

async function overUdp(server: DnsServerAddress, query: Query): Promise<DecodedPacket> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await datagram(server, query);
    } catch (error) {
      if (attempt === DATAGRAM_ATTEMPTS) throw error;
    }
  }
}

/** The socket is connected, so that the kernel drops datagrams of any other sender. */
async function datagram(server: DnsServerAddress, query: Query): Promise<DecodedPacket> {
  const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
  try {
    return await new Promise<DecodedPacket>((resolve, reject) => {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      signal.addEventListener('abort', () => reject(silence(server)));
      socket.once('error', reject);
      socket.on('message', (message) => {
        const answer = readable(message);
        if (answer && answers(answer, query)) resolve(answer);
      });
      socket.connect(server.port, server.address, () => socket.send(encode(query)));
    });
  } finally {
    socket.close();
  }
}

async function overTcp(server: DnsServerAddress, query: Query): Promise<DecodedPacket> {
  const socket = connect({ host: server.address, port: server.port });
  try {
    return await new Promise<DecodedPacket>((resolve, reject) => {
      let received = Buffer.alloc(0);
      socket.setTimeout(TIMEOUT_MS, () => reject(silence(server)));
      socket.once('error', reject);
      socket.once('close', () => reject(silence(server)));
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
        if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
        const answer = decode(received.subarray(2, 2 + received.readUInt16BE(0)));
        if (answers(answer, query)) resolve(answer);
        else reject(new Error(`${server.address} answered another question`));
      });
      socket.write(streamEncode(query));
    });
  } finally {
    socket.destroy();
  }
}

function silence({ address, port }: DnsServerAddress): Error {
  return new Error(`${address} port ${port} did not answer`);
}

/** A datagram that is no DNS message is as good as lost. */
function readable(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}

function answers(answer: DecodedPacket, query: Query): boolean {
  const [asked, echoed] = [query.questions?.[0], answer.questions?.[0]];
  const same = echoed === undefined || echoed.name.toLowerCase() === asked?.name.toLowerCase();
  return answer.type === 'response' && answer.id === query.id && same;
}
