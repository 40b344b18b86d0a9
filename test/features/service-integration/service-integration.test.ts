import { expect, test } from 'vitest';
import type { AwsApi } from '../../../src/model/aws.ts';
import type { RunRequest } from '../../../src/model/run.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { apiWith, inventoryOf, route } from '../fixture.ts';

const keys = { accessKeyIdSecret: 'aws-id', secretAccessKeySecret: 'aws-key' };
const role = { roleArn: 'arn:aws:iam::111122223333:role/apim', audience: 'api://crossgate' };
const QUEUE = 'https://sqs.us-east-1.amazonaws.com/111122223333/orders';
const sending = { QueueUrl: QUEUE, MessageBody: '$request.body' };

function apiOf(subtype: string, requestParameters: Readonly<Record<string, string>>, more: object = {}): AwsApi {
  return apiWith([route('POST /orders/{id}', { type: 'AWS_PROXY', subtype, requestParameters, ...more })], {
    type: 'HTTP',
  });
}

function plan(api: AwsApi, option: string | undefined, aws?: RunRequest['aws']) {
  const decisions = { '*': 'recommended', ...(option !== undefined && { 'SERVICE-TARGET': option }) };
  return translateApi(api, inventoryOf([api]), {
    mode: 'migrate',
    decisions,
    keyVault: 'contoso-vault',
    ...(aws && { aws }),
  });
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
    ...translated.findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
    ...resources.map(({ path, properties }) => `${path} ${JSON.stringify(properties)}`),
    ...translated.entries.map(({ construct, column, feature }) => `${construct} ${column} (${feature})`),
    ...policies.map(([name, document]) => `# policy of ${name}\n${writePolicy(document)}`),
  ].join('\n');
}

test.each<[string, string, Readonly<Record<string, string>>, RunRequest['aws']]>([
  ['message', 'SQS-SendMessage', { ...sending, MessageGroupId: '$request.header.group', DelaySeconds: '5' }, keys],
  [
    'event',
    'EventBridge-PutEvents',
    { Detail: '$request.body.detail', DetailType: 'order ${request.path.id}', Source: 'shop', Region: 'eu-west-1' },
    role,
  ],
])('%s', async (name, subtype, parameters, aws) => {
  const text = shown(plan(apiOf(subtype, parameters), 'call-service', aws));
  expect(text).not.toContain('execute-api');
  await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
});

test.each<[string | undefined]>([[undefined], ['keep-api-gateway-origin']])(
  'with the decision %s API Gateway stays the origin',
  (option) => {
    const { findings, operationPolicies } = plan(apiOf('SQS-SendMessage', sending), option, keys);
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['SERVICE-TARGET', 'ROUTE-ORIGIN']));
    expect(operationPolicies.map(({ document }) => writePolicy(document)).join('')).not.toContain('AWS4-HMAC');
  },
);

test('without credentials the route is closed', () => {
  const { findings, operations } = plan(apiOf('SQS-SendMessage', sending), 'call-service');
  expect(findings.find(({ code }) => code === 'ROUTE-OPTION')).toMatchObject({
    severity: 'blocker',
    message: expect.stringContaining('does not say how calls are signed') as string,
  });
  expect(operations).toEqual([]);
});

test.each<[string, AwsApi]>([
  [
    'nobody says how a parameter is encoded',
    apiOf('Kinesis-PutRecord', { StreamName: 's', Data: 'd', PartitionKey: 'k' }),
  ],
  ['a required parameter is not mapped', apiOf('SQS-SendMessage', { QueueUrl: QUEUE })],
  ['a parameter is no text', apiOf('SQS-SendMessage', { ...sending, MessageAttributes: '{}' })],
  ['an integer is mapped', apiOf('SQS-SendMessage', { ...sending, DelaySeconds: '$request.header.delay' })],
  ['the region is mapped', apiOf('SQS-SendMessage', { ...sending, Region: '$request.header.region' })],
  ['the region is in another partition', apiOf('SQS-SendMessage', { ...sending, Region: 'cn-north-1' })],
  ['a JSON path filters', apiOf('SQS-SendMessage', { ...sending, MessageBody: '$request.body..x' })],
  ['a path parameter is nobody’s', apiOf('SQS-SendMessage', { ...sending, MessageBody: '$request.path.other' })],
  ['callers are passed through', apiOf('SQS-SendMessage', sending, { credentials: 'arn:aws:iam::*:user/*' })],
  [
    'answers are mapped',
    apiOf('SQS-SendMessage', sending, {
      responses: [
        {
          at: apiWith([]).at,
          statusCode: '200',
          responseParameters: { 'overwrite:statuscode': '202' },
          responseTemplates: {},
        },
      ],
    }),
  ],
])('where %s, API Gateway goes on calling the service', (_why, api) => {
  const codes = plan(api, 'call-service', keys).findings.map(({ code }) => code);
  expect(codes).toContain('ROUTE-ORIGIN');
  expect(codes).not.toContain('SERVICE-TARGET');
});
