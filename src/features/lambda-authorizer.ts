import type { AwsApi } from '../model/aws.ts';
import { askedArn, askingPolicies } from './authorizer-call.ts';
import { authorizerFunction, type AuthorizerFunction } from './authorizer-function.ts';
import { verdict } from './authorizer-verdict.ts';
import { basePathOf } from './base-path.ts';
import { awsCredentials, type AwsCredentials } from './aws-credentials.ts';
import { defineFeature, enter, report, NOTHING, type FeatureContext, type PolicyContribution } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { isAskedHere, type RoutePlan } from './handling.ts';
import { enterChosen } from './route-choice.ts';
import { attachment } from './route-parts.ts';

/** Functions that decide who may call, asked by API Management itself where that was decided (choices/authorizer-target.ts). */
export const lambdaAuthorizer = defineFeature({
  id: 'lambda-authorizer',
  fidelity: 'D',
  claims: ['authorizer', 'authorizer-attachment'],
  findings: {
    'AUTHORIZER-ASKED': {
      severity: 'review',
      message: 'API Management asks the function of the authorizer {detail}.',
      awsBehaviour:
        "The function may be called by API Gateway, as its resource policy or the authorizer's role says; answers are kept for the whole stage.",
      apimBehaviour:
        'The role or key of "aws" in run.json needs lambda:InvokeFunction. Answers are kept by the gateway: each region and self-hosted gateway has its own, and the Consumption tier none without an external cache. The event has no resourceId and no body, and a path in another case reaches the function as it was sent. A policy with Condition, NotAction or NotResource is refused with 500.',
      remedy: 'Allow the call, and compare allowed, denied and malformed tokens on both sides.',
    },
  },
  translate(api, context) {
    const asked = context.routes.filter(isAskedHere).map((plan) => ({ plan, ...askedBy(plan, api, context) }));
    const authorizers = api.authorizers.filter(({ id }) => asked.some(({ plan }) => plan.route.authorizerId === id));
    return {
      ...NOTHING,
      shared: asked.flatMap(({ plan, aws }) => aws.shared.map((each) => ({ ...each, from: [plan.route.at] }))),
      policies: asked.map(({ plan, asked: by, aws }) => policiesOf(plan, by, aws, api, context)),
      findings: authorizers.map(({ at, name }) => report(lambdaAuthorizer, 'AUTHORIZER-ASKED', at, name)),
      entries: [
        ...authorizers.flatMap(({ at }) => enter('lambda-authorizer', [{ kind: 'authorizer', at }], 'differs')),
        ...asked.flatMap(({ plan }) => enterChosen('lambda-authorizer', plan, attachment(plan.route), 'differs')),
      ],
    };
  },
});

interface AskedBy {
  readonly asked: AuthorizerFunction;
  readonly aws: AwsCredentials;
}

/** @throws Error for a route that the choice lets through though it cannot be asked about: a defect of ours. */
function askedBy({ route }: RoutePlan, api: AwsApi, { aws: access, keyVault, tier }: FeatureContext): AskedBy {
  const asked = authorizerFunction(route, api);
  if (typeof asked === 'string' || access === undefined || keyVault === undefined)
    throw new Error(`route ${route.method} ${route.path} has no authorizer that can be asked`);
  const refusal = gatewayAnswer(api, 'AUTHORIZER_FAILURE');
  return { asked, aws: awsCredentials({ access, region: asked.region, keyVault, tier, refusal }) };
}

function policiesOf(
  { route, operations, names }: RoutePlan,
  asked: AuthorizerFunction,
  aws: AwsCredentials,
  api: AwsApi,
  { tier, inventory }: FeatureContext,
): PolicyContribution {
  const nodes = [
    ...askingPolicies({ api, route, asked, aws, tier, basePath: basePathOf(api, inventory) }, names),
    verdict(api, asked.authorizer, askedArn()),
  ];
  return { operationIds: operations.map(({ id }) => id), section: 'inbound', place: 'authentication', nodes };
}
