import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SandboxResponse } from './http-server.ts';

/** Refuses a handshake: an answer of HTTP, after which the connection ends. */
export function refuseUpgrade(socket: Duplex, { status, headers = {}, body = '' }: SandboxResponse): void {
  const bytes = Buffer.from(body as string);
  const others = Object.entries(headers).filter(([name]) => !/^(connection|content-length)$/i.test(name));
  const lines = [...linesOf(others), `content-length: ${bytes.length}`, 'connection: close'];
  socket.end(Buffer.concat([Buffer.from(headOf(status, lines)), bytes]));
}

/** Accepts a handshake: from here on the socket carries frames. */
export function acceptUpgrade(socket: Duplex, headers: Required<SandboxResponse>['headers']): void {
  const others = Object.entries(headers).filter(([name]) => !/^(connection|content-length|upgrade)$/i.test(name));
  socket.write(headOf(101, ['Upgrade: websocket', 'Connection: Upgrade', ...linesOf(others)]));
}

const headOf = (status: number, lines: readonly string[]): string =>
  `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n`;

function linesOf(headers: readonly (readonly [string, string | readonly string[]])[]): string[] {
  return headers.flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : [...value]).map((each) => `${name}: ${each}`),
  );
}

/** Joins two sockets until either ends. */
export function pipeBoth(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}
