import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readCase } from '../../../src/local/compare/case.ts';
import { planTarget } from '../../../src/local/compare/planned-target.ts';
import { deploy, readExport } from '../../../src/local/compare/source-side.ts';
import { answering, bothGateways, definitionOf, type Asked } from '../../support/both-gateways.ts';
import { apiWith, golden, route, translated } from '../fixture.ts';

const CALL = { decisions: { 'SERVICE-TARGET': 'call-service' } };
const json = (template: string) => ({ 'application/json': template });

/** The gateways of a service behind a REST API, which API Management calls itself. */
function asking(address: string, changes: object, line = 'POST /orders/{id}') {
  const definition = definitionOf({
    [line]: {
      type: 'aws',
      httpMethod: 'POST',
      uri: `arn:aws:apigateway:us-east-1:${address}`,
      credentials: 'arn:aws:iam::111122223333:role/calls',
      responses: { default: { statusCode: '200' } },
      ...changes,
    },
  });
  const read = readExport(definition);
  const codes = planTarget(read, deploy(read, readCase('{"request":{"method":"GET","path":"/"}}')), CALL).findings.map(
    ({ code }) => code,
  );
  expect(codes).toContain('SERVICE-TARGET');
  expect(codes).not.toContain('ROUTE-ORIGIN');
  const ask = bothGateways(definition, new Map(), CALL);
  return async (...asked: Parameters<typeof ask>): Promise<Asked> => {
    const result = await ask(...asked);
    expect([result.target.response.status, result.open]).toEqual([result.source.response.status, []]);
    expect(answer(result)).toBe(result.source.response.body.toString());
    const bodies = [result.target, result.source].map(({ backendRequests: [seen] }) => seen?.body.toString());
    expect(bodies[0]).toBe(bodies[1]);
    return result;
  };
}

function sent({ target }: Asked) {
  const [seen] = target.backendRequests;
  expect(seen).toBeDefined();
  const headers = new Map(seen?.headers.map(([name, value]) => [name.toLowerCase(), value]));
  return { url: seen?.url ?? '', method: seen?.method ?? '', headers, body: seen?.body ?? Buffer.alloc(0) };
}

/** What a service makes of a request that it knows the secret of (AWS General Reference, Signature Version 4), in node's own words. */
function signatureOf({ url, method, headers, body }: ReturnType<typeof sent>): string {
  const { host, pathname, search } = new URL(url);
  const [, day = '', region = '', service = '', names = ''] =
    /Credential=[^/]+\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+),/.exec(
      headers.get('authorization') ?? '',
    ) ?? [];
  const hash = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
  const path = service === 's3' ? pathname : pathname.split('/').map(encodeURIComponent).join('/');
  const query = search.slice(1).split('&').toSorted().join('&');
  const lines = names.split(';').map((name) => `${name}:${name === 'host' ? host : (headers.get(name) ?? '')}\n`);
  const canonical = `${method}\n${path}\n${query}\n${lines.join('')}\n${names}\n${hash(body)}`;
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${headers.get('x-amz-date') ?? ''}\n${scope}\n${hash(canonical)}`;
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    'AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

function expectSigned(asked: Asked): void {
  const seen = sent(asked);
  expect(/Signature=([0-9a-f]+)/.exec(seen.headers.get('authorization') ?? '')?.[1]).toBe(signatureOf(seen));
}

const answer = ({ target }: Asked): string => target.response.body.toString();
const call = { method: 'POST', path: '/orders/7', body: '{"name":"n"}' } as const;

describe('an action of a service', () => {
  it('is called in its JSON protocol, and answered by the response that its status selects', async () => {
    const ask = asking('dynamodb:action/GetItem', {
      requestTemplates: json(`{"TableName":"orders","Key":{"id":{"S":"$input.params('id')"}}}`),
      responses: {
        'default': { statusCode: '200', responseTemplates: json('{"name":$input.json("$.Item.name.S")}') },
        '4\\d{2}': { statusCode: '404', responseTemplates: json('{"type":$input.json("$.__type")}') },
      },
    });
    const fine = await ask(call, answering(200, [], '{"Item":{"name":{"S":"n"}}}'));
    const { url, method, headers, body } = sent(fine);
    expect([url, method]).toEqual(['https://dynamodb.us-east-1.amazonaws.com/', 'POST']);
    expect([headers.get('content-type'), headers.get('x-amz-target')]).toEqual([
      'application/x-amz-json-1.0',
      'DynamoDB_20120810.GetItem',
    ]);
    expect(body.toString()).toBe('{"TableName":"orders","Key":{"id":{"S":"7"}}}');
    expectSigned(fine);
    expect([fine.statuses[1], answer(fine)]).toEqual([200, '{"name":"n"}']);
    const bad = await ask(call, answering(400, [], '{"__type":"missing"}'));
    expect([bad.statuses[1], answer(bad)]).toEqual([404, '{"type":"missing"}']);
  });

  it('is called with what templates set', async () => {
    const ask = asking('events:action/PutEvents', {
      requestTemplates: json(
        '#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents")#set($context.requestOverride.header.Content-Type = "application/x-amz-json-1.1"){"Entries":[$input.body]}',
      ),
    });
    const asked = await ask(call, answering(200, [], '{"FailedEntryCount":0}'));
    const { headers, body } = sent(asked);
    expect([headers.get('content-type'), headers.get('x-amz-target')]).toEqual([
      'application/x-amz-json-1.1',
      'AWSEvents.PutEvents',
    ]);
    expect(body.toString()).toBe('{"Entries":[{"name":"n"}]}');
    expectSigned(asked);
  });

  it('of a service with forms is named in the query', async () => {
    const ask = asking('sns:action/Publish', {
      requestParameters: {
        'integration.request.querystring.TopicArn': "'arn:aws:sns:us-east-1:111122223333:orders'",
        'integration.request.querystring.Message': 'method.request.querystring.message',
        'integration.request.querystring.Subject': 'method.request.header.X-Subject',
      },
    });
    const asked = await ask(
      { method: 'POST', path: '/orders/7', query: [['message', 'a b/c']] },
      answering(200, [], '{}'),
    );
    expect(sent(asked).url).toBe(
      'https://sns.us-east-1.amazonaws.com/?Action=Publish&Message=a%20b%2Fc&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A111122223333%3Aorders&Version=2010-03-31',
    );
    expectSigned(asked);
  });
});

describe('a path of a service', () => {
  it('gets a form as a queue does', async () => {
    const ask = asking('sqs:path/111122223333/orders', {
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: json('Action=SendMessage&MessageBody=$util.urlEncode($input.body)'),
      responses: { default: { statusCode: '202', responseTemplates: json('{"sent":true}') } },
    });
    const asked = await ask(call, answering(200, [], '{"SendMessageResponse":{}}'));
    const { url, headers, body } = sent(asked);
    expect(url).toBe('https://sqs.us-east-1.amazonaws.com/111122223333/orders');
    expect([headers.get('content-type'), headers.get('accept')]).toEqual([
      'application/x-www-form-urlencoded',
      'application/json',
    ]);
    expect(body.toString()).toBe('Action=SendMessage&MessageBody=%7B%22name%22%3A%22n%22%7D');
    expectSigned(asked);
    expect([asked.statuses[1], answer(asked)]).toEqual([202, '{"sent":true}']);
  });

  it('has what is mapped to it, and the method of the caller', async () => {
    const ask = asking(
      's3:path/bucket/{folder}/{key}',
      {
        httpMethod: 'ANY',
        requestParameters: {
          'integration.request.path.folder': 'method.request.header.X-Folder',
          'integration.request.path.key': 'method.request.path.key',
          'integration.request.querystring.versionId': 'method.request.querystring.version',
        },
        responses: {
          default: {
            statusCode: '200',
            responseParameters: { 'method.response.header.ETag': 'integration.response.header.ETag' },
          },
        },
      },
      'ANY /files/{key+}',
    );
    const asked = await ask(
      {
        method: 'PUT',
        path: '/files/a/b%20c.txt',
        headers: [['X-Folder', 'x y']],
        query: [['version', '3']],
        body: 'text',
      },
      answering(200, [['ETag', '"1"']]),
    );
    const { url, method } = sent(asked);
    expect([url, method]).toEqual(['https://s3.us-east-1.amazonaws.com/bucket/x%20y/a/b%20c.txt?versionId=3', 'PUT']);
    expectSigned(asked);
    expect(asked.target.response.headers).toContainEqual(['ETag', '"1"']);
  });
});

describe('a service of a REST API', () => {
  const service = (uri: string, more: object = {}) =>
    apiWith([
      route('POST /orders', {
        type: 'AWS',
        httpMethod: 'POST',
        uri,
        requestTemplates: json('{"a":$input.json("$")}'),
        ...more,
      }),
    ]);
  const uri = 'arn:aws:apigateway:us-east-1:states:action/StartExecution';

  it('stays behind API Gateway unless it is decided otherwise', () => {
    const codes = translated(service(uri), { '*': 'recommended' }).findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['SERVICE-TARGET', 'ROUTE-ORIGIN']));
  });

  it.each<[string, ReturnType<typeof service>]>([
    ['the identity of the caller', service(uri, { credentials: 'arn:aws:iam::*:user/*' })],
    ['nobody has said here how', service('arn:aws:apigateway:us-east-1:glue:action/StartJobRun')],
    ['are mapped to its query', service(uri, { requestParameters: { 'integration.request.querystring.a': "'b'" } })],
    [
      'may be missing',
      service(uri, { requestParameters: { 'integration.request.header.X-A': 'method.request.header.X-A' } }),
    ],
    ['are converted', service(uri, { contentHandling: 'CONVERT_TO_BINARY' })],
    ['the integration is AWS', service('arn:aws:apigateway:cn-north-1:states:action/StartExecution')],
    ['is not translated, line 1', service(uri, { requestTemplates: json('#evaluate($input.body)') })],
    ['has a parameter that is not mapped', service('arn:aws:apigateway:us-east-1:s3:path/{bucket}')],
  ])('is not called here where %s', (why, api) => {
    const { findings } = translated(api, { ...CALL.decisions, '*': 'recommended' });
    expect(findings.find(({ code }) => code === 'ROUTE-ORIGIN')?.message).toContain(why);
    expect(findings.map(({ code }) => code)).not.toContain('SERVICE-TARGET');
  });

  it('is closed without credentials for AWS', () => {
    expect(golden(service(uri), { 'SERVICE-TARGET': 'call-service' })).toContain('blocker ROUTE-OPTION');
  });
});
