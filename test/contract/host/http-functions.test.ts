import { describe, expect, it } from 'vitest';
import { conformanceHost } from './conformance-host.ts';

/** HTTP functions on any host: see conformance-host.ts for how to point this at another one. */
const host = conformanceHost();

const statusOf = async (method: string, path: string): Promise<number> => (await host().call(method, path)).status;

describe('an HTTP function', () => {
  it('answers below the prefix at its name when it has no route, to GET and POST', async () => {
    expect(await statusOf('GET', '/api/withoutRoute')).toBe(200);
    expect(await statusOf('POST', '/api/withoutRoute')).toBe(200);
    expect(await statusOf('PUT', '/api/withoutRoute')).toBe(404);
    expect(await statusOf('GET', '/withoutRoute')).toBe(404);
  });

  it('is chosen by route and method, and gets the parameters', async () => {
    const response = await host().call('PUT', '/api/items/a%20b?x=1');
    expect(await response.json()).toEqual({
      functionName: 'putItem',
      method: 'PUT',
      params: { id: 'a b' },
      query: { x: '1' },
    });
    expect(await (await host().call('GET', '/api/items/7')).json()).toMatchObject({ functionName: 'getItem' });
  });

  it('is not found by a path that its constraint or its methods leave out', async () => {
    expect(await statusOf('GET', '/api/items/seven')).toBe(404);
    expect(await statusOf('DELETE', '/api/items/7')).toBe(404);
    expect(await statusOf('GET', '/api/no/such')).toBe(404);
  });

  it('gets the rest of the path as one parameter', async () => {
    expect(await (await host().call('GET', '/api/files/a/b.txt')).json()).toMatchObject({
      params: { path: 'a/b.txt' },
    });
  });

  it('answers with its status, headers and body', async () => {
    const response = await host().call('GET', '/api/answers/created');
    expect(response.status).toBe(201);
    expect(response.headers.get('x-answer')).toBe('yes');
    expect(await response.json()).toEqual({ made: true });
    expect([...(await (await host().call('GET', '/api/answers/bytes')).bytes())]).toEqual([0, 255, 1]);
  });

  it('gets the body that was sent', async () => {
    const response = await fetch(`${host().url}/api/answers/echo`, {
      method: 'POST',
      body: 'h\u00e9llo',
      headers: { 'content-type': 'text/csv' },
    });
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(await response.text()).toBe('h\u00e9llo');
  });

  it('answers 204 when it returns nothing, and 500 without a word when it throws', async () => {
    expect(await statusOf('GET', '/api/answers/nothing')).toBe(204);
    const failed = await host().call('GET', '/api/answers/unknown');
    expect(failed.status).toBe(500);
    expect(await failed.text()).toBe('');
  });
});
