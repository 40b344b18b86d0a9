import { describe, expect, it } from 'vitest';
import { sourceGatewayOf } from '../../../support/source-gateway.ts';

const service = (uri: string, more: Record<string, unknown> = {}) => ({
  type: 'aws',
  httpMethod: 'POST',
  uri: `arn:aws:apigateway:us-east-1:${uri}`,
  credentials: 'arn:aws:iam::111122223333:role/gateway',
  responses: { default: { statusCode: '200' } },
  ...more,
});
const post = { method: 'POST', path: '/pets', headers: [['Content-Type', 'application/json'] as [string, string]] };

describe('an AWS service behind a REST API', () => {
  it('is called by a path, with the headers that mappings set', async () => {
    const queue = service('sqs:path/111122223333/{queue}', {
      requestParameters: {
        'integration.request.path.queue': 'stageVariables.queue',
        'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
      },
      requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
    });
    const ask = sourceGatewayOf({ 'POST /pets': queue }, undefined, { stageVariables: { queue: 'orders' } });
    const { status, backend, backendHeaders } = await ask({ ...post, body: '{"a":1}' });
    expect([status, backend]).toEqual([
      200,
      {
        method: 'POST',
        url: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders',
        body: 'Action=SendMessage&MessageBody=%7B%22a%22%3A1%7D',
      },
    ]);
    expect(backendHeaders).toEqual({
      'accept': 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    });
  });

  it('is called by an action, with the headers that a template sets', async () => {
    const bus = service('events:action/PutEvents', {
      requestTemplates: {
        'application/json':
          '#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents")' +
          '#set($context.requestOverride.header.Content-Type = "application/x-amz-json-1.1")' +
          '{"Entries":[#foreach($e in $input.path("$.items")){"Source":"$e.source"}#if($foreach.hasNext),#end#end]}',
      },
    });
    const body = '{"items":[{"source":"a"},{"source":"b"}]}';
    const { backend, backendHeaders } = await sourceGatewayOf({ 'POST /pets': bus })({ ...post, body });
    expect(backend).toEqual({
      method: 'POST',
      url: 'https://events.us-east-1.amazonaws.com/?Action=PutEvents',
      body: '{"Entries":[{"Source":"a"},{"Source":"b"}]}',
    });
    expect(backendHeaders).toEqual({
      'accept': 'application/json',
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSEvents.PutEvents',
    });
  });

  it('has no type of a body that it does not get', async () => {
    const object = service('s3:path/bucket/key', { httpMethod: 'GET' });
    const { backend, backendHeaders } = await sourceGatewayOf({ 'GET /pets': object })({ path: '/pets' });
    expect([backend?.method, backend?.url]).toEqual(['GET', 'https://s3.us-east-1.amazonaws.com/bucket/key']);
    expect(backendHeaders).toEqual({ accept: 'application/json' });
  });

  it('is answered by the status that it answers', async () => {
    const table = service('dynamodb:action/GetItem', {
      responses: {
        'default': {
          statusCode: '200',
          responseTemplates: {
            'application/json':
              '#if($input.path("$.Item") == "")#set($context.responseOverride.status = 404){}#{else}$input.json("$.Item.id.S")#end',
          },
        },
        '4\\d{2}': { statusCode: '400', responseTemplates: { 'application/json': '{"error":"bad"}' } },
      },
    });
    const asked = async (status: number, body: string) => {
      const headers: [string, string][] = [['Content-Type', 'application/x-amz-json-1.0']];
      const answer = await sourceGatewayOf({ 'POST /pets': table }, { status, headers, body })({ ...post, body: '{}' });
      return [answer.status, answer.body];
    };
    expect(await asked(200, '{"Item":{"id":{"S":"7"}}}')).toEqual([200, '"7"']);
    expect(await asked(200, '{}')).toEqual([404, '{}']);
    expect(await asked(400, '{"__type":"ValidationException"}')).toEqual([400, '{"error":"bad"}']);
  });

  it('may not be sent what a signature sets', async () => {
    const template = '#set($context.requestOverride.header.Authorization = "mine")';
    const queue = service('sqs:path/111122223333/orders', { requestTemplates: { 'application/json': template } });
    const { status, backend } = await sourceGatewayOf({ 'POST /pets': queue })(post);
    expect([status, backend]).toEqual([500, undefined]);
  });
});
