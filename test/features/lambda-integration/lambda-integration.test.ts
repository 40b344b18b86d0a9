import { describe, expect, test } from 'vitest';
import type { RunRequest } from '../../../src/model/run.ts';
import { below } from '../../../src/model/source-ref.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { apiWith, inventoryOf, route, stageWith } from '../fixture.ts';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:orders';
const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${ARN}/invocations`;
const proxy = { type: 'AWS_PROXY', httpMethod: 'POST', uri } as const;
const keys = { accessKeyIdSecret: 'aws-id', secretAccessKeySecret: 'aws-key' };
const role = { roleArn: 'arn:aws:iam::111122223333:role/apim', audience: 'api://crossgate' };

type Access = Partial<Pick<RunRequest, 'aws' | 'functionApps'>>;

function plan(option: string | undefined, more: Access = {}, api = apiWith([route('GET /orders/{id}', proxy)])) {
  const decisions = { '*': 'recommended', ...(option !== undefined && { 'LAMBDA-TARGET': option }) };
  const own = {
    at: api.at,
    arn: ARN,
    name: 'orders',
    invokers: [],
    urls: [{ url: 'https://abc.lambda-url.us-east-1.on.aws/', authType: 'NONE' }],
  };
  const inventory = inventoryOf([api], { functions: [own] });
  return translateApi(api, inventory, { mode: 'migrate', decisions, keyVault: 'contoso-vault', ...more });
}

/** Findings of routes, the resources, and policies as they are written. Faults fail the test. */
function shown(translated: ReturnType<typeof plan>): string {
  const policies = [
    ['api', translated.apiPolicy] as const,
    ...translated.operationPolicies.map(({ operationId, document }) => [operationId, document] as const),
  ];
  for (const [name, document] of policies)
    expect(validatePolicy(document, name === 'api' ? 'api' : 'operation')).toEqual([]);
  const resources = [...translated.resources, ...translated.shared];
  return [
    ...translated.findings
      .filter(({ code }) => code !== 'ROUTE-UNKNOWN')
      .map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
    ...resources.map(({ path, properties }) => `${path} ${JSON.stringify(properties)}`),
    ...translated.entries.map(({ construct, column, feature }) => `${construct} ${column} (${feature})`),
    ...policies.map(([name, document]) => `# policy of ${name}\n${writePolicy(document)}`),
  ].join('\n');
}

test.each<[string, string | undefined, Access]>([
  ['keys', 'invoke-function', { aws: keys }],
  ['role', 'invoke-function', { aws: role }],
  ['url', 'function-url', {}],
  ['app', 'function-app', { functionApps: { [ARN]: 'https://orders.azurewebsites.net/api' } }],
])('%s', async (name, option, more) => {
  const text = shown(plan(option, more));
  expect(text).not.toContain('execute-api');
  await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
});

describe('a guarded route', () => {
  const at = apiWith([]).at;
  const people = { at: below(at, 'authorizers', 'au1'), id: 'au1', name: 'people', audience: [] };
  const pool = {
    ...people,
    type: 'COGNITO_USER_POOLS',
    providerArns: ['arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_a'],
    identitySource: 'method.request.header.Authorization',
  } as const;
  const guarded = (authorizationType: 'COGNITO_USER_POOLS' | 'AWS_IAM') =>
    apiWith([route('GET /orders/{id}', proxy, { authorizationType, authorizerId: 'au1' })], { authorizers: [pool] });

  test('tells the function the claims of the verified token', async () => {
    const text = shown(plan('invoke-function', { aws: keys }, guarded('COGNITO_USER_POOLS')));
    expect(text).not.toContain('execute-api');
    await expect(text).toMatchFileSnapshot('golden/user-pool.txt');
  });

  test('by IAM is not served without API Gateway', () => {
    const codes = plan('invoke-function', { aws: keys }, guarded('AWS_IAM')).findings.map(({ code }) => code);
    expect(codes).not.toContain('LAMBDA-TARGET');
  });
});

test.each<[string, Access, string]>([
  ['invoke-function', {}, 'does not say how calls of AWS are signed'],
  ['function-app', {}, 'has no address for'],
  ['replace', { aws: keys }, 'is none of'],
])('%s with %j cannot be carried', (option, more, why) => {
  const { findings, operations } = plan(option, more);
  expect(findings.find(({ code }) => code === 'ROUTE-FUNCTION')).toMatchObject({
    severity: 'blocker',
    message: expect.stringContaining(why) as string,
  });
  expect(operations).toEqual([]);
});

test('without a decision, or by the name of another route, API Gateway stays the origin', () => {
  for (const option of [undefined, 'keep-api-gateway-origin']) {
    const codes = plan(option, { aws: keys }).findings.map(({ code }) => code);
    expect(codes).toContain('ROUTE-ORIGIN');
    expect(codes).not.toContain('LAMBDA-TARGET');
  }
});

test.each<[string, ReturnType<typeof apiWith>]>([
  ['a caller is told', apiWith([route('GET /a', proxy, { authorizationType: 'CUSTOM', authorizerId: 'x' })])],
  [
    'a mapping breaks',
    apiWith([route('GET /a', { ...proxy, requestParameters: { 'integration.request.header.TE': "'x'" } })]),
  ],
  ['a GET calls', apiWith([route('GET /a', { ...proxy, httpMethod: 'GET' })])],
  [
    'no policy says what a template writes',
    apiWith([
      route('GET /a', { ...proxy, type: 'AWS', requestTemplates: { 'application/json': '#evaluate($input.body)' } }),
    ]),
  ],
  [
    'a template sets a header of the invocation',
    apiWith([
      route('GET /a', {
        ...proxy,
        type: 'AWS',
        requestTemplates: {
          'application/json': '#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event"){}',
        },
      }),
    ]),
  ],
  [
    'a template makes an event that is no JSON',
    apiWith([route('GET /a', { ...proxy, type: 'AWS', requestTemplates: { 'application/json': 'no event' } })]),
  ],
  ['answers are streamed', apiWith([route('GET /a', { ...proxy, responseTransferMode: 'STREAM' })])],
  [
    'a variable looks secret',
    apiWith([route('GET /a', proxy)], { stage: stageWith({ variables: { dbPassword: 'x' } }) }),
  ],
  [
    'a pattern is not of both languages',
    apiWith([
      route('GET /a', {
        ...proxy,
        type: 'AWS',
        responses: [
          {
            at: apiWith([]).at,
            statusCode: '404',
            selectionPattern: String.raw`\d+`,
            responseParameters: {},
            responseTemplates: {},
          },
        ],
      }),
    ]),
  ],
])('where %s, API Gateway goes on calling the function', (_why, api) => {
  const codes = plan('invoke-function', { aws: keys }, api).findings.map(({ code }) => code);
  expect(codes).toContain('ROUTE-ORIGIN');
  expect(codes).not.toContain('LAMBDA-TARGET');
});

test('a custom name gives events its base path', () => {
  const api = apiWith([route('GET /orders', proxy)]);
  const domain = {
    at: api.at,
    name: 'api.example.com',
    endpointType: 'REGIONAL' as const,
    mappings: [{ at: api.at, path: 'v1', apiId: api.id, stage: 'prod' }],
    routingRules: [],
    accessAssociations: [],
  };
  const inventory = inventoryOf([api], { domainNames: [domain] });
  const decisions = { '*': 'recommended', 'LAMBDA-TARGET': 'invoke-function' };
  const { operationPolicies } = translateApi(api, inventory, { mode: 'migrate', decisions, aws: keys, keyVault: 'v' });
  const xml = operationPolicies.map(({ document }) => writePolicy(document)).join('');
  expect(xml).toContain('&quot;/v1&quot; + Regex.Replace(');
  expect(xml).not.toContain('&quot;/prod&quot;');
});
