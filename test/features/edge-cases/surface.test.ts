import { describe, expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import type { AwsApi } from '../../../src/model/aws.ts';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { apiWith, route, stageWith, translated } from '../fixture.ts';
import { api, at, backend, domain, planOf, proxy } from './edge-fixture.ts';

describe('surface', () => {
  it('2: two stages are two APIs', () => {
    const test = { ...api, stage: { ...stageWith(), name: 'test' } };
    const plan = planOf([api, test]);
    const paths = plan.steps.flatMap(({ id, payload }) => (id.startsWith('import:') ? [payload['path']] : []));
    expect(new Set(paths).size).toBe(2);
  });

  it('3: the stage is in the address only without a mapping', () => {
    const plans = [planOf([api]), planOf([api], { domainNames: [domain('api.example.com', 'orders')] })];
    expect(plans.map(({ waves }) => waves[0]?.apis[0]?.path)).toEqual(['orders/prod', 'orders']);
  });

  it('5: a greedy parameter is a declared wildcard', () => {
    const { operations } = translated(apiWith([route('GET /a/{proxy+}', backend)]));
    expect(operations).toMatchObject([{ urlTemplate: '/a/{*proxy}', templateParameters: [{ name: 'proxy' }] }]);
  });

  it('6: a greedy parameter takes at least one segment', async () => {
    const ask = bothGateways(
      definitionOf({
        'GET /a/{proxy+}': {
          ...proxy,
          uri: 'https://orders.example.com/{proxy}',
          requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
          operation: { parameters: [{ name: 'proxy', in: 'path', required: true, schema: { type: 'string' } }] },
        },
      }),
    );
    expect((await ask({ path: '/a' }, answering(200))).statuses).toEqual([403, 403]);
    const deep = await ask({ path: '/a/b/c' }, answering(200));
    expect([deep.statuses, deep.open]).toEqual([[200, 200], []]);
    expect(deep.target.backendRequests[0]?.url).toBe('https://orders.example.com/b/c');
  });

  it('7: ANY has no OPTIONS where CORS answers preflights', () => {
    const cors = {
      at: at('cors'),
      allowCredentials: false,
      allowHeaders: [],
      allowMethods: ['GET'],
      allowOrigins: ['https://shop.example.com'],
      exposeHeaders: [],
    };
    const methods = (changes: Partial<AwsApi>) =>
      translated(apiWith([route('ANY /a', backend)], { type: 'HTTP', ...changes })).operations.map(
        ({ method }) => method,
      );
    expect(methods({ cors })).not.toContain('OPTIONS');
    expect(methods({})).toContain('OPTIONS');
  });

  it('8: an explicit verb wins over ANY, and nothing is there twice', async () => {
    const ask = bothGateways(
      definitionOf({
        'ANY /a': { ...proxy, uri: 'https://any.example.com/' },
        'GET /a': { ...proxy, uri: 'https://get.example.com/' },
      }),
    );
    const [got, posted] = [
      await ask({ path: '/a' }, answering(200)),
      await ask({ path: '/a', method: 'POST' }, answering(200)),
    ];
    expect(got.target.backendRequests[0]?.url).toBe('https://get.example.com/');
    expect(posted.target.backendRequests[0]?.url).toBe('https://any.example.com/');
  });

  it('9: parameters of one place have one name, in the address of the backend too', () => {
    const { operations } = translated(
      apiWith([route('GET /x/{a}', backend), route('POST /x/{b}', backend)], { type: 'HTTP' }),
    );
    expect(operations.map(({ urlTemplate }) => urlTemplate)).toEqual(['/x/{a}', '/x/{a}']);
  });

  it('10, 11: a required query parameter is no part of the path, whatever its name', () => {
    const { operations } = translated(
      apiWith([route('GET /x/{id}', backend, { requestParameters: { 'method.request.querystring.id': true } })]),
    );
    expect(operations).toMatchObject([{ urlTemplate: '/x/{id}', templateParameters: [{ name: 'id' }] }]);
  });

  it('12: a validated body of more than 100 KiB is a decision, and may be left to API Gateway', () => {
    const validated = apiWith(
      [
        route('POST /a', backend, {
          requestValidatorId: 'v',
          requestModels: { 'application/json': 'Order' },
        }),
      ],
      {
        requestValidators: [
          { at: at('v'), id: 'v', name: 'body', validateRequestBody: true, validateRequestParameters: false },
        ],
        models: [{ at: at('m'), name: 'Order', contentType: 'application/json', schema: '{"type":"object"}' }],
      },
    );
    const decision = translated(validated).findings.find(({ code }) => code === 'BODY-VALIDATION');
    expect(decision?.options?.map(({ name }) => name)).toContain('validate-content-refuse-larger');
    const kept = translated(validated, { 'BODY-VALIDATION': 'keep-api-gateway-origin' });
    expect(kept.findings.find(({ code }) => code === 'ROUTE-ORIGIN')?.message).toContain('requests are validated');
  });
});

describe('models', () => {
  it('13: a recursive model is cut where an import would refuse it, by decision', () => {
    const models = [
      {
        at: below(api.at, 'models', 'Tree'),
        name: 'Tree',
        contentType: 'application/json',
        schema: JSON.stringify({
          type: 'object',
          properties: { child: { $ref: 'https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/Tree' } },
        }),
      },
    ];
    const { findings, schemas } = translated(apiWith([route('GET /a', backend)], { models }));
    expect(findings.map(({ code }) => code)).toContain('MODEL-CUT');
    expect(JSON.stringify(schemas)).not.toContain('$ref');
  });
});
