import type { Integration } from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { restAnswer, type SampleCall } from '../../../../src/local/sandbox/estate/answers.ts';

const FUNCTION =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:pets/invocations';
const call: SampleCall = { method: 'POST', path: { id: 'sample' }, query: {}, headers: {}, body: '{}' };

const integrated = (type: 'MOCK' | 'AWS' | 'HTTP', request: string, response?: string): Integration => ({
  type,
  uri: type === 'AWS' ? FUNCTION : 'http://backend.test',
  requestTemplates: { 'application/json': request },
  passthroughBehavior: 'NEVER',
  integrationResponses: {
    200: { statusCode: '200', ...(response !== undefined && { responseTemplates: { 'application/json': response } }) },
    404: { statusCode: '404', selectionPattern: '404' },
  },
});

describe('what a caller of an imported API is answered', () => {
  it('is what the template of a mock computes for the call, and overrides', () => {
    const template = '#if($input.params("id") == "sample"){"statusCode": 404}#{else}{"statusCode": 200}#end';
    expect(restAnswer(integrated('MOCK', template), call)).toEqual({ status: 404 });
    const overriding = '{"statusCode": 200}#set($context.responseOverride.status = 202)';
    expect(restAnswer(integrated('MOCK', overriding), call)).toEqual({ status: 202 });
  });

  it('is what the template of a response makes of what the stand-in answers', () => {
    const response = '#if($input.path("$.statusCode") == 200)#set($context.responseOverride.status = 201)#end';
    expect(restAnswer(integrated('AWS', '{"id": "$input.params("id")"}', response), call)).toEqual({ status: 201 });
    expect(restAnswer(integrated('HTTP', '{}', '$input.path("$.method")'), call)).toEqual({ status: 200 });
  });

  it('is a refusal of what no template takes, where the template makes no event', () => {
    expect(restAnswer(integrated('AWS', '{"id": $input.params("id")'), call)).toEqual({
      status: 415,
      contentType: 'text/plain',
    });
  });

  it('is not known where a template fails or the sandbox does not simulate it', () => {
    expect(restAnswer(integrated('HTTP', '{}', '$input.path("$.headers").get(1).get(2)#if'), call)).toBeUndefined();
    expect(restAnswer(integrated('MOCK', '{"statusCode": "200"}'), call)).toBeUndefined();
  });
});
