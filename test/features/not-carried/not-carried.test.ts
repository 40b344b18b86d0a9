import { expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, route, stageWith, translated } from '../fixture.ts';

it('names what nobody translates, and blocks an extension that nobody knows', () => {
  const { at } = apiWith([]);
  const { findings, entries } = translated(
    apiWith([], {
      unclaimed: [{ at: below(at, 'x-amazon-apigateway-new'), name: 'x-amazon-apigateway-new' }],
    }),
  );
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['UNKNOWN-EXTENSION', 'blocker']]);
  expect(entries.map(({ construct, column }) => [construct, column])).toContainEqual(['unknown-extension', 'blocked']);
});

it('leaves to API Gateway what it goes on doing as the origin of all routes, and only then', () => {
  const lambda = route('GET /a', { type: 'AWS_PROXY', uri: 'arn:aws:lambda:us-east-1:111122223333:function:f' });
  const backend = route('GET /b', { type: 'HTTP_PROXY', uri: 'https://b.example.com/' });
  const stage = stageWith({
    accessLog: { destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:l', format: '' },
  });
  const logging = (routes: Parameters<typeof apiWith>[0]) =>
    translated(apiWith(routes, { stage }), { '*': 'recommended' }).entries.find(
      ({ construct }) => construct === 'logging',
    );
  expect(logging([lambda])?.column).toBe('differs');
  expect(logging([lambda, backend])?.column).toBe('manual');
});
