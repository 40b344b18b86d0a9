import type { LambdaBehaviour } from '../backends/lambdas.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * A function of an estate. Asked as an authorizer it lets everybody in, in every form of answer that API Gateway takes;
 * otherwise it answers a proxy result whose body is its event.
 */
export const echoFunction: LambdaBehaviour = (event) => {
  const arn = isRecord(event) ? (event['methodArn'] ?? event['routeArn']) : undefined;
  if (arn === undefined)
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
  return {
    isAuthorized: true,
    principalId: 'sample-user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }],
    },
    context: {},
  };
};
