import { describe, expect, it } from 'vitest';
import { writePolicy } from '../../../src/policy/write.ts';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { apiWith, route, translated } from '../fixture.ts';
import { api, at, backend, domain, planOf, proxy } from './edge-fixture.ts';

describe('integrations', () => {
  it('29: a custom integration sends no secret of the caller', async () => {
    const ask = bothGateways(
      definitionOf({ 'GET /a': { ...proxy, type: 'http', responses: { default: { statusCode: '200' } } } }),
    );
    const { target } = await ask(
      {
        path: '/a',
        query: [['token', 'secret']],
        headers: [
          ['Authorization', 'secret'],
          ['Cookie', 'secret'],
          ['x-api-key', 'secret'],
        ],
      },
      answering(200),
    );
    expect(JSON.stringify(target.backendRequests)).not.toContain('secret');
  });

  it('30, 31: a function keeps its event, and its error the status that a pattern gives it', async () => {
    const uri =
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f/invocations';
    const ask = bothGateways(
      definitionOf({
        'GET /proxy': { type: 'aws_proxy', httpMethod: 'POST', uri },
        'GET /custom': {
          type: 'aws',
          httpMethod: 'POST',
          uri,
          responses: { 'default': { statusCode: '200' }, 'not found.*': { statusCode: '404' } },
        },
      }),
    );
    const proxied = await ask({ path: '/proxy' }, { backend: { answers: { lambda: { statusCode: 201 } } } });
    const [event] = proxied.target.backendRequests;
    expect(JSON.parse(event?.body.toString() ?? '{}')).toMatchObject({ resource: '/proxy', httpMethod: 'GET' });
    const failed = await ask(
      { path: '/custom' },
      { backend: { answers: { lambda: { error: { errorMessage: 'not found: 7' } } } } },
    );
    expect(failed.statuses).toEqual([404, 404]);
  });

  it('32: the whole call has the time that API Gateway gives it', () => {
    const timeout = (changes: object) => {
      const [policy] = translated(apiWith([route('GET /a', { ...backend, ...changes })])).operationPolicies;
      return /<forward-request ([^>]*)\/>/.exec(policy === undefined ? '' : writePolicy(policy.document))?.[1]?.trim();
    };
    expect(timeout({})).toBe('timeout="29"');
    expect(timeout({ timeoutMs: 1500 })).toBe('timeout-ms="1500"');
  });

  it("33: errors of the gateway itself are in API Gateway's words, with the headers that it was told to add", () => {
    const { apiPolicy } = translated(
      apiWith([route('GET /a', backend)], {
        gatewayResponses: [
          {
            at: at('gatewayresponses/DEFAULT_5XX'),
            responseType: 'DEFAULT_5XX',
            responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
            responseTemplates: {},
          },
        ],
      }),
    );
    const xml = writePolicy(apiPolicy);
    const timeout = xml.slice(xml.indexOf('LastError.Reason == &quot;Timeout&quot;'));
    const branch = timeout.slice(0, timeout.indexOf('</when>'));
    expect(branch).toContain('<set-status code="504"');
    expect(branch).toContain('{"message":"Endpoint request timed out"}');
    expect(branch).toContain('Access-Control-Allow-Origin');
  });

  it("34: the backend's CORS headers do not come twice", async () => {
    const ask = bothGateways(
      definitionOf(
        {
          'GET /a': {
            type: 'HTTP_PROXY',
            httpMethod: 'GET',
            uri: 'https://orders.example.com/',
            payloadFormatVersion: '1.0',
          },
        },
        { 'x-amazon-apigateway-cors': { allowOrigins: ['https://shop.example.com'], allowMethods: ['GET'] } },
      ),
    );
    const { target } = await ask(
      { path: '/a', headers: [['Origin', 'https://shop.example.com']] },
      answering(200, [['Access-Control-Allow-Origin', '*']]),
    );
    const origins = target.response.headers.filter(([name]) => /^access-control-allow-origin$/i.test(name));
    expect(origins).toEqual([['Access-Control-Allow-Origin', 'https://shop.example.com']]);
  });

  it('35: origins by pattern block, and all of them with credentials too', () => {
    const codes = (allowOrigins: readonly string[], allowCredentials: boolean) =>
      translated(
        apiWith([route('GET /a', backend)], {
          type: 'HTTP',
          cors: {
            at: at('cors'),
            allowCredentials,
            allowHeaders: [],
            allowMethods: [],
            allowOrigins,
            exposeHeaders: [],
          },
        }),
      ).findings.map(({ code }) => code);
    expect(codes(['https://*.example.com'], false)).toContain('CORS-ORIGIN-PATTERN');
    expect(codes(['*'], true)).toContain('CORS-ORIGIN-PATTERN');
    expect(codes(['*'], false)).not.toContain('CORS-ORIGIN-PATTERN');
  });

  it('36: address filters say what they see behind a proxy', () => {
    const policy = JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
          Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
        },
      ],
    });
    const { findings } = translated(apiWith([route('GET /a', backend)], { policy }));
    const found = findings.find(({ code }) => code === 'RESOURCE-POLICY-ADDRESSES');
    expect(found?.apimBehaviour).toContain('behind a proxy that is the proxy');
  });

  it('37: callers with certificates are not let in without', () => {
    const domainNames = [domain('api.example.com', '', { mutualTlsTruststoreUri: 's3://trust/store.pem' })];
    const { findings, steps } = planOf([api], { domainNames });
    expect(findings.map(({ code, severity }) => [code, severity])).toContainEqual(['ROUTE-MUTUAL-TLS', 'blocker']);
    expect(steps.filter(({ id }) => id.startsWith('import:'))).toEqual([]);
  });
});
