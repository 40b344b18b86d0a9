import type { AwsIntegration } from '../../model/aws.ts';
import { blocked, optionOf, origin, type Handling, type TakenChoice } from '../handling.ts';
import type { MappingScope } from '../mapped-value.ts';
import type { RouteChoice } from '../route-choice.ts';
import { ownNames, serviceCall } from '../service-call.ts';

const CODE = 'SERVICE-TARGET';
const CALL = 'call-service';

/** Who calls the AWS service behind a route of an HTTP API (docs: mapping, B2). */
export const serviceTarget: RouteChoice = {
  code: CODE,
  text: {
    severity: 'decision',
    message: 'The AWS service behind {detail}.',
    awsBehaviour: "API Gateway calls the service's action by the role of the integration and passes its answer on.",
    apimBehaviour: 'Nothing of API Management calls AWS by itself; policies can, with credentials for AWS.',
    remedy:
      'Decide call-service once "aws" of run.json names a role or a key that may do the action, and compare answers on both sides; or keep API Gateway.',
    differs: ['status', 'header', 'body', 'backend method', 'backend url', 'backend header', 'backend body'],
    options: [
      {
        name: 'keep-api-gateway-origin',
        consequence: 'API Gateway stays in the path and on the bill, and goes on calling the service.',
        recommended: true,
      },
      {
        name: CALL,
        consequence:
          'Policies sign a call of the service\'s own API in the AWS JSON protocol with the credentials of "aws" in run.json, which has to be allowed all actions of all such routes. Callers get its status, its media type and its body, which is JSON and has another form where API Gateway speaks another protocol; a request without a parameter that the action needs is answered 400 and never reaches the service.',
      },
    ],
  },
  concerns: ['integration'],
  applies: ({ route, api }) => {
    const { integration, method, path } = route;
    const scope = { api, route, names: ownNames(path) };
    if (integration === undefined || serviceCall(integration, scope) === undefined) return undefined;
    return `${method} ${path} is called by ${integration.subtype ?? ''}`;
  },
  handling: (option, { context }) => {
    if (option !== CALL) return origin('an AWS service is called');
    return context.aws === undefined || context.keyVault === undefined
      ? blocked(
          'ROUTE-OPTION',
          'its AWS service is to be called, but "aws" of run.json does not say how calls are signed',
        )
      : undefined;
  },
};

/** The call in place of API Gateway's, where that is decided. */
export function serviceHandling(
  integration: AwsIntegration,
  scope: MappingScope,
  choices: readonly TakenChoice[],
): Handling | undefined {
  if (optionOf({ choices }, CODE) !== CALL) return undefined;
  const call = serviceCall(integration, scope);
  return call === undefined ? origin('an AWS service is called') : { kind: 'service', call, templates: [] };
}
