import { expect, it } from 'vitest';
import type { RunRequest } from '../../../src/model/run.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { apiWith, inventoryOf, route } from '../fixture.ts';

const api = apiWith(
  [
    route('POST /orders', { type: 'AWS_PROXY', uri: 'arn:aws:lambda:us-east-1:111122223333:function:orders' }),
    route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com' }),
  ],
  { disableExecuteApiEndpoint: true },
);

function carried(mode: RunRequest['mode'], decisions: Record<string, string> = {}) {
  const { operations, findings } = translateApi(api, inventoryOf([api]), { mode, decisions });
  const own = findings.find(({ code }) => code === 'ENDPOINT-OFF');
  return [operations.map(({ method }) => method), own?.severity];
}

it('counts in an assessment by the recommendation, which is to open the endpoint', () => {
  expect(carried('assess')).toEqual([['POST', 'GET'], 'decision']);
  expect(carried('assess', { 'ENDPOINT-OFF': 'move-the-backend' })).toEqual([['GET'], 'info']);
});

it('is believed in a migration only once the source says that the endpoint is on', () => {
  expect(carried('migrate')).toEqual([['GET'], 'blocker']);
  expect(carried('migrate', { '*': 'recommended' })).toEqual([['GET'], 'blocker']);
});

it('says nothing where no route needs the endpoint', () => {
  const own = apiWith([route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com' })], {
    disableExecuteApiEndpoint: true,
  });
  const { findings } = translateApi(own, inventoryOf([own]), { mode: 'migrate', decisions: {} });
  expect(findings.map(({ code }) => code)).not.toContain('ENDPOINT-OFF');
});
