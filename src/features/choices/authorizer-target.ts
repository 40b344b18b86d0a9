import { authorizerFunction } from '../authorizer-function.ts';
import { blocked, origin } from '../handling.ts';
import type { RouteChoice } from '../route-choice.ts';

const INVOKE = 'invoke-function';

/** Who asks the Lambda function that decides who may call (docs: mapping, B3, edge cases 27 and 28). */
export const authorizerTarget: RouteChoice = {
  code: 'AUTHORIZER-TARGET',
  text: {
    severity: 'decision',
    message: 'The Lambda function of the authorizer {detail} decides who may call.',
    awsBehaviour: 'API Gateway asks the function, keeps its answer by what it was asked with, and holds calls to it.',
    apimBehaviour:
      'Nothing of API Management asks a Lambda function by itself; policies can, with credentials for AWS.',
    remedy:
      'Decide invoke-function once "aws" of run.json names a role or a key that may call the function (lambda:InvokeFunction); or keep API Gateway.',
    options: [
      {
        name: 'keep-api-gateway-origin',
        consequence: 'API Gateway stays the origin of the routes and goes on asking the function.',
        recommended: true,
      },
      {
        name: INVOKE,
        consequence:
          'API Management calls the function itself (Lambda, Invoke) with the credentials of "aws" in run.json, keeps its answer as long as API Gateway would, and holds each call to it. The Consumption tier keeps nothing without an external cache. Routes with a function behind them take part where LAMBDA-TARGET is invoke-function, and it is told what the authorizer hands on. Other causes than the authorizer may keep API Gateway as the origin of a route all the same.',
      },
    ],
  },
  concerns: ['authorizer-attachment'],
  place: ({ route, api }) => api.authorizers.find(({ id }) => id === route.authorizerId)?.at ?? route.at,
  applies: ({ route, api }) => {
    if (route.authorizationType !== 'CUSTOM') return undefined;
    const asked = authorizerFunction(route, api);
    return typeof asked === 'string' ? undefined : asked.authorizer.name;
  },
  handling: (option, { context }) => {
    if (option !== INVOKE) return origin('a Lambda function decides who may call');
    return context.aws === undefined || context.keyVault === undefined
      ? blocked(
          'ROUTE-OPTION',
          'its authorizer is to be called, but "aws" of run.json does not say how calls are signed',
        )
      : undefined;
  },
};
