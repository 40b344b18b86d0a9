import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { FailureError } from '../../model/outcome.ts';
import type { Probe, ProbeAnswer, ProbeRequest, TlsHandshake } from '../../ports/probe.ts';
import { addressGuard } from './address-ranges.ts';

const TIMEOUT_MS = 10_000;
const LONGEST_BODY = 1024 * 1024;
const DAY_MS = 86_400_000;

export interface ProbeOptions {
  /** CIDR ranges that may be probed besides public addresses. */
  readonly allowedRanges?: readonly string[];
  /** PEM certificates to trust instead of Node's own roots. */
  readonly ca?: readonly string[];
}

/** A probe with Node's TLS. @throws FailureError `denied` for a refused address, `transient` when nothing answers. */
export function nodeProbe(options: ProbeOptions = {}): Probe {
  const allows = addressGuard(options.allowedRanges ?? []);
  const trust = options.ca === undefined ? {} : { ca: [...options.ca] };
  const check = (address: string): void => {
    if (allows(address)) return;
    const message = 'The address is not public and not in an allowed range; allow its range to probe it.';
    throw new FailureError({ kind: 'denied', code: 'address-refused', message, at: address });
  };
  return {
    async handshake(address, port, hostname) {
      check(address);
      return await handshake({ host: address, port, servername: hostname, ...trust });
    },
    async request(wanted) {
      check(wanted.address);
      return await ask(wanted, trust);
    },
  };
}

function unreachable(error: Error, at: string): FailureError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'probe-failed';
  return new FailureError({ kind: 'transient', code, message: `No answer: ${error.message}`, at }, { cause: error });
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly servername: string;
  readonly ca?: string[];
}

function handshake(target: Target): Promise<TlsHandshake> {
  return new Promise((resolve, reject) => {
    // Unauthorized peers are reported, not trusted: nothing is sent over this connection.
    const socket = connect({ ...target, rejectUnauthorized: false, timeout: TIMEOUT_MS }, () => {
      resolve(seen(socket));
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy(new Error('timed out')));
    socket.once('error', (error) => reject(unreachable(error, target.servername)));
  });
}

function seen(socket: TLSSocket): TlsHandshake {
  const protocol = socket.getProtocol();
  const expires = Date.parse(socket.getPeerCertificate().valid_to);
  const reason: unknown = socket.authorizationError;
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : String(reason);
  return {
    authorized: socket.authorized,
    ...(socket.authorized ? {} : { code }),
    ...(protocol === null ? {} : { protocol }),
    ...(Number.isNaN(expires) ? {} : { daysLeft: Math.floor((expires - Date.now()) / DAY_MS) }),
  };
}

async function ask(wanted: ProbeRequest, trust: { ca?: string[] }): Promise<ProbeAnswer> {
  const startedAt = performance.now();
  try {
    const answer = await answerTo(wanted, trust);
    const latencyMs = performance.now() - startedAt;
    const bodyBytes = await measure(answer);
    return { status: answer.statusCode ?? 0, headers: headersOf(answer), bodyBytes, latencyMs };
  } catch (error) {
    throw unreachable(error instanceof Error ? error : new Error(String(error)), wanted.hostname);
  }
}

/** Every probe has a connection of its own: a kept one would hide what the handshake of a new caller shows. */
function answerTo(wanted: ProbeRequest, trust: { ca?: string[] }): Promise<IncomingMessage> {
  const { address, port, hostname, method, path } = wanted;
  const headers = { ...wanted.headers, host: hostname };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const to = { host: address, port, servername: hostname, method, path, headers, signal, agent: false, ...trust };
  return new Promise((resolve, reject) => {
    const call = httpsRequest(to, resolve);
    call.once('error', reject);
    call.end();
  });
}

async function measure(answer: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes >= LONGEST_BODY) return LONGEST_BODY;
  }
  return bytes;
}

function headersOf(answer: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(answer.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
