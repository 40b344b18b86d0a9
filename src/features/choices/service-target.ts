import type { AwsIntegration } from '../../model/aws.ts';
import { blocked, optionOf, origin, type Handling, type TakenChoice } from '../handling.ts';
import type { RefusedTemplates } from '../mapping-template.ts';
import type { RouteChoice } from '../route-choice.ts';
import { ownNames, serviceCall, type ServiceCall } from '../service-call.ts';
import { customServiceCall } from '../service-custom.ts';
import type { TemplateScope } from '../template-target.ts';

const CODE = 'SERVICE-TARGET';
const CALL = 'call-service';

/** Who calls the AWS service behind a route (docs: mapping, B2). */
export const serviceTarget: RouteChoice = {
  code: CODE,
  text: {
    severity: 'decision',
    message: 'The AWS service behind {detail}.',
    awsBehaviour:
      "API Gateway calls the service by the role of the integration; its answer passes on, or is mapped by the integration's responses.",
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
          'Policies sign a call of the service\'s own API with the credentials of "aws" in run.json, which has to be allowed all actions of all such routes. A REST API\'s templates and responses do what they did. Behind an HTTP API the call is made in the AWS JSON protocol: callers get its status, its media type and its body, which has another form where API Gateway speaks another protocol; a request without a parameter that the action needs is answered 400 and never reaches the service.',
      },
    ],
  },
  concerns: ['integration'],
  applies: ({ route, api }) => {
    const { integration, method, path } = route;
    if (integration === undefined) return undefined;
    const call = callOf(integration, { api, route, names: ownNames(path), basePath: undefined, hasOwnTokens: true });
    if (call === undefined || 'why' in call) return undefined;
    return `${method} ${path} is called by ${integration.subtype ?? call.host}`;
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

const callOf = (integration: AwsIntegration, scope: TemplateScope): ServiceCall | RefusedTemplates | undefined =>
  serviceCall(integration, scope) ?? customServiceCall(integration, scope);

/** The call in place of API Gateway's, where that is decided; undefined where no service is called. */
export function serviceHandling(
  integration: AwsIntegration,
  scope: TemplateScope,
  choices: readonly TakenChoice[],
): Handling | undefined {
  const call = callOf(integration, scope);
  if (call === undefined) return undefined;
  if ('why' in call) return { ...origin(call.why), templates: call.uses };
  return optionOf({ choices }, CODE) === CALL
    ? { kind: 'service', call, templates: call.templates }
    : origin('an AWS service is called');
}
