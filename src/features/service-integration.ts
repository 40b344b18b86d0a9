import type { AwsApi } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, returnResponse, sendRequest, setBody, setHeader, setStatus, setVariable } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { awsCredentials, type AwsCredentials } from './aws-credentials.ts';
import { defineFeature, NOTHING, type Contribution, type FeatureContext } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import type { RoutePlan } from './handling.ts';
import { DEFAULT_TIMEOUT_MS } from './http-integration.ts';
import { enterChosen } from './route-choice.ts';
import { integrationParts } from './route-parts.ts';
import type { ServiceCall } from './service-call.ts';
import { signRequest, type Signature } from './sigv4.ts';

type ServicePlan = RoutePlan & { readonly handling: { readonly kind: 'service'; readonly call: ServiceCall } };

const REQUEST = 'service-request';
const ANSWER = 'service-answer';

/** AWS services behind routes of HTTP APIs, called without API Gateway where people decide so (docs: mapping, B2). */
export const serviceIntegration = defineFeature({
  id: 'service-integration',
  fidelity: 'D',
  claims: ['integration', 'integration-response'],
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
  const inbound: readonly PolicyNode[] = [
    ...refuseMissing(call, api),
    setVariable(REQUEST, call.body),
    ...credentials.policies,
    ...signed.policies,
  ];
  const send = sendRequest({
    responseVariableName: ANSWER,
    url: `https://${call.host}/`,
    method: 'POST',
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
      { operationIds, section: 'outbound', place: 'transform', nodes: [passAnswer()] },
    ],
    entries: enterChosen('service-integration', plan, integrationParts(route), 'differs'),
  };
}

const request = (): Expression => cs.variable(REQUEST, 'string');

/** Every action of the protocol is a POST of the root (AWS JSON protocol, 2026-11-29). */
function signatureOf(call: ServiceCall, { credentials }: AwsCredentials): Signature {
  return signRequest({
    service: call.service,
    region: call.region,
    host: call.host,
    method: 'POST',
    path: '/',
    headers: [
      ['Content-Type', call.contentType],
      ['X-Amz-Target', call.target],
    ],
    body: request(),
    credentials,
  });
}

/** EventBridge answers 200 to an event that it does not take: what cannot be taken is refused before. */
function refuseMissing({ needed }: ServiceCall, api: AwsApi): readonly PolicyNode[] {
  if (needed.length === 0) return [];
  const condition = cs.any(needed.map((value) => cs.binary('==', value, '')));
  return [choose([{ condition, policies: [gatewayAnswer(api, 'BAD_REQUEST_PARAMETERS')] }])];
}

/** Refusals of the service reach the caller as well, as with API Gateway. */
function passAnswer(): PolicyNode {
  const answer = cs.variable(ANSWER, 'IResponse');
  const type = cs.call(cs.member(answer, 'Headers'), 'GetValueOrDefault', 'Content-Type', 'application/json');
  return returnResponse(
    setStatus(cs.member(answer, 'StatusCode'), cs.member(answer, 'StatusReason')),
    setHeader('Content-Type', [type]),
    setBody(cs.answerText(answer)),
  );
}

/** @throws Error where a route was planned without access to AWS: the decision lets none through. */
function credentialsFor({ target, region }: ServiceCall, api: AwsApi, context: FeatureContext): AwsCredentials {
  const { aws, keyVault, tier } = context;
  if (aws === undefined || keyVault === undefined) throw new Error(`nothing says how calls of ${target} are signed`);
  return awsCredentials({
    access: aws,
    region,
    keyVault,
    tier,
    refusal: gatewayAnswer(api, 'API_CONFIGURATION_ERROR'),
  });
}
