import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import type { Finding } from '../model/finding.ts';
import { choose, sendRequest, setBackendService, setVariable } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { withDates } from './authorizer-answer.ts';
import { awsCredentials, type AwsCredentials } from './aws-credentials.ts';
import { decide, defineFeature, enter, report, NOTHING } from './feature.ts';
import type { Contribution, FeatureContext, PolicyContribution, ResourceContribution } from './feature.ts';
import { FORM_VARIABLE, MOST_HEADERS, proxyAnswer } from './function-answer.ts';
import { ANSWER_VARIABLE } from './function-result.ts';
import { EVENT_VARIABLE, type CustomCall } from './function-custom.ts';
import { eventAuthorizer } from './event-authorizer.ts';
import { eventV1 } from './function-event.ts';
import { eventV2 } from './function-event-v2.ts';
import { basePathOf } from './base-path.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { backendId, DEFAULT_TIMEOUT_MS, timeoutOf } from './http-integration.ts';
import { LAMBDA_TARGET, type FunctionCall } from './lambda-target.ts';
import { besideTemplates } from './mapping-templates.ts';
import type { Handling, RoutePlan } from './handling.ts';
import { signRequest } from './sigv4.ts';

type FunctionPlan = RoutePlan & { readonly handling: Extract<Handling, { kind: 'function' }> };
type Invocation = Extract<FunctionCall, { option: 'invoke-function' }>;

/** Functions behind routes, called without API Gateway where people decide so (docs: mapping, B2, edge cases 30, 31). */
export const lambdaIntegration = defineFeature({
  id: 'lambda-integration',
  fidelity: 'D',
  claims: ['integration', 'integration-response', 'mapping-template'],
  findings: {
    [LAMBDA_TARGET]: {
      severity: 'decision',
      differs: ['header', 'body', 'backend method', 'backend url', 'backend header', 'backend body'],
      message: '{detail}.',
      awsBehaviour: 'API Gateway makes the event, invokes the function by its own role and reads the result.',
      apimBehaviour: 'Policies do the same, or the function is called over HTTP.',
      remedy:
        'Compare events and answers on both sides. The event has no resource id, and paths are those of the custom name, else of the stage; who calls is told by the verified token or the answer of the Lambda authorizer.',
      options: [
        {
          name: 'keep-api-gateway-origin',
          consequence: 'API Gateway stays in the path and on the bill; nothing changes for the function.',
          recommended: true,
        },
        {
          name: 'invoke-function',
          consequence: `Policies make the event, sign Lambda's Invoke and read the result; an identity of AWS (aws of run.json) may invoke the function. Answers have ${MOST_HEADERS} header values at most besides Content-Type.`,
        },
        {
          name: 'function-url',
          consequence:
            "The function's URL is called, without any IAM: whoever knows it calls the function. Its events are of payload format 2.0, which handlers of 1.0 do not read.",
        },
        {
          name: 'function-app',
          consequence:
            'An HTTP backend of run.json (functionApps) takes the place of the function, with the same paths.',
        },
      ],
    },
  },
  translate(api, context) {
    const own = context.routes.filter(isFunction);
    if (own.length === 0) return NOTHING;
    const invoked = own.flatMap((plan) => {
      const { call } = plan.handling;
      return call.option === 'invoke-function' ? [{ plan, call }] : [];
    });
    const parts = own.map((plan) => translateRoute(plan, api, context));
    const forms = [...new Set(invoked.map(({ call }) => call.form))].filter((form) => form !== 'custom').toSorted();
    const answers: readonly PolicyContribution[] =
      forms.length === 0
        ? []
        : [{ operationIds: 'api', section: 'outbound', place: 'transform', nodes: [proxyAnswer(api, forms)] }];
    return {
      resources: parts.flatMap(({ resources }) => resources),
      shared: parts.flatMap(({ shared = [] }) => shared),
      policies: [...parts.flatMap(({ policies }) => policies), ...answers],
      findings: parts.flatMap(({ findings }) => findings),
      entries: own.flatMap(({ route, handling }) =>
        enter('lambda-integration', besideTemplates(route, handling.templates), 'differs'),
      ),
    };
  },
});

const isFunction = (plan: RoutePlan): plan is FunctionPlan => plan.handling.kind === 'function';

function translateRoute(plan: FunctionPlan, api: AwsApi, context: FeatureContext): Contribution {
  const { call } = plan.handling;
  const findings = [decidedFinding(plan.route, call, context)];
  if (call.option === 'invoke-function') return { ...invocation(plan, call, api, context), findings };
  const { origin, pathname } = new URL(call.url);
  const url = `${origin}${pathname.replace(/\/$/, '')}`;
  const id = backendId(api, url);
  const operationIds = plan.operations.map((operation) => operation.id);
  return {
    ...NOTHING,
    resources: [{ path: `backends/${id}`, properties: { url, protocol: 'http' }, from: [plan.route.at] }],
    policies: [
      { operationIds, section: 'inbound', place: 'backend', nodes: [setBackendService({ backendId: id })] },
      timeoutOf(operationIds, plan.route.integration?.timeoutMs ?? DEFAULT_TIMEOUT_MS[api.type]),
    ],
    findings,
  };
}

function decidedFinding(route: AwsRoute, call: FunctionCall, context: FeatureContext): Finding {
  const ways = {
    'invoke-function': 'invokes',
    'function-url': 'calls the URL of',
    'function-app': 'calls what takes the place of',
  };
  const detail = `${route.method} ${route.path} ${ways[call.option]} ${call.name.arn} without API Gateway`;
  return decide(report(lambdaIntegration, LAMBDA_TARGET, route.at, detail), context).finding;
}

/** Lambda's Invoke (AWS Lambda API reference, 2026-11-29): credentials and signature before, the call in place of the backend's. */
function invocation(plan: FunctionPlan, call: Invocation, api: AwsApi, context: FeatureContext): Contribution {
  const { route, operations } = plan;
  const operationIds = operations.map(({ id }) => id);
  const credentials = credentialsFor(call, api, context);
  const host = `lambda.${call.name.region}.amazonaws.com`;
  const path = `/2015-03-31/functions/${encodeURIComponent(call.name.arn)}/invocations`;
  const event = cs.variable(EVENT_VARIABLE, 'string');
  const isAsync = call.form === 'custom' && call.isAsync;
  const signed = signRequest({
    service: 'lambda',
    region: call.name.region,
    host,
    method: 'POST',
    path,
    headers: [['Content-Type', 'application/json'], ...(isAsync ? [['X-Amz-Invocation-Type', 'Event'] as const] : [])],
    body: event,
    credentials: credentials.credentials,
  });
  const inbound: readonly PolicyNode[] = [
    ...(call.form === 'custom'
      ? call.custom.event
      : [setVariable(EVENT_VARIABLE, eventOf(route, call, api, context.inventory))]),
    setVariable(FORM_VARIABLE, call.form),
    ...credentials.policies,
    ...signed.policies,
  ];
  const timeoutMs = route.integration?.timeoutMs ?? DEFAULT_TIMEOUT_MS[api.type];
  const send = sendRequest({
    responseVariableName: ANSWER_VARIABLE,
    url: `https://${host}${path}`,
    method: 'POST',
    headers: signed.headers,
    body: event,
    timeoutMs,
    ignoreError: false,
  });
  return {
    ...NOTHING,
    shared: credentials.shared.map((resource): ResourceContribution => ({ ...resource, from: [route.at] })),
    policies: [
      { operationIds, section: 'inbound', place: 'backend', nodes: inbound },
      { operationIds, section: 'backend', place: 'backend', nodes: [send, refuseFailedCall(api)], replacesBase: true },
      ...(call.form === 'custom' ? [answerOf(operationIds, call.custom)] : []),
    ],
  };
}

/** Lambda itself refused: no such function, no permission, too many calls. API Gateway tells callers nothing of it. */
function refuseFailedCall(api: AwsApi): PolicyNode {
  const status = cs.member(cs.variable(ANSWER_VARIABLE, 'IResponse'), 'StatusCode');
  return choose([
    { condition: cs.binary('>=', status, 300), policies: [gatewayAnswer(api, 'API_CONFIGURATION_ERROR')] },
  ]);
}

const answerOf = (operationIds: readonly string[], { answer: nodes }: CustomCall): PolicyContribution => ({
  operationIds,
  section: 'outbound',
  place: 'transform',
  nodes,
});

/** @throws Error where a route was planned without access to AWS: lambda-target.ts lets none through. */
function credentialsFor({ name }: Invocation, api: AwsApi, context: FeatureContext): AwsCredentials {
  const { aws, keyVault, tier } = context;
  if (aws === undefined) throw new Error(`nothing says how calls of ${name.arn} are signed`);
  return awsCredentials({
    access: aws,
    region: name.region,
    keyVault: keyVault ?? '',
    tier,
    refusal: gatewayAnswer(api, 'API_CONFIGURATION_ERROR'),
  });
}

function eventOf(
  route: AwsRoute,
  { form }: Exclude<Invocation, { form: 'custom' }>,
  api: AwsApi,
  inventory: AwsInventory,
): Expression {
  const scope = { api, route, basePath: basePathOf(api, inventory), authorizer: eventAuthorizer(api, route) };
  const event = form === 'proxy-2.0' ? eventV2(scope) : eventV1(scope);
  // Contexts of an HTTP API's function are told as they are, with what keeps their texts from becoming dates.
  return api.type === 'HTTP' && route.authorizationType === 'CUSTOM' ? withDates(event) : event;
}
