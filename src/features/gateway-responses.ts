import type { AwsApi, AwsGatewayResponse } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose } from '../policy/build.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerColumn } from '../model/plan.ts';
import { defineFeature, enter, report, NOTHING } from './feature.ts';
import { bodyValidation } from './choices/body-validation.ts';
import { isAskedHere, isNative, optionOf, refusesTypes, type RoutePlan } from './handling.ts';
import { gatewayAnswer, partsLeftOut, RAISED_TYPES, type RaisedType } from './gateway-answer.ts';

const source = (name: string): Expression => cs.binary('==', cs.context('LastError', 'Source'), name);
const reason = (name: string): Expression => cs.binary('==', cs.context('LastError', 'Reason'), name);

/** How API Management tells its own refusals (Microsoft Learn, policy error handling; read 2026-11-25). The first that holds counts. */
const CONDITIONS: readonly (readonly [RaisedType, Expression])[] = [
  ['MISSING_AUTHENTICATION_TOKEN', source('configuration')],
  ['INVALID_API_KEY', source('authorization')],
  ['UNAUTHORIZED', source('validate-jwt')],
  ['ACCESS_DENIED', source('ip-filter')],
  ['THROTTLED', reason('RateLimitExceeded')],
  ['QUOTA_EXCEEDED', reason('QuotaExceeded')],
  ['INTEGRATION_TIMEOUT', reason('Timeout')],
  ['INTEGRATION_FAILURE', reason('BackendConnectionFailure')],
  ['API_CONFIGURATION_ERROR', reason('ExpressionValueEvaluationFailure')],
];

/** Refusals that only API Gateway makes, where it stays the origin of a route. */
const OF_THE_ORIGIN = ['EXPIRED_TOKEN', 'INVALID_SIGNATURE', 'REQUEST_TOO_LARGE', 'RESOURCE_NOT_FOUND'];
const DEFAULTS = ['DEFAULT_4XX', 'DEFAULT_5XX'];

/** Errors of the gateway itself, worded as API Gateway words them: status, headers and body (docs: mapping, B4, edge cases 15, 19, 33). */
export const gatewayResponses = defineFeature({
  id: 'gateway-responses',
  fidelity: 'C',
  claims: ['gateway-response'],
  findings: {
    'GATEWAY-RESPONSE': {
      severity: 'info',
      message: 'The gateway response {detail} is given by the on-error section of the API.',
      awsBehaviour: 'It answers when API Gateway refuses a request itself.',
      apimBehaviour:
        'It answers when API Management refuses a request itself, told by the source and the reason of the error.',
      remedy: 'Compare the answers on both sides: wrong key, bad token, unknown path, a backend that does not answer.',
    },
    'GATEWAY-RESPONSE-OF-ORIGIN': {
      severity: 'info',
      message: 'The gateway response {detail} is given by API Gateway alone, where it stays the origin of a route.',
      awsBehaviour: 'It answers when API Gateway refuses a request for this reason.',
      apimBehaviour: 'API Management refuses no request for this reason; the answer of its origin passes unchanged.',
      remedy: 'Look at it again when the origin of the route is moved.',
    },
    'GATEWAY-RESPONSE-OF-WAF': {
      severity: 'review',
      message: 'The gateway response {detail} has to be given by the WAF.',
      awsBehaviour: 'It answers when AWS WAF blocks a request.',
      apimBehaviour: 'A WAF before API Management answers itself, before API Management sees the request.',
      remedy: 'Set status and body as the custom response of the WAF policy.',
    },
    'GATEWAY-RESPONSE-UNKNOWN': {
      severity: 'review',
      message: 'The gateway response {detail} is of a type that is not known here.',
      awsBehaviour: 'Unknown.',
      apimBehaviour: 'No error is known that would be worded so.',
      remedy: 'Use a version that knows the type, or add it to the on-error section by hand.',
    },
    'GATEWAY-RESPONSE-PARTS': {
      severity: 'review',
      message: 'Parts of the gateway response {detail}.',
      awsBehaviour: 'They are put into headers or the body.',
      apimBehaviour: 'A header that has no source is left out; a reference in the body stays as it is written.',
      remedy: 'Add what callers read to the on-error section by an override.',
    },
  },
  translate(api, { routes }) {
    const isServed = routes.some(({ handling }) => handling.kind !== 'blocked');
    const branches = CONDITIONS.map(([type, condition]) => ({ condition, policies: [gatewayAnswer(api, type)] }));
    return {
      ...NOTHING,
      policies: isServed
        ? [{ operationIds: 'api', section: 'onError', place: 'transform', nodes: [choose(branches)] }]
        : [],
      findings: api.gatewayResponses.flatMap((response) => findingsOf(response, api, routes)),
      entries: api.gatewayResponses.flatMap(({ at, responseType }) =>
        enter('gateway-responses', [{ kind: 'gateway-response', at }], columnOf(responseType)),
      ),
    };
  },
});

/** Refusals that API Management makes for these routes only. */
const OF_SOME_ROUTES: Readonly<Partial<Record<RaisedType, (plan: RoutePlan) => boolean>>> = {
  BAD_REQUEST_BODY: (plan) => isNative(plan) && optionOf(plan, bodyValidation.code) !== undefined,
  UNSUPPORTED_MEDIA_TYPE: refusesTypes,
  AUTHORIZER_FAILURE: isAskedHere,
  AUTHORIZER_CONFIGURATION_ERROR: isAskedHere,
};

function isRaised(type: string, routes: readonly RoutePlan[]): boolean {
  const test = Object.hasOwn(OF_SOME_ROUTES, type) ? OF_SOME_ROUTES[type as RaisedType] : undefined;
  return test === undefined ? [...RAISED_TYPES, ...DEFAULTS].includes(type) : routes.some(test);
}

const isKnown = (type: string): boolean => [...RAISED_TYPES, ...DEFAULTS, ...OF_THE_ORIGIN].includes(type);

function columnOf(type: string): LedgerColumn {
  return isKnown(type) ? 'differs' : 'manual';
}

function codeOf(type: string, routes: readonly RoutePlan[]): string {
  if (isRaised(type, routes)) return 'GATEWAY-RESPONSE';
  if (isKnown(type)) return 'GATEWAY-RESPONSE-OF-ORIGIN';
  return type === 'WAF_FILTERED' ? 'GATEWAY-RESPONSE-OF-WAF' : 'GATEWAY-RESPONSE-UNKNOWN';
}

function findingsOf(response: AwsGatewayResponse, api: AwsApi, routes: readonly RoutePlan[]): readonly Finding[] {
  const { at, responseType } = response;
  const left = partsLeftOut(api, response);
  return [
    report(gatewayResponses, codeOf(responseType, routes), at, responseType),
    ...(left.length === 0
      ? []
      : [
          report(gatewayResponses, 'GATEWAY-RESPONSE-PARTS', at, `${responseType} are not carried: ${left.join(', ')}`),
        ]),
  ];
}
