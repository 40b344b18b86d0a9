import type { SandboxResponse } from '../http-server.ts';
import { renamed } from './answer-headers.ts';
import { isBinary } from './binary-media.ts';
import { headerOf, INTERNAL_ERROR, type GatewayCall } from './call.ts';
import { isRecord } from './execute-policy.ts';
import { Refusal } from './refusal.ts';

const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** The result of a function does not have the form that its integration asks for. */
export class MalformedResult extends Error {
  constructor(why: string) {
    super(`function result: ${why}`);
    this.name = 'MalformedResult';
  }
}

/**
 * A result of payload format 1.0: `{}` is 200; an unknown member, text, a bad status or multiValueHeaders without lists
 * is malformed. Both header maps join, the multi-value one first (recorded 2026-11-23).
 */
export function unwrapV1(call: GatewayCall, result: unknown): SandboxResponse {
  if (!isRecord(result)) throw new MalformedResult('no object');
  const unknown = Object.keys(result).find((member) => !MEMBERS.has(member));
  if (unknown !== undefined) throw new MalformedResult(`unknown member ${unknown}`);
  const headers = new Map<string, string[]>();
  for (const [name, values] of entriesOf(result['multiValueHeaders'])) {
    if (!Array.isArray(values)) throw new MalformedResult(`multiValueHeaders.${name} is no list`);
    headers.set(name.toLowerCase(), values.map(String));
  }
  for (const [name, value] of entriesOf(result['headers']))
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), String(value)]);
  const isEncoded = result['isBase64Encoded'] === true;
  return {
    status: statusOf(result['statusCode'] ?? 200),
    headers: answerHeaders(headers),
    body: call.kind === 'http' ? decoded(result['body'], isEncoded) : restBody(call, result['body'], isEncoded),
  };
}

/** A result of payload format 2.0: without statusCode the whole of it is the body, answered 200 as JSON. */
export function unwrapV2(result: unknown): SandboxResponse {
  if (!isRecord(result) || result['statusCode'] === undefined) {
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const headers = new Map(entriesOf(result['headers']).map(([name, value]) => [name.toLowerCase(), [String(value)]]));
  const cookies = result['cookies'];
  if (Array.isArray(cookies)) headers.set('set-cookie', cookies.map(String));
  return {
    status: statusOf(result['statusCode']),
    headers: answerHeaders(headers),
    body: decoded(result['body'], result['isBase64Encoded'] === true),
  };
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function answerHeaders(headers: ReadonlyMap<string, readonly string[]>): Record<string, string | readonly string[]> {
  const answered: Record<string, string | readonly string[]> = { 'content-type': 'application/json' };
  for (const [name, values] of headers)
    if (name !== 'transfer-encoding') answered[renamed(name)] = values.length === 1 ? (values[0] ?? '') : values;
  return answered;
}

function statusOf(value: unknown): number {
  const status = Number(value);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw new MalformedResult(`status ${String(value)}`);
  return status;
}

/** Bytes only when the caller's first accepted type is binary; text that is no base64 then breaks the call. */
function restBody(call: GatewayCall, body: unknown, isEncoded: boolean): string | Buffer {
  const text = textOf(body);
  if (!isEncoded || !isBinary(headerOf(call, 'accept'), call.binaryMediaTypes)) return text;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Refusal('DEFAULT_5XX', 500, INTERNAL_ERROR);
  return Buffer.from(text, 'base64');
}

function decoded(body: unknown, isEncoded: boolean): string | Buffer {
  return isEncoded ? Buffer.from(textOf(body), 'base64') : textOf(body);
}

function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}
