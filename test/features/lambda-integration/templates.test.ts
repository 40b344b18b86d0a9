import { describe, expect, it } from 'vitest';
import { readCase } from '../../../src/local/compare/case.ts';
import { planTarget } from '../../../src/local/compare/planned-target.ts';
import { deploy, readExport } from '../../../src/local/compare/source-side.ts';
import { bothGateways, definitionOf, type Asked } from '../../support/both-gateways.ts';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:f';
const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${ARN}/invocations`;
const INVOKE = { decisions: { 'LAMBDA-TARGET': 'invoke-function' } };
const json = (template: string) => ({ 'application/json': template });

/** The gateways of a function behind a custom integration, which API Management invokes itself. */
function asking(changes: object, line = 'POST /orders/{id}') {
  const definition = definitionOf({
    [line]: { type: 'aws', httpMethod: 'POST', uri, responses: { default: { statusCode: '200' } }, ...changes },
  });
  const read = readExport(definition);
  const one = readCase('{"request":{"method":"GET","path":"/"}}');
  const codes = planTarget(read, deploy(read, one), INVOKE).findings.map(({ code }) => code);
  expect(codes).toContain('LAMBDA-TARGET');
  expect(codes).not.toContain('ROUTE-ORIGIN');
  const ask = bothGateways(definition, new Map(), INVOKE);
  return async (...asked: Parameters<typeof ask>): Promise<Asked> => {
    const result = await ask(...asked);
    expect([result.target.response.status, result.open]).toEqual([result.source.response.status, []]);
    expect(answer(result)).toBe(result.source.response.body.toString());
    return result;
  };
}

const lambda = (result: unknown) => ({ backend: { answers: { lambda: result } } });
const event = ({ target }: Asked): unknown => JSON.parse(target.backendRequests[0]?.body.toString() ?? '');
const answer = ({ target }: Asked): string => target.response.body.toString();
const call = { method: 'POST', path: '/orders/7', body: '{"a":[1,2]}' } as const;

/** What the console of API Gateway offers as "Method Request passthrough". */
const PASSTHROUGH = `#set($allParams = $input.params())
{
"body-json" : $input.json('$'),
"params" : {
#foreach($type in $allParams.keySet())
    #set($params = $allParams.get($type))
"$type" : {
    #foreach($paramName in $params.keySet())
    "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
        #if($foreach.hasNext),#end
    #end
}
    #if($foreach.hasNext),#end
#end
},
"stage-variables" : {},
"context" : { "stage" : "$context.stage", "http-method" : "$context.httpMethod", "resource-path" : "$context.resourcePath" }
}`;

describe('the event of a custom integration', () => {
  it('is what the template of the media type makes', async () => {
    const ask = asking({ requestTemplates: json(`{"id":"$input.params('id')","all":$input.json('$')}`) });
    const asked = await ask(call, lambda({ ok: true }));
    expect(event(asked)).toEqual({ id: '7', all: { a: [1, 2] } });
    expect([answer(asked), asked.open]).toEqual(['{"ok":true}', []]);
    const text = await ask({ ...call, headers: [['Content-Type', 'text/plain']] }, lambda({ ok: true }));
    expect(event(text)).toEqual({ a: [1, 2] });
  });

  it('is refused for other types where they do not pass', async () => {
    const ask = asking({ requestTemplates: json('{}'), passthroughBehavior: 'never' });
    const asked = await ask({ ...call, headers: [['Content-Type', 'text/plain']] }, lambda({}));
    expect([asked.statuses, asked.open]).toEqual([[415, 415], []]);
    expect(asked.target.backendRequests).toEqual([]);
  });

  it('is of all parameters of a request', async () => {
    const ask = asking({ requestTemplates: json(PASSTHROUGH) });
    const asked = await ask({ ...call, query: [['q', 'a "q"']], headers: [['X-Who', 'me']] }, lambda({ ok: true }));
    expect(event(asked)).toMatchObject({
      'body-json': { a: [1, 2] },
      'params': { path: { id: '7' }, header: { 'X-Who': 'me' } },
      'context': { 'stage': 'test', 'http-method': 'POST', 'resource-path': '/orders/{id}' },
    });
  });

  it('may come later', async () => {
    const ask = asking({
      requestTemplates: json('{"later":$input.body}'),
      requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
      responses: { default: { statusCode: '202', responseTemplates: json('{"started":true,"read":$input.body}') } },
    });
    const asked = await ask(call, lambda({ unseen: true }));
    expect(event(asked)).toEqual({ later: { a: [1, 2] } });
    expect([asked.statuses[1], answer(asked)]).toEqual([202, '{"started":true,"read":{}}']);
  });
});

describe('the answer of a custom integration', () => {
  it('is what the template of the response makes that errorMessage selects', async () => {
    const ask = asking({
      responses: {
        'default': {
          statusCode: '200',
          responseTemplates: json('#set($r = $input.path("$"))$r.n and $r.text'),
          responseParameters: { 'method.response.header.X-Text': 'integration.response.body.text' },
        },
        'not found.*': {
          statusCode: '404',
          responseTemplates: json('{"why":$input.json("$.errorMessage")}'),
          responseParameters: { 'method.response.header.X-Stage': 'context.stage' },
        },
      },
    });
    const fine = await ask(call, lambda({ n: 1, text: 'a' }));
    expect([fine.statuses[1], answer(fine)]).toEqual([200, '1 and a']);
    expect(fine.target.response.headers).toContainEqual(['X-Text', 'a']);
    const failed = await ask(call, lambda({ error: { errorMessage: 'not found: 7' } }));
    expect([failed.statuses[1], answer(failed)]).toEqual([404, '{"why":"not found: 7"}']);
    expect(failed.target.response.headers).toContainEqual(['X-Stage', 'test']);
  });

  it('takes its status from the result', async () => {
    const ask = asking({
      responses: {
        default: {
          statusCode: '200',
          responseTemplates: json(
            '#set($root = $input.path("$"))$input.json("$.body")#if($root.toString().contains("no"))#set($context.responseOverride.status = $root.statusCode)#end',
          ),
        },
      },
    });
    const bad = await ask(call, lambda({ statusCode: 422, body: 'no' }));
    expect([bad.statuses[1], answer(bad)]).toEqual([422, '"no"']);
    const fine = await ask(call, lambda({ statusCode: 422, body: 'fine' }));
    expect([fine.statuses[1], answer(fine)]).toEqual([200, '"fine"']);
  });
});
