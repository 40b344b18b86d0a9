import { expect, it } from 'vitest';
import { apiWith, golden, route } from '../fixture.ts';

it('refuses callers without a key where one is wanted, and nowhere else', async () => {
  const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
  const routes = [route('GET /open', backend), route('GET /keyed', backend, { apiKeyRequired: true })];
  await expect(golden(apiWith(routes))).toMatchFileSnapshot('golden/keys.txt');
});
