import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFront, type Front } from '../../../src/local/front/front.ts';
import { issueToken } from '../../../src/local/front/token.ts';
import { listen, type Listening } from '../../../src/local/sandbox/http-server.ts';

const key = randomBytes(32);
let upstream: Listening;
let front: Front;

beforeAll(async () => {
  upstream = await listen((request) => ({
    status: 200,
    headers: { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] },
    body: JSON.stringify({ headers: request.headers, body: request.body.toString(), path: request.url.pathname }),
  }));
  front = await startFront({ upstream: upstream.url, key });
});
afterAll(async () => {
  await front.close();
  await upstream.close();
});

const seen = async (init: RequestInit = {}) => {
  const response = await fetch(`${front.url}/api/runs`, init);
  return {
    response,
    echo: (await response.json()) as { headers: Record<string, string>; body: string; code?: string },
  };
};

describe('the front', () => {
  it('drops identities that callers claim for themselves', async () => {
    const forged = {
      'x-ms-client-principal': 'eyJjbGFpbXMiOltdfQ==',
      'X-MS-CLIENT-PRINCIPAL-NAME': 'root',
      'x-ms-token-aad-id-token': 'x',
    };
    const { echo } = await seen({ headers: forged });
    expect(Object.keys(echo.headers).filter((name) => name.startsWith('x-ms-'))).toEqual([]);
  });

  it('sets the identity of a token that was issued here, and keeps the token to itself', async () => {
    const token = await issueToken(key, { name: 'ada', roles: ['approver'] });
    const { echo } = await seen({ method: 'POST', body: '{"a":1}', headers: { authorization: `Bearer ${token}` } });
    const principal = JSON.parse(
      Buffer.from(echo.headers['x-ms-client-principal'] ?? '', 'base64').toString(),
    ) as unknown;
    expect(principal).toMatchObject({
      claims: [
        { typ: 'name', val: 'ada' },
        { typ: 'roles', val: 'approver' },
      ],
    });
    expect(echo).toMatchObject({ body: '{"a":1}', path: '/api/runs' });
    expect(echo.headers).not.toHaveProperty('authorization');
  });

  it('refuses a token of another key', async () => {
    const token = await issueToken(randomBytes(32), { name: 'eve', roles: ['approver'] });
    const { response, echo } = await seen({ headers: { authorization: `Bearer ${token}` } });
    expect([response.status, echo.code]).toEqual([401, 'bad-token']);
  });

  it('says so when no host answers behind it', async () => {
    const alone = await startFront({ upstream: 'http://127.0.0.1:9', key });
    const response = await fetch(alone.url);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([502, 'host-unreachable']);
    await alone.close();
  });
});
