import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readCase } from '../../../src/local/compare/case.ts';
import { planTarget } from '../../../src/local/compare/planned-target.ts';
import { deploy, readExport } from '../../../src/local/compare/source-side.ts';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';

const CALL = { decisions: { 'SERVICE-TARGET': 'call-service' } };
const QUEUE = 'https://sqs.us-east-1.amazonaws.com/111122223333/orders';
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:orders';

const integration = (integrationSubtype: string, requestParameters: Readonly<Record<string, string>>) => ({
  type: 'aws_proxy',
  integrationSubtype,
  payloadFormatVersion: '1.0',
  credentials: 'arn:aws:iam::111122223333:role/calls',
  requestParameters,
});

const DEFINITION = definitionOf({
  'POST /messages/{id}': integration('SQS-SendMessage', {
    QueueUrl: QUEUE,
    MessageBody: '$request.body',
    MessageGroupId: '$request.header.group',
    MessageDeduplicationId: '$request.path.id',
    DelaySeconds: '5',
  }),
  'DELETE /messages': integration('SQS-DeleteMessage', {
    QueueUrl: QUEUE,
    ReceiptHandle: '$request.querystring.handle',
  }),
  'POST /events': integration('EventBridge-PutEvents', {
    Detail: '$request.body.order',
    DetailType: '$request.body.type',
    Source: 'shop of ${request.body.lines[0].shop} at ${context.stage}',
    EventBusName: '$request.querystring.bus',
  }),
  'POST /runs': integration('StepFunctions-StartExecution', { StateMachineArn: MACHINE, Input: '$request.body' }),
  'POST /waits': integration('StepFunctions-StartSyncExecution', {
    StateMachineArn: MACHINE,
    Name: '$request.header.name',
  }),
});

/** Both gateways, where API Gateway is not the origin: else the test would compare it with itself. */
function native() {
  const read = readExport(DEFINITION);
  const deployed = deploy(read, readCase('{"request":{"method":"GET","path":"/"}}'));
  const codes = planTarget(read, deployed, CALL).findings.map(({ code }) => code);
  expect(codes).toContain('SERVICE-TARGET');
  expect(codes).not.toContain('ROUTE-ORIGIN');
  return bothGateways(DEFINITION, new Map(), CALL);
}

const ask = native();
const OK = answering(200, [['Content-Type', 'application/x-amz-json-1.0']], '{"MessageId":"1"}');
const json = (body: Buffer | undefined): unknown => JSON.parse(body?.toString() ?? 'null');

/** What a service makes of a request that it knows the secret of (AWS General Reference, Signature Version 4), in node's own words. */
function signatureOf(headers: ReadonlyMap<string, string>, url: string, body: Buffer): string {
  const { host } = new URL(url);
  const [, day = '', region = '', service = '', names = ''] =
    /Credential=[^/]+\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+),/.exec(
      headers.get('authorization') ?? '',
    ) ?? [];
  const hash = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
  const lines = names.split(';').map((name) => `${name}:${name === 'host' ? host : (headers.get(name) ?? '')}\n`);
  const canonical = `POST\n/\n\n${lines.join('')}\n${names}\n${hash(body)}`;
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${headers.get('x-amz-date') ?? ''}\n${scope}\n${hash(canonical)}`;
  const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(mac, `AWS4${SECRET}`);
  return mac(key, toSign).toString('hex');
}

/** Of the credentials that planned-target.ts gives; they are AWS's published example. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

/** Request, what the service is asked of, and the members that it is sent. */
type Called = readonly [request: Parameters<typeof ask>[0], host: string, target: string, body: unknown];

const CALLS: readonly Called[] = [
  [
    { method: 'POST', path: '/messages/7', body: 'a "text" é\n2024-01-01', headers: [['Group', 'g']] },
    'sqs',
    'AmazonSQS.SendMessage',
    {
      QueueUrl: QUEUE,
      MessageBody: 'a "text" é\n2024-01-01',
      MessageDeduplicationId: '7',
      DelaySeconds: 5,
      MessageGroupId: 'g',
    },
  ],
  [
    { method: 'POST', path: '/messages/7', body: '{"a":1.50}' },
    'sqs',
    'AmazonSQS.SendMessage',
    { QueueUrl: QUEUE, MessageBody: '{"a":1.50}', MessageDeduplicationId: '7', DelaySeconds: 5 },
  ],
  [
    { method: 'DELETE', path: '/messages', query: [['handle', 'a+b/=']] },
    'sqs',
    'AmazonSQS.DeleteMessage',
    { QueueUrl: QUEUE, ReceiptHandle: 'a+b/=' },
  ],
  [
    {
      method: 'POST',
      path: '/events',
      query: [['bus', 'b']],
      body: '{"order":{"at":"2024-01-01T00:00:00.000Z","n":[1,null]},"type":"2024-01-01","lines":[{"shop":true}]}',
    },
    'events',
    'AWSEvents.PutEvents',
    {
      Entries: [
        {
          Detail: '{"at":"2024-01-01T00:00:00.000Z","n":[1,null]}',
          DetailType: '2024-01-01',
          Source: 'shop of true at $default',
          EventBusName: 'b',
        },
      ],
    },
  ],
  [
    { method: 'POST', path: '/runs', body: '{"a":1}' },
    'states',
    'AWSStepFunctions.StartExecution',
    { stateMachineArn: MACHINE, input: '{"a":1}' },
  ],
  [{ method: 'POST', path: '/runs' }, 'states', 'AWSStepFunctions.StartExecution', { stateMachineArn: MACHINE }],
  [
    { method: 'POST', path: '/waits', headers: [['Name', 'n']] },
    'sync-states',
    'AWSStepFunctions.StartSyncExecution',
    { stateMachineArn: MACHINE, name: 'n' },
  ],
];

/** Members of the source's own request, as the service's API has them: what is empty is left out. */
function membersOf(body: Buffer | undefined): Readonly<Record<string, string>> {
  const members = Object.entries(json(body) as Record<string, string>).filter(([, value]) => value !== '');
  return Object.fromEntries(members.map(([name, value]) => [name.toLowerCase(), value]));
}

describe('calls', () => {
  test.each(CALLS)(
    'of %j reach the service signed, with what API Gateway maps',
    async (request, host, target, body) => {
      const asked = await ask(request, OK);
      expect(asked.statuses).toEqual([200, 200]);
      expect(asked.open).toEqual([]);
      expect(asked.target.backendRequests).toHaveLength(1);
      const [sent] = asked.target.backendRequests;
      expect(sent?.method).toBe('POST');
      expect(sent?.url).toBe(`https://${host}.us-east-1.amazonaws.com/`);
      expect(json(sent?.body)).toEqual(body);
      const [entry = body] = (body as { Entries?: readonly object[] }).Entries ?? [];
      const sentMembers = Object.entries(entry as object).map(([name, value]) => [name.toLowerCase(), String(value)]);
      expect(Object.fromEntries(sentMembers)).toEqual(membersOf(asked.source.backendRequests[0]?.body));
      const headers = new Map(sent?.headers.map(([name, value]) => [name.toLowerCase(), value]));
      expect(headers.get('x-amz-target')).toBe(target);
      expect(headers.get('content-type')).toBe(`application/x-amz-json-1.${host === 'events' ? 1 : 0}`);
      expect(headers.get('authorization')).toMatch(
        new RegExp(
          `^AWS4-HMAC-SHA256 Credential=\\S+/us-east-1/${host.replace('sync-', '')}/aws4_request, SignedHeaders=content-type;host;x-amz-date(;x-amz-security-token)?;x-amz-target, Signature=[0-9a-f]{64}$`,
        ),
      );
      const signature = signatureOf(headers, sent?.url ?? '', sent?.body ?? Buffer.alloc(0));
      expect(headers.get('authorization')).toContain(`Signature=${signature}`);
      // Nothing of the caller's goes along.
      expect(headers.has('group')).toBe(false);
    },
  );
});

test.each([
  [200, '{"MessageId":"1"}'],
  [400, '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no"}'],
  [403, '{"__type":"AccessDeniedException","Message":"no"}'],
  [500, ''],
])('the status %i of the service reaches the caller with its body', async (status, body) => {
  const answers = answering(status, [['Content-Type', 'application/x-amz-json-1.0']], body);
  const { source, target, open } = await ask({ method: 'POST', path: '/messages/7', body: 'a' }, answers);
  expect(open).toEqual([]);
  expect(target.response.status).toBe(source.response.status);
  expect(target.response.status).toBe(status);
  expect(target.response.body.toString()).toBe(body);
  const type = target.response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  expect(type).toBe('application/x-amz-json-1.0');
});

test.each<[string, string | undefined]>([
  ['no body', undefined],
  ['no JSON', 'order'],
  ['a list', '[1]'],
  ['a member too few', '{"order":{"a":1}}'],
  ['null', '{"order":{"a":1},"type":null}'],
])('with %s a required parameter is missing, and the service is not asked', async (_name, body) => {
  const request = { method: 'POST', path: '/events', ...(body !== undefined && { body }) };
  const { target, open } = await ask(request, OK);
  expect(target.response.status).toBe(400);
  expect(target.backendRequests).toEqual([]);
  expect(open).toEqual([]);
});

test('JSON that breaks off calls no service', async () => {
  const { target } = await ask({ method: 'POST', path: '/events', body: '{"order":' }, OK);
  expect(target.response.status).toBe(500);
  expect(target.backendRequests).toEqual([]);
});

test('a service that does not answer is answered as API Gateway answers it', async () => {
  const { statuses } = await ask({ method: 'POST', path: '/runs', body: '{}' }, {});
  expect(statuses).toEqual([503, 503]);
});
