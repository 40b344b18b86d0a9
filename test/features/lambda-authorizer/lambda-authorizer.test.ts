import { describe, expect, it } from 'vitest';
import type { AwsApi, AwsAuthorizer, AwsRoute } from '../../../src/model/aws.ts';
import { below } from '../../../src/model/source-ref.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { apiWith, golden, goldenOf, inventoryOf, route, stageWith, translated } from '../fixture.ts';

const CODE = 'AUTHORIZER-TARGET';
const DECIDED = { [CODE]: 'invoke-function' };
const aws = { roleArn: 'arn:aws:iam::111122223333:role/apim', audience: 'api://crossgate' };
const key = { accessKeyIdSecret: 'aws-id', secretAccessKeySecret: 'aws-key' };
const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:who:live';
const URI = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${ARN}/invocations`;
const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;

const authorizer = (changes: Partial<AwsAuthorizer> = {}): AwsAuthorizer => ({
  at: below(apiWith([]).at, 'authorizers', 'au1'),
  id: 'au1',
  name: 'people',
  type: 'TOKEN',
  providerArns: [],
  audience: [],
  uri: URI,
  identitySource: 'method.request.header.Authorization',
  ...changes,
});
const guarded = (line = 'GET /orders/{id}', changes: Partial<AwsRoute> = {}): AwsRoute =>
  route(line, backend, { authorizationType: 'CUSTOM', authorizerId: 'au1', ...changes });
const api = (by: Partial<AwsAuthorizer> = {}, changes: Partial<AwsApi> = {}): AwsApi =>
  apiWith([guarded()], { authorizers: [authorizer(by)], ...changes });

type Terms = Partial<Parameters<typeof translateApi>[2]>;
const decided = (of: AwsApi, terms: Terms = {}) => {
  const result = translateApi(of, inventoryOf([of]), {
    mode: 'migrate',
    decisions: DECIDED,
    keyVault: 'vault',
    aws,
    ...terms,
  });
  return {
    ...result,
    findings: result.findings.filter(({ code }) => !/^(ROUTE-UNKNOWN|HTTP-GATEWAY-HEADERS)$/.test(code)),
  };
};
const codes = (of: AwsApi) => decided(of).findings.map(({ code }) => code);

describe('a TOKEN authorizer', () => {
  it('is asked with credentials of a role, and its answers are kept', async () => {
    const own = api({ identityValidationExpression: '^Bearer [a-z]+$' });
    await expect(goldenOf(decided(own))).toMatchFileSnapshot('golden/token.txt');
  });

  it('is asked with an access key of the vault, and nothing is kept where it says so', async () => {
    await expect(goldenOf(decided(api({ resultTtl: 0 }), { aws: key }))).toMatchFileSnapshot(
      'golden/token-uncached.txt',
    );
  });

  it('keeps API Gateway as the origin until somebody decides', async () => {
    await expect(golden(api())).toMatchFileSnapshot('golden/open.txt');
    const assessed = translateApi(api(), inventoryOf([api()]), { mode: 'assess', decisions: {} });
    expect(assessed.findings.find(({ code }) => code === CODE)?.severity).toBe('decision');
  });

  it('blocks where "aws" of the run is missing', async () => {
    await expect(golden(api(), DECIDED)).toMatchFileSnapshot('golden/no-aws.txt');
  });

  it('takes nothing else for an answer', () => {
    const { findings, operations } = translated(api(), { [CODE]: 'ask' });
    expect(findings.find(({ code }) => code === CODE)?.severity).toBe('blocker');
    expect(operations).toHaveLength(1);
  });

  it('is decided once for all of its routes', () => {
    const both = apiWith([guarded(), guarded('POST /orders/{id}')], { authorizers: [authorizer()] });
    const { findings, entries } = translated(both);
    expect(findings.filter(({ code }) => code === CODE)).toHaveLength(1);
    expect(entries.filter(({ construct }) => construct === 'authorizer')).toHaveLength(1);
  });

  it('is asked by an external cache in the Consumption tier', () => {
    const text = JSON.stringify(decided(api(), { target: { tier: 'Consumption' } }).operationPolicies);
    expect(text).toContain('prefer-external');
    expect(text).not.toContain('"internal"');
  });

  it.each([
    ['a pattern that .NET may read otherwise', { identityValidationExpression: String.raw`\w+` }],
    ['an unknown function', { uri: 'arn:aws:apigateway:eu-west-1:lambda:path/functions/${stageVariables.fn}' }],
    ['another partition', { uri: URI.replaceAll('arn:aws:lambda', 'arn:aws-cn:lambda') }],
    ['a token that is no header', { identitySource: 'method.request.querystring.token' }],
    ['no source', { identitySource: '' }],
  ])('stays with API Gateway for %s', (_, changes) => {
    expect(codes(api(changes))).toEqual(['ROUTE-ORIGIN']);
  });

  it('stays with API Gateway where it names the API key', () => {
    const keyed = apiWith([guarded('GET /orders/{id}', { apiKeyRequired: true })], {
      authorizers: [authorizer()],
      apiKeySource: 'AUTHORIZER',
    });
    expect(codes(keyed)).toContain('ROUTE-ORIGIN');
    expect(codes(keyed)).not.toContain(CODE);
  });

  it('stays with API Gateway where a context is mapped that no plain path says', () => {
    const mapped = { ...backend, requestParameters: { 'integration.request.header.X': 'context.authorizer.a.b' } };
    const own = apiWith(
      [{ ...guarded(), ...route('GET /orders/{id}', mapped, { authorizationType: 'CUSTOM', authorizerId: 'au1' }) }],
      {
        authorizers: [authorizer()],
      },
    );
    expect(codes(own)).toContain('ROUTE-ORIGIN');
  });
});

describe('a REQUEST authorizer', () => {
  const rest = {
    type: 'REQUEST',
    identitySource: 'method.request.header.X-Who,method.request.querystring.team',
  } as const;

  it('is told the event of format 1.0 and kept by all its sources', async () => {
    await expect(goldenOf(decided(api(rest)))).toMatchFileSnapshot('golden/request.txt');
  });

  it('of an HTTP API gives a simple response', async () => {
    const own = api(
      { type: 'REQUEST', identitySource: '$request.header.X-Who', payloadFormatVersion: '2.0', simpleResponses: true },
      { type: 'HTTP', stage: stageWith({ name: '$default' }) },
    );
    await expect(goldenOf(decided(own))).toMatchFileSnapshot('golden/simple.txt');
  });

  it('of an HTTP API is kept for each route where it decides by the key of the route', () => {
    const identitySource = '$request.header.X-Who,$context.routeKey';
    const own = api({ type: 'REQUEST', identitySource, resultTtl: 60, simpleResponses: true }, { type: 'HTTP' });
    const text = JSON.stringify(decided(own).operationPolicies);
    // As JSON in the text that is hashed; the event has it as it is.
    expect(text.includes(JSON.stringify('"GET /orders/{id}"'))).toBe(true);
  });

  it('is kept for nobody apart where it has no sources', () => {
    const text = JSON.stringify(decided(api({ type: 'REQUEST' as const, identitySource: '' })).operationPolicies);
    expect(text).toContain('authorizer-event');
    expect(text).not.toContain('authorizer-key');
  });

  it.each([
    ['a source without counterpart', { ...rest, identitySource: 'context.identity.userArn' }, {}],
    ['a variable that is not set', { ...rest, identitySource: 'stageVariables.x' }, {}],
    ['a secret variable', rest, { stage: stageWith({ variables: { apiKey: 'x' } }) }],
  ])('stays with API Gateway for %s', (_, by, changes) => {
    const found = codes(api(by, changes));
    expect(found).toContain('ROUTE-ORIGIN');
    expect(found).not.toContain(CODE);
  });
});
