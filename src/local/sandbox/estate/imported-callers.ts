import type { GatewayResponse, GatewayResponseType, Method } from '@aws-sdk/client-api-gateway';
import type { HttpApiState, RestApiState } from '../aws/state.ts';
import { httpAnswer, refusalStatus, restAnswer, type Answer } from './answers.ts';
import { httpCredentials, NO_CREDENTIALS, restCredentials, type Credentials } from './credentials.ts';
import type { EstateCaller } from './sample-estate.ts';
import { sampleOfSchema } from './sample-of-schema.ts';

/** Where an imported API is called. */
export interface CalledAt {
  readonly hostname: string;
  /** Without slashes at the ends. */
  readonly basePath: string;
  /** The key that opens what asks for one. */
  readonly apiKeyId: string;
}

interface Refusal {
  readonly type: GatewayResponseType;
  readonly status: number;
}

const UNAUTHORIZED: Refusal = { type: 'UNAUTHORIZED', status: 401 };
const UNSIGNED: Refusal = { type: 'MISSING_AUTHENTICATION_TOKEN', status: 403 };
const WITHOUT_KEY: Refusal = { type: 'INVALID_API_KEY', status: 403 };

interface Call {
  readonly verb: string;
  readonly path: string;
  /** Undefined when the sandbox has nothing that answers. */
  readonly answer: Answer | undefined;
  /** Undefined when no caller could know them. */
  readonly credentials: Credentials | undefined;
  /** What a caller without credentials is told; undefined when anybody may call. */
  readonly refusal: Refusal | undefined;
  /** What tells its way in from others. */
  readonly door: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const SAMPLE = 'sample';
const WITH_BODY = ['POST', 'PUT', 'PATCH'];

/** A caller for each method that can be called with what the definition says, and one without credentials for each way in. */
export function restCallers(api: RestApiState, at: CalledAt): readonly EstateCaller[] {
  const calls = api.resources.flatMap(({ path = '/', resourceMethods = {} }) =>
    Object.entries(resourceMethods).flatMap(([verb, method]): Call[] => {
      const called = verb === 'ANY' ? 'GET' : verb;
      const { headers, query } = requiredParameters(method);
      const body = WITH_BODY.includes(called) ? { body: bodyFor(api, method) } : {};
      const sample = { method: called, path: pathParameters(path), query, headers, body: body.body ?? '' };
      const { authorizationType = 'NONE', authorizerId = '', apiKeyRequired: needsKey = false } = method;
      return [
        {
          verb: called,
          path,
          answer: restAnswer(method.methodIntegration, sample),
          credentials: restCredentials(method, api.authorizers),
          refusal: refusalOf(authorizationType, needsKey),
          door: `${authorizationType} ${authorizerId} ${needsKey}`,
          headers,
          query,
          ...body,
        },
      ];
    }),
  );
  return [...calls.flatMap((call) => known(call, at)), ...strangers(calls, at, api.gatewayResponses)];
}

/** The same for an HTTP API's routes. */
export function httpCallers(api: HttpApiState, region: string, at: CalledAt): readonly EstateCaller[] {
  const calls = api.routes.flatMap((route): Call[] => {
    const [verb = '', path = `/${SAMPLE}`] =
      route.RouteKey === '$default' ? ['GET'] : (route.RouteKey ?? '').split(' ');
    const integration = api.integrations.find(({ IntegrationId }) => route.Target === `integrations/${IntegrationId}`);
    const called = verb === 'ANY' ? 'GET' : verb;
    const { AuthorizationType = 'NONE', AuthorizerId = '' } = route;
    return [
      {
        verb: called,
        path,
        answer: httpAnswer(integration, region),
        credentials: httpCredentials(route, api.authorizers),
        refusal: refusalOf(AuthorizationType, false),
        door: `${AuthorizationType} ${AuthorizerId}`,
        ...(WITH_BODY.includes(called) ? { body: '{}' } : {}),
      },
    ];
  });
  return [...calls.flatMap((call) => known(call, at)), ...strangers(calls, at, [])];
}

/** The authorizer is asked before the key. */
function refusalOf(authorizationType: string, needsKey: boolean): Refusal | undefined {
  if (authorizationType === 'AWS_IAM') return UNSIGNED;
  if (authorizationType !== 'NONE') return UNAUTHORIZED;
  return needsKey ? WITHOUT_KEY : undefined;
}

function known(call: Call, at: CalledAt): EstateCaller[] {
  const { answer, credentials } = call;
  return answer === undefined || credentials === undefined ? [] : [caller(call, credentials, answer, at)];
}

function caller(
  { verb, path, headers, query, body }: Call,
  credentials: Credentials,
  { status, contentType }: Answer,
  at: CalledAt,
): EstateCaller {
  const filled = path.replaceAll(/\{[^}]+\}/g, SAMPLE);
  const asked = new URLSearchParams({ ...query, ...credentials.query }).toString();
  const sent = {
    ...(body === undefined && contentType === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
    ...headers,
    ...credentials.headers,
  };
  return {
    name: `${verb} ${path}`,
    hostname: at.hostname,
    method: verb,
    path: `/${at.basePath}${filled}${asked === '' ? '' : `?${asked}`}`,
    ...(Object.keys(sent).length === 0 ? {} : { headers: sent }),
    ...(credentials.token === undefined ? {} : { token: credentials.token }),
    ...(credentials.needsKey ? { apiKeyId: at.apiKeyId } : {}),
    ...(body === undefined ? {} : { body }),
    expectStatus: status,
  };
}

/**
 * One caller without credentials for each way in, so that a door left open shows; not more than callers that are let in, since
 * an API that turns most of its callers away would be judged by that.
 */
function strangers(
  calls: readonly Call[],
  at: CalledAt,
  responses: readonly GatewayResponse[],
): readonly EstateCaller[] {
  const guarded = calls.filter(({ refusal }) => refusal !== undefined);
  const doors = new Map(guarded.toReversed().map((call) => [call.door, call]));
  const welcome = calls.filter(({ answer, credentials }) => answer !== undefined && credentials !== undefined).length;
  return [...doors.values()].slice(0, Math.max(1, welcome)).map((call) => {
    const { type, status: own } = call.refusal ?? UNAUTHORIZED;
    const status = refusalStatus(responses, type, own);
    const stranger = caller(call, NO_CREDENTIALS, { status }, at);
    return { ...stranger, name: `${stranger.name} without credentials` };
  });
}

const pathParameters = (path: string): Record<string, string> =>
  Object.fromEntries([...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = '']) => [name, SAMPLE]));

/** Headers and query parameters that the method's validator may ask for. */
function requiredParameters({ requestParameters = {} }: Method) {
  const required = Object.entries(requestParameters).flatMap(([name, isRequired]) => (isRequired ? [name] : []));
  const at = (place: string): Record<string, string> =>
    Object.fromEntries(
      required.flatMap((name) => {
        const prefix = `method.request.${place}.`;
        return name.startsWith(prefix) ? [[name.slice(prefix.length), SAMPLE]] : [];
      }),
    );
  return { headers: at('header'), query: at('querystring') };
}

function bodyFor(api: RestApiState, method: Method): string {
  const find = (name: string): unknown => {
    const schema = api.models.find((model) => model.name === name)?.schema;
    return schema === undefined ? undefined : (JSON.parse(schema) as unknown);
  };
  const model = method.requestModels?.['application/json'];
  return JSON.stringify(model === undefined ? {} : sampleOfSchema(find(model), find));
}
