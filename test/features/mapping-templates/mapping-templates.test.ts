import { describe, expect, it } from 'vitest';
import type { AwsIntegration } from '../../../src/model/aws.ts';
import { below } from '../../../src/model/source-ref.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { apiWith, golden, route, stageWith, translated } from '../fixture.ts';

const at = below(apiWith([]).at, 'response');
const response = (responseTemplates: Readonly<Record<string, string>>): AwsIntegration['responses'][number] => ({
  at,
  statusCode: '200',
  responseParameters: {},
  responseTemplates,
});
const http = { type: 'HTTP', httpMethod: 'POST', uri: 'https://orders.example.com/in' } as const;
const json = (text: string) => ({ 'application/json': text });

describe('a mapping template', () => {
  it('is an expression of set-body', async () => {
    const orders = route('POST /orders/{id}', {
      ...http,
      requestTemplates: json(
        `{"id":"$input.params('id')","from":"$context.identity.sourceIp","by":"$stageVariables.by"}`,
      ),
      responses: [response(json('$input.json("$.order")'))],
    });
    const api = apiWith([orders], { stage: stageWith({ variables: { by: 'crossgate' } }) });
    await expect(golden(api)).toMatchFileSnapshot('golden/http.txt');
  });

  it('that sets overrides is staged in a variable', async () => {
    const orders = route('POST /orders', {
      ...http,
      requestTemplates: json('#set($context.requestOverride.header.X-Kind = $input.path("$.kind"))$input.body'),
      responses: [response(json('#set($context.responseOverride.status = 201){}'))],
    });
    await expect(golden(apiWith([orders]))).toMatchFileSnapshot('golden/overrides.txt');
  });

  it('of a mock whose status depends on the request', async () => {
    const mock = route('GET /orders', {
      type: 'MOCK',
      requestTemplates: json(`{"statusCode": #if($input.params('full') == "yes")200#{else}404#end}`),
      responses: [
        response(json('{"orders":[]}')),
        { ...response(json('{"message":"$context.requestId"}')), statusCode: '404', selectionPattern: '4\\d{2}' },
      ],
    });
    await expect(golden(apiWith([mock]))).toMatchFileSnapshot('golden/mock.txt');
  });
});

describe('what a template says', () => {
  const withTemplate = (text: string) =>
    apiWith([route('POST /orders', { ...http, requestTemplates: json(text), responses: [response({})] })]);
  const ofTemplates = (api: ReturnType<typeof apiWith>, decisions = {}) => {
    const { entries, findings } = translated(api, decisions);
    return {
      columns: entries.filter(({ construct }) => construct === 'mapping-template').map(({ column }) => column),
      findings: findings.filter(({ code }) => code.startsWith('TEMPLATE-')),
    };
  };

  it.each([
    ['{"constant":true}', 'translated', []],
    [`{"id":"$input.params('id')"}`, 'translated', []],
    ['{"price":$input.path("$.price")}', 'differs', [['TEMPLATE-DIFFERS', 'review']]],
  ])('%s: %s', (text, column, findings) => {
    const found = ofTemplates(withTemplate(text));
    expect(found.columns).toEqual([column]);
    expect(found.findings.map(({ code, severity }) => [code, severity])).toEqual(findings);
  });

  it('takes text for text where a validator refuses other payloads', () => {
    const schema = JSON.stringify({
      type: 'object',
      properties: { name: { type: 'string' }, tags: { type: 'array', items: { $ref: '#/definitions/Tag' } } },
      definitions: { Tag: { type: 'object', properties: { id: { type: 'string' } } } },
    });
    const text = '#set($in = $input.path("$"))$in.name:#foreach($tag in $in.tags)$tag.id#end';
    const validated = { requestValidatorId: 'v', requestModels: { 'application/json': 'Order' } };
    const orders = route(
      'POST /orders',
      { ...http, requestTemplates: json(text), responses: [response({})] },
      validated,
    );
    const api = apiWith([orders], {
      models: [{ at, name: 'Order', contentType: 'application/json', schema }],
      requestValidators: [{ at, id: 'v', name: 'all', validateRequestBody: true, validateRequestParameters: false }],
    });
    const decisions = { 'BODY-VALIDATION': 'validate-content-refuse-larger' };
    expect(ofTemplates(api, decisions)).toEqual({ columns: ['translated'], findings: [] });
    const xml = translated(api, decisions)
      .operationPolicies.map(({ document }) => writePolicy(document))
      .join('');
    expect(xml).toContain('output.Append((string)tag.SelectToken("id") ?? "");');
  });

  it('names the line, and where both gateways may differ', () => {
    const [finding] = ofTemplates(withTemplate('{\n  "price": $input.path("$.price")\n}')).findings;
    expect(finding).toMatchObject({
      feature: 'mapping-templates',
      at: { pointer: '/routes/POST ~1orders/integration/requestTemplates/application~1json' },
      differs: ['status', 'header', 'body', 'backend url', 'backend header', 'backend body'],
    });
    expect(finding?.message).toContain('The request template for application/json of POST /orders, line 2: ');
  });

  const refused = withTemplate('{\n#evaluate($input.body)\n}');

  it('is refused where no policy says it: API Gateway goes on running it', () => {
    const { findings, columns } = ofTemplates(refused, { 'ROUTE-ORIGIN': 'keep-api-gateway-origin' });
    expect(columns).toEqual(['differs']);
    expect(findings.map(({ code }) => code)).toEqual(['TEMPLATE-REFUSED']);
    expect(findings[0]?.message).toContain('line 2: ');
    expect(findings[0]?.remedy).not.toBe('');
  });

  it('stands in a comment of a policy that answers 501 where API Gateway is to go', () => {
    const decisions = { 'ROUTE-ORIGIN': 'move-the-backend' };
    expect(ofTemplates(refused, decisions).columns).toEqual(['manual']);
    const xml = translated(refused, decisions)
      .operationPolicies.map(({ document }) => writePolicy(document))
      .join('');
    expect(xml).toContain('#evaluate($input.body)');
    expect(xml).toContain('<set-status code="501" reason="Not Implemented" />');
  });

  it('is refused where it computes the name of what becomes a policy', () => {
    const text = '#set($name = "X-A")\n#set($context.requestOverride.header[$name] = "b"){}';
    const { findings } = ofTemplates(withTemplate(text), { 'ROUTE-ORIGIN': 'keep-api-gateway-origin' });
    expect(findings.map(({ code }) => code)).toEqual(['TEMPLATE-REFUSED']);
    expect(findings[0]?.message).toContain('line 2: The name of a header in $context.requestOverride is computed.');
  });

  it('is refused for a stage variable that looks secret', () => {
    const api = withTemplate('$stageVariables.dbPassword');
    const secret = { ...api, stage: stageWith({ variables: { dbPassword: 'hidden-value' } }) };
    expect(ofTemplates(secret, { 'ROUTE-ORIGIN': 'keep-api-gateway-origin' }).findings[0]?.code).toBe(
      'TEMPLATE-REFUSED',
    );
    expect(golden(secret, { 'ROUTE-ORIGIN': 'keep-api-gateway-origin' })).not.toContain('hidden-value');
  });
});
