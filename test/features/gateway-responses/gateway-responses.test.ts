import { describe, expect, it } from 'vitest';
import type { AwsApi, AwsGatewayResponse } from '../../../src/model/aws.ts';
import { below } from '../../../src/model/source-ref.ts';
import { elementsOf, type PolicyElement } from '../../../src/policy/tree.ts';
import { writeElement } from '../../../src/policy/write.ts';
import { apiWith, golden, route, translated } from '../fixture.ts';

const backend = route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' });
const response = (responseType: string, changes: Partial<AwsGatewayResponse> = {}): AwsGatewayResponse => ({
  at: below(apiWith([]).at, 'gatewayResponses', responseType),
  responseType,
  responseParameters: {},
  responseTemplates: {},
  ...changes,
});
const apiOf = (responses: readonly AwsGatewayResponse[], changes: Partial<AwsApi> = {}): AwsApi =>
  apiWith([backend], { gatewayResponses: responses, ...changes });

/** The branch of on-error that answers an error of this source or reason. */
function answerTo(api: AwsApi, error: string): string {
  const [choose] = elementsOf(translated(api).apiPolicy.onError).filter(({ name }) => name === 'choose');
  const branch = elementsOf(choose?.children ?? []).find((each) =>
    JSON.stringify(each.attributes['condition']).includes(`"${error}"`),
  );
  return writeElement(elementsOf(branch?.children ?? [])[0] as PolicyElement);
}

it('words every refusal as a REST API does where nothing is configured', async () => {
  await expect(golden(apiOf([]))).toMatchFileSnapshot('golden/rest-defaults.txt');
});

it('words them as an HTTP API does', () => {
  const api = apiOf([], { type: 'HTTP' });
  expect(answerTo(api, 'configuration')).toContain('<set-status code="404" reason="Not Found" />');
  expect(answerTo(api, 'configuration')).toContain('{"message":"Not Found"}');
  expect(answerTo(api, 'Timeout')).toContain('<set-status code="503" reason="Service Unavailable" />');
});

describe('a gateway response', () => {
  const own = response('INVALID_API_KEY', {
    statusCode: '401',
    responseParameters: {
      'gatewayresponse.header.WWW-Authenticate': "'Key'",
      'gatewayresponse.header.X-Origin': 'method.request.header.Origin',
      'gatewayresponse.header.X-Id': 'context.requestId',
    },
    responseTemplates: {
      'application/json': '{"code":"$context.error.responseType","why":$context.error.messageString}',
    },
  });
  const fallback = response('DEFAULT_4XX', {
    statusCode: '418',
    responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
    responseTemplates: { 'application/json': '{"at":"$context.path"}' },
  });

  it('of the type gives status, headers and body, and takes nothing of the default', () => {
    expect(answerTo(apiOf([own, fallback]), 'authorization')).toBe(
      `<return-response>
  <set-status code="401" reason="Unauthorized" />
  <set-header name="Content-Type" exists-action="override">
    <value>application/json</value>
  </set-header>
  <set-header name="WWW-Authenticate" exists-action="override">
    <value>Key</value>
  </set-header>
  <set-header name="X-Origin" exists-action="override">
    <value>@(context.Request.Headers.GetValueOrDefault("Origin", ""))</value>
  </set-header>
  <set-header name="X-Id" exists-action="override">
    <value>@(context.RequestId.ToString())</value>
  </set-header>
  <set-body>{"code":"INVALID_API_KEY","why":"Forbidden"}</set-body>
</return-response>
`,
    );
  });

  it('of DEFAULT_4XX answers for the types that are not set, not for errors of the server', () => {
    const api = apiOf([own, fallback]);
    expect(answerTo(api, 'RateLimitExceeded')).toContain('<set-status code="418"');
    expect(answerTo(api, 'RateLimitExceeded')).toContain(
      '@("{\\"at\\":\\"" + context.Request.OriginalUrl.Path + "\\"}")',
    );
    expect(answerTo(api, 'RateLimitExceeded')).toContain('Access-Control-Allow-Origin');
    expect(answerTo(api, 'Timeout')).toContain('<set-status code="504" reason="Gateway Timeout" />');
  });

  it('is in the column of who gives it, with what of it is left out', () => {
    const odd = response('THROTTLED', {
      responseParameters: { 'gatewayresponse.header.X': 'method.request.path.id' },
      responseTemplates: { 'application/json': '$context.authorizer.tenant', 'application/xml': '<e/>' },
    });
    const { entries, findings } = translated(
      apiOf([own, odd, response('BAD_REQUEST_BODY'), response('WAF_FILTERED'), response('NEW_TYPE')]),
    );
    const columns = entries.filter(({ construct }) => construct === 'gateway-response').map(({ column }) => column);
    expect(columns).toEqual(['differs', 'differs', 'differs', 'manual', 'manual']);
    expect(findings.map(({ code }) => code)).toEqual([
      'GATEWAY-RESPONSE',
      'GATEWAY-RESPONSE',
      'GATEWAY-RESPONSE-PARTS',
      'GATEWAY-RESPONSE-OF-ORIGIN',
      'GATEWAY-RESPONSE-OF-WAF',
      'GATEWAY-RESPONSE-UNKNOWN',
    ]);
    expect(findings[2]?.message).toBe(
      'Parts of the gateway response THROTTLED are not carried: gatewayresponse.header.X from method.request.path.id, ' +
        '$context.authorizer.tenant, the template for application/xml.',
    );
  });

  it('cannot become markup, C# or a named value', () => {
    const hostile = `"]]><set-status code="200"/>{{secret}}@(context.Subscription.Key) $context.requestId \\`;
    const answer = answerTo(
      apiOf([response('INVALID_API_KEY', { responseTemplates: { 'application/json': hostile } })]),
      'authorization',
    );
    expect(answer).not.toContain('{{');
    expect(answer.match(/<set-status/g)).toHaveLength(1);
    expect(answer).toContain('@(context.Subscription.Key) " + context.RequestId.ToString()');
  });
});
