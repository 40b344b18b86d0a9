import type { SandboxResponse } from '../../http-server.ts';
import { badRequest, epochJson } from '../wire.ts';

export function json(value: unknown, status = 200): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: epochJson(value) };
}

/** A page of a v1 collection: `limit` 1 to 500, 25 by default; `position` is where the next begins (mapping A1, 2026-11-23). */
export function page(items: readonly unknown[], query: URLSearchParams): SandboxResponse {
  const limit = Number(query.get('limit') ?? '25');
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) throw badRequest('Invalid limit value');
  const position = query.get('position');
  const start = position === null ? 0 : Number(Buffer.from(position, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0) throw badRequest('Invalid position parameter');
  const end = start + limit;
  return json({
    item: items.slice(start, end),
    ...(end < items.length ? { position: Buffer.from(String(end)).toString('base64url') } : {}),
  });
}
