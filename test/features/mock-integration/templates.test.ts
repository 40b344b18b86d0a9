import { describe, expect, it } from 'vitest';
import { bothGateways, definitionOf, type Asked } from '../../support/both-gateways.ts';

const json = (template: string) => ({ 'application/json': template });
const mock = (request: Readonly<Record<string, string>>, responses: Readonly<Record<string, object>>) => ({
  type: 'mock',
  requestTemplates: request,
  responses,
});

/** Asks both gateways, which have to do the same. */
function asking(integration: object, line = 'GET /orders/{id}', around = {}) {
  const ask = bothGateways(definitionOf({ [line]: integration as Record<string, unknown> }, around));
  return async (...asked: Parameters<typeof ask>): Promise<Asked> => {
    const result = await ask(...asked);
    expect(result.open).toEqual([]);
    return result;
  };
}

const answer = ({ target }: Asked): string => target.response.body.toString();

const RESPONSES = {
  'default': { statusCode: '200', responseTemplates: json(`{"id":"$input.params('id')"}`) },
  '4\\d{2}': { statusCode: '404', responseParameters: { 'method.response.header.X-Found': "'no'" } },
  '5.*': { statusCode: '500', responseTemplates: json('$context.requestOverride.querystring.why') },
};

describe('a mock', () => {
  it('answers by the response of its constant status', async () => {
    for (const [template, status] of [
      ['{"statusCode": 200}', 200],
      ['{statusCode: 404}', 404],
      ['text before {"statusCode" : 404, }', 404],
      ['{"statusCode": 302}', 200],
    ] as const) {
      const asked = await asking(mock(json(template), RESPONSES))({ path: '/orders/7' });
      expect(asked.statuses).toEqual([status, status]);
      expect(asked.open).toEqual([]);
    }
  });

  it('fails without a status', async () => {
    const asked = await asking(mock(json('{"status": 200}'), RESPONSES))({ path: '/orders/7' });
    expect([asked.statuses, asked.open]).toEqual([[500, 500], []]);
  });

  it('answers by the status that the request makes', async () => {
    const template = `#set($context.requestOverride.querystring.why = "asked")#if($input.params('fail') != ""){"statusCode": 500}#elseif($input.params('id') == "7")no JSON statusCode : 200, #else{}#end`;
    const ask = asking(mock(json(template), RESPONSES));
    const fine = await ask({ path: '/orders/7' });
    expect([fine.statuses[1], answer(fine)]).toEqual([200, '{"id":"7"}']);
    const failed = await ask({ path: '/orders/7', query: [['fail', '1']] });
    expect([failed.statuses[1], answer(failed)]).toEqual([500, 'asked']);
    const none = await ask({ path: '/orders/8' });
    expect([none.statuses[1], answer(none)]).toEqual([500, '{"message":"Internal server error"}']);
  });

  it('answers in the type that the caller accepts, with JSON as its Content-Type', async () => {
    const responseTemplates = { 'application/xml': "<id>$input.params('id')</id>", ...json('"json"') };
    const ask = asking(mock(json('{"statusCode": 200}'), { default: { statusCode: '200', responseTemplates } }));
    const asked = await ask({ path: '/orders/7', headers: [['Accept', 'application/xml']] });
    expect([answer(asked), asked.open]).toEqual(['<id>7</id>', []]);
    expect(asked.target.response.headers).toContainEqual(['Content-Type', 'application/json']);
    expect(answer(await ask({ path: '/orders/7' }))).toBe('"json"');
  });

  it('sends no header whose source only a backend has', async () => {
    const response = {
      statusCode: '200',
      responseParameters: {
        'method.response.header.X-A': 'integration.response.header.X-A',
        'method.response.header.X-Stage': 'context.stage',
      },
    };
    const asked = await asking(mock(json('{"statusCode": 200}'), { default: response }))({ path: '/orders/7' });
    expect(asked.target.response.headers.map(([name]) => name)).not.toContain('X-A');
    expect(asked.target.response.headers).toContainEqual(['X-Stage', 'test']);
  });

  it('breaks where its template would read bytes', async () => {
    const around = { 'x-amazon-apigateway-binary-media-types': ['*/*'] };
    const own = mock(json('{"statusCode": 200}'), { default: { statusCode: '200' } });
    const asked = await asking(own, 'OPTIONS /orders', around)({ method: 'OPTIONS', path: '/orders' });
    expect([asked.statuses, asked.open]).toEqual([[500, 500], []]);
    const text = await asking(
      { ...own, contentHandling: 'CONVERT_TO_TEXT' },
      'OPTIONS /orders',
      around,
    )({
      method: 'OPTIONS',
      path: '/orders',
    });
    expect([text.statuses, text.open]).toEqual([[200, 200], []]);
  });
});
