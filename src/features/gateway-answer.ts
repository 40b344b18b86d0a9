import type { AwsApi, AwsGatewayResponse } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { returnResponse, setBody, setHeader, setStatus, type Value } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { contextValue } from './context-values.ts';
import { statusReason } from './status-reason.ts';

/** Refusals that API Management makes itself, under the names that API Gateway has for them (docs: mapping, B4). */
export const RAISED_TYPES = [
  'MISSING_AUTHENTICATION_TOKEN',
  'INVALID_API_KEY',
  'UNAUTHORIZED',
  'ACCESS_DENIED',
  'THROTTLED',
  'QUOTA_EXCEEDED',
  'INTEGRATION_TIMEOUT',
  'INTEGRATION_FAILURE',
  'API_CONFIGURATION_ERROR',
  'BAD_REQUEST_PARAMETERS',
  'BAD_REQUEST_BODY',
  'UNSUPPORTED_MEDIA_TYPE',
  'AUTHORIZER_FAILURE',
  'AUTHORIZER_CONFIGURATION_ERROR',
] as const;
export type RaisedType = (typeof RAISED_TYPES)[number];

/** A function that failed has no type of its own (recorded 2026-11-23). */
type AnsweredType = RaisedType | 'DEFAULT_5XX';

/** What of an API words its refusals. */
type AnsweringApi = Pick<AwsApi, 'type' | 'gatewayResponses' | 'id'> & {
  readonly stage: Pick<AwsApi['stage'], 'name'>;
};

/** Of no API in particular, such as a usage plan over several: a REST API without gateway responses. */
export const NO_API: AnsweringApi = { type: 'REST', gatewayResponses: [], id: '', stage: { name: '' } };

interface Refusal {
  readonly status: number;
  /** Null where the caller is told none. */
  readonly message: string | null;
}

/** What a REST API answers unless its gateway responses say otherwise (API Gateway guide, gateway response types; recorded 2026-11-23). */
const REST: Readonly<Record<AnsweredType, Refusal>> = {
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: 'Missing Authentication Token' },
  INVALID_API_KEY: { status: 403, message: 'Forbidden' },
  UNAUTHORIZED: { status: 401, message: 'Unauthorized' },
  ACCESS_DENIED: { status: 403, message: 'Forbidden' },
  THROTTLED: { status: 429, message: 'Too Many Requests' },
  QUOTA_EXCEEDED: { status: 429, message: 'Limit Exceeded' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'Endpoint request timed out' },
  INTEGRATION_FAILURE: { status: 504, message: 'Network error communicating with endpoint' },
  API_CONFIGURATION_ERROR: { status: 500, message: 'Internal server error' },
  BAD_REQUEST_PARAMETERS: { status: 400, message: 'Missing required request parameters' },
  BAD_REQUEST_BODY: { status: 400, message: 'Invalid request body' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Unsupported Media Type' },
  DEFAULT_5XX: { status: 502, message: 'Internal server error' },
  AUTHORIZER_FAILURE: { status: 500, message: null },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: null },
};

/** What an HTTP API answers: an unknown route is not found, and a backend that does not answer is unavailable. */
const HTTP: Readonly<Record<AnsweredType, Refusal>> = {
  ...REST,
  MISSING_AUTHENTICATION_TOKEN: { status: 404, message: 'Not Found' },
  INTEGRATION_TIMEOUT: { status: 503, message: 'Service Unavailable' },
  INTEGRATION_FAILURE: { status: 503, message: 'Service Unavailable' },
  API_CONFIGURATION_ERROR: { status: 500, message: 'Internal Server Error' },
  DEFAULT_5XX: { status: 500, message: 'Internal Server Error' },
  AUTHORIZER_FAILURE: { status: 500, message: 'Internal Server Error' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: 'Internal Server Error' },
};

/**
 * The answer to a refusal as the API's gateway responses word it: the one of its type, else the one of DEFAULT_4XX or DEFAULT_5XX
 * with status, headers and template; a type that is set takes none of the default's (recorded 2026-11-23). `message` is one of this
 * refusal alone, perhaps one that only the request makes; it must be good inside of a JSON string.
 */
export function gatewayAnswer(api: AnsweringApi, type: AnsweredType, message?: string | Expression): PolicyElement {
  const refusal = (api.type === 'REST' ? REST : HTTP)[type];
  const chosen =
    api.gatewayResponses.find(({ responseType }) => responseType === type) ??
    api.gatewayResponses.find(
      ({ responseType }) => responseType === (refusal.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'),
    );
  const configured = Number(chosen?.statusCode);
  const status = Number.isInteger(configured) && configured >= 100 ? configured : refusal.status;
  const [contentType, template] = templateOf(chosen);
  const facts = factsOf(api, type, message ?? refusal.message);
  return returnResponse(
    setStatus(status, statusReason(status)),
    setHeader('Content-Type', [contentType]),
    ...headersOf(chosen, facts),
    setBody(textOf(template ?? defaultTemplate(type, message !== undefined), facts)),
  );
}

/** A policy denies in the spelling of AWS's other services, and says by what (recorded 2026-11-23). */
const defaultTemplate = (type: AnsweredType, isOfPolicy: boolean): string =>
  `{"${type === 'ACCESS_DENIED' && isOfPolicy ? 'Message' : 'message'}":$context.error.messageString}`;

const JSON_TYPE = 'application/json';

/** The template for JSON, else the first one. */
function templateOf(
  response: Pick<AwsGatewayResponse, 'responseTemplates'> | undefined,
): readonly [string, string | undefined] {
  const templates = response?.responseTemplates ?? {};
  const json = templates[JSON_TYPE];
  if (json !== undefined && json !== '') return [JSON_TYPE, json];
  const [first] = Object.entries(templates).filter(([, text]) => text !== '');
  return first ?? [JSON_TYPE, undefined];
}

/** Values of `$context` by name. */
type Facts = (name: string) => string | Expression | undefined;

/** What a gateway response may name: of the refusal, and of the request. */
function factsOf(
  api: Pick<AnsweringApi, 'id' | 'stage'>,
  type: AnsweredType,
  message: string | Expression | null,
): Facts {
  return (name) => {
    switch (name) {
      case 'error.message':
        return message ?? 'null';
      case 'error.messageString':
        return typeof message === 'string' || message === null
          ? JSON.stringify(message)
          : cs.concatenation('"', message, '"');
      case 'error.responseType':
        return type;
      default:
        return contextValue(api, name);
    }
  };
}

const REFERENCE = /\$context\.([\w.]*\w)/g;

/** Text with its references put in; these templates are no VTL (API Gateway guide), so nothing else in them means anything. */
function textOf(template: string, facts: Facts): Value {
  return cs.filledText(template, REFERENCE, (name, whole) => facts(name) ?? whole);
}

function headersOf(response: AwsGatewayResponse | undefined, facts: Facts): readonly PolicyElement[] {
  return Object.entries(response?.responseParameters ?? {}).flatMap(([target, source]) => {
    const name = headerName(target);
    const value = valueOf(source, facts);
    return name === undefined || value === undefined ? [] : [setHeader(name, [value])];
  });
}

const headerName = (target: string): string | undefined =>
  /^gatewayresponse\.header\.([\w!#$%&'*+.^`|~-]+)$/.exec(target)?.[1];

function valueOf(source: string, facts: Facts): Value | undefined {
  const literal = /^'(.*)'$/s.exec(source)?.[1];
  if (literal !== undefined) return literal;
  const context = /^context\.(.+)$/.exec(source)?.[1];
  if (context !== undefined) return facts(context);
  const [, place, name = ''] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === 'header') return cs.requestHeader(name);
  return place === 'querystring' ? cs.queryParameter(name) : undefined;
}

/** Parts of a gateway response that are not carried, in words: unknown references, sources and targets, further content types. */
export function partsLeftOut(
  api: Pick<AnsweringApi, 'id' | 'stage'>,
  { responseParameters, responseTemplates }: AwsGatewayResponse,
): readonly string[] {
  const facts = factsOf(api, 'API_CONFIGURATION_ERROR', '');
  const parameters = Object.entries(responseParameters)
    .filter(([target, source]) => headerName(target) === undefined || valueOf(source, facts) === undefined)
    .map(([target, source]) => `${target} from ${source}`);
  const templates = Object.entries(responseTemplates).filter(([, text]) => text !== '');
  const references = templates
    .flatMap(([, text]) => [...text.matchAll(REFERENCE)])
    .filter(([, name = '']) => facts(name) === undefined)
    .map(([whole]) => whole);
  const [used] = templateOf({ responseTemplates });
  const others = templates.map(([type]) => type).filter((type) => type !== used);
  return [...parameters, ...new Set(references), ...others.map((type) => `the template for ${type}`)];
}
