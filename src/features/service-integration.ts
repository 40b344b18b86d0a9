import type { AwsApi } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { sendRequest } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { awsCredentials, type AwsCredentials } from './aws-credentials.ts';
import { defineFeature, NOTHING, type Contribution, type FeatureContext } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import type { Handling, RoutePlan } from './handling.ts';
import { DEFAULT_TIMEOUT_MS } from './http-integration.ts';
import { besideTemplates } from './mapping-templates.ts';
import { enterChosen } from './route-choice.ts';
import { SERVICE_ANSWER, SERVICE_REQUEST, type ServiceCall } from './service-call.ts';
import { signRequest, type Signature } from './sigv4.ts';

type ServicePlan = RoutePlan & { readonly handling: Extract<Handling, { kind: 'service' }> };

/** AWS services behind routes, called without API Gateway where people decide so (docs: mapping, B2). */
export const serviceIntegration = defineFeature({
  id: 'service-integration',
  fidelity: 'D',
  claims: ['integration', 'integration-response', 'mapping-template'],
  findings: {},
  translate(api, context) {
    const parts = context.routes.filter(isService).map((plan) => translateRoute(plan, api, context));
    return {
      ...NOTHING,
      shared: parts.flatMap(({ shared = [] }) => shared),
      policies: parts.flatMap(({ policies }) => policies),
      entries: parts.flatMap(({ entries }) => entries),
    };
  },
});

const isService = (plan: RoutePlan): plan is ServicePlan => plan.handling.kind === 'service';

/** Credentials and signature before, the call in place of the backend's, its answer after. */
function translateRoute(plan: ServicePlan, api: AwsApi, context: FeatureContext): Contribution {
  const { route, operations, handling } = plan;
  const { call } = handling;
  const operationIds = operations.map(({ id }) => id);
  const credentials = credentialsFor(call, api, context);
  const signed = signatureOf(call, credentials);
  const inbound: readonly PolicyNode[] = [...call.request, ...credentials.policies, ...signed.policies];
  const send = sendRequest({
    responseVariableName: SERVICE_ANSWER,
    url: urlOf(call),
    method: call.method,
    headers: signed.headers,
    body: request(),
    timeoutMs: route.integration?.timeoutMs ?? DEFAULT_TIMEOUT_MS[api.type],
    ignoreError: false,
  });
  return {
    ...NOTHING,
    shared: credentials.shared.map((resource) => ({ ...resource, from: [route.at] })),
    policies: [
      { operationIds, section: 'inbound', place: 'backend', nodes: inbound },
      { operationIds, section: 'backend', place: 'backend', nodes: [send], replacesBase: true },
      { operationIds, section: 'outbound', place: 'transform', nodes: call.answer },
    ],
    entries: enterChosen('service-integration', plan, besideTemplates(route, call.templates), 'differs'),
  };
}

const request = (): Expression => cs.variable(SERVICE_REQUEST, 'string');

function urlOf({ host, path, query }: ServiceCall): string | Expression {
  if (query === '') return cs.joinedText([`https://${host}`, path]);
  // Of a query that may turn out empty the question mark stays, which means nothing.
  return cs.joinedText([`https://${host}`, path, '?', query]);
}

function signatureOf(
  { service, region, host, method, path, query, headers }: ServiceCall,
  { credentials }: AwsCredentials,
): Signature {
  return signRequest({ service, region, host, method, path, query, headers, body: request(), credentials });
}

/** @throws Error where a route was planned without access to AWS: the decision lets none through. */
function credentialsFor({ host, region }: ServiceCall, api: AwsApi, context: FeatureContext): AwsCredentials {
  const { aws, keyVault, tier } = context;
  if (aws === undefined || keyVault === undefined) throw new Error(`nothing says how calls of ${host} are signed`);
  return awsCredentials({
    access: aws,
    region,
    keyVault,
    tier,
    refusal: gatewayAnswer(api, 'API_CONFIGURATION_ERROR'),
  });
}
