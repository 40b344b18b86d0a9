import type { SandboxResponse } from '../../http-server.ts';
import { pageOf, sizeOf } from '../paging.ts';
import { badRequest, epochJson } from '../wire.ts';

export function json(value: unknown, status = 200): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: epochJson(value) };
}

/** A page of a v1 collection: `limit` 1 to 500, 25 by default; `position` is where the next begins (mapping A1, 2026-11-23). */
export function page(items: readonly unknown[], query: URLSearchParams): SandboxResponse {
  const size = sizeOf(query.get('limit'), { most: 500, otherwise: 25 }, () => badRequest('Invalid limit value'));
  const { items: item, next } = pageOf(items, query.get('position'), size, () =>
    badRequest('Invalid position parameter'),
  );
  return json({ item, position: next });
}
