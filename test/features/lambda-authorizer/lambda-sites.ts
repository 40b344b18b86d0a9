import type { Sites } from '../../../src/local/compare/case-backend.ts';
import type { Asked } from '../../support/both-gateways.ts';
import type { SandboxRequest, SandboxResponse } from '../../../src/local/sandbox/http-server.ts';

/** What a function gives back, or fails with. */
export type FunctionAnswer = { readonly result: unknown } | { readonly error: Readonly<Record<string, unknown>> };
type Event = Readonly<Record<string, unknown>>;

const CREDENTIALS =
  '<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken></Credentials>';

/** Lambda and STS of one region, for both gateways, and the events that functions got. */
export function lambdaSites(answer: (event: Event) => FunctionAnswer) {
  const events: Event[] = [];
  const signatures: string[] = [];
  let isRefused = false;
  const sites: Sites = new Map([
    [
      'lambda.us-east-1.amazonaws.com',
      ({ headers, body }: SandboxRequest): SandboxResponse => {
        const event = JSON.parse(body.toString()) as Event;
        events.push(event);
        if (headers['authorization'] !== undefined) signatures.push(headers['authorization']);
        const given = answer(event);
        return 'error' in given
          ? { status: 200, headers: { 'X-Amz-Function-Error': 'Unhandled' }, body: JSON.stringify(given.error) }
          : { status: 200, body: JSON.stringify(given.result) };
      },
    ],
    [
      'sts.us-east-1.amazonaws.com',
      (): SandboxResponse =>
        isRefused ? { status: 403, body: '<ErrorResponse/>' } : { status: 200, body: CREDENTIALS },
    ],
  ]);
  return { sites, events, signatures, refuse: () => void (isRefused = true) };
}

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:who';
export const URI = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${ARN}/invocations`;
export const METHODS = 'arn:aws:execute-api:us-east-1:*:*/test';
const aws = { roleArn: 'arn:aws:iam::111122223333:role/apim', audience: 'api://crossgate' };
export const terms = { decisions: { 'AUTHORIZER-TARGET': 'invoke-function' }, aws };

export const statement = (Effect: string, Resource: unknown, more: object = {}) => ({
  Action: 'execute-api:Invoke',
  Effect,
  Resource,
  ...more,
});
export const policy = (statements: unknown, more: object = {}) => ({
  principalId: 'ann',
  policyDocument: { Version: '2012-10-17', Statement: statements },
  ...more,
});
export const allow = (path: string) => policy([statement('Allow', `${METHODS}/${path}`)]);

export const bodies = ({ source, target }: Asked) => [source, target].map(({ response }) => response.body.toString());
