import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { encodeFrame, FrameReader, OPCODES } from '../../src/local/sandbox/source-gateway/websocket/frames.ts';

/** Where a handshake goes, and as whom. */
export interface SocketCall {
  readonly address: string;
  readonly port: number;
  readonly hostname: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM of the authority; without it plain HTTP is spoken. */
  readonly ca?: string;
}

/** A caller's side of a WebSocket, or the answer that refused it. */
export interface SocketClient {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Of a refusal. */
  readonly body: string;
  send(text: string): void;
  /** The next text that comes; rejects when the connection ends before. */
  next(): Promise<string>;
  /** The code that the connection was closed with. */
  closed(): Promise<number>;
  close(): void;
}

/** Opens a WebSocket by hand: the platform's own client can neither be given an address nor headers. */
export function openSocket({ address, port, hostname, path, headers = {}, ca }: SocketCall): Promise<SocketClient> {
  return new Promise((resolve, reject) => {
    const options = {
      host: address,
      port,
      path,
      agent: false,
      headers: {
        ...headers,
        'host': hostname,
        'connection': 'Upgrade',
        'upgrade': 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    } as const;
    const outgoing = ca === undefined ? httpRequest(options) : httpsRequest({ ...options, servername: hostname, ca });
    outgoing.on('upgrade', (incoming, socket, head) => resolve(clientOf(incoming, socket, head)));
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => resolve(refused(incoming, Buffer.concat(chunks).toString('utf8'))));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const unopened = (): never => {
  throw new Error('the connection was refused');
};

const refused = ({ statusCode = 0, headers }: IncomingMessage, body: string): SocketClient => ({
  status: statusCode,
  headers,
  body,
  send: unopened,
  next: unopened,
  closed: unopened,
  close: unopened,
});

function clientOf({ statusCode = 0, headers }: IncomingMessage, socket: Duplex, head: Buffer): SocketClient {
  const reader = new FrameReader('server');
  const texts: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  const ended = Promise.withResolvers<number>();
  const lost = ended.promise.then((code) => Promise.reject(new Error(`the connection ended with ${code}`)));
  lost.catch(() => undefined);
  const take = (bytes: Buffer): void => {
    for (const { opcode, payload } of reader.push(bytes)) {
      if (opcode === OPCODES.close) ended.resolve(payload.length < 2 ? 1005 : payload.readUInt16BE(0));
      if (opcode !== OPCODES.text) continue;
      const waiter = waiting.shift();
      if (waiter === undefined) texts.push(payload.toString('utf8'));
      else waiter(payload.toString('utf8'));
    }
  };
  socket.on('data', take);
  socket.on('close', () => ended.resolve(1006));
  socket.on('error', () => ended.resolve(1006));
  if (head.length > 0) take(head);
  const write = (opcode: number, payload: Buffer): void => {
    socket.write(encodeFrame({ isLast: true, opcode, payload }, randomBytes(4)));
  };
  return {
    status: statusCode,
    headers,
    body: '',
    send: (text) => write(OPCODES.text, Buffer.from(text)),
    next() {
      const text = texts.shift();
      return text === undefined
        ? Promise.race([new Promise<string>((resolve) => waiting.push(resolve)), lost])
        : Promise.resolve(text);
    },
    closed: () => ended.promise,
    close: () => write(OPCODES.close, Buffer.from([0x03, 0xe8])),
  };
}
