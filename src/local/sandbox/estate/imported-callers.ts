import type { Method } from '@aws-sdk/client-api-gateway';
import type { HttpApiState, RestApiState } from '../aws/state.ts';
import { httpAnswer, restAnswer } from './answers.ts';
import { httpCredentials, restCredentials, type Credentials } from './credentials.ts';
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

interface Call {
  readonly verb: string;
  readonly path: string;
  readonly status: number;
  readonly credentials: Credentials;
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
      const status = restAnswer(method.methodIntegration);
      const credentials = restCredentials(method, api.authorizers);
      if (status === undefined || credentials === undefined) return [];
      const called = verb === 'ANY' ? 'GET' : verb;
      const { headers, query } = requiredParameters(method);
      const body = WITH_BODY.includes(called) ? { body: bodyFor(api, method) } : {};
      return [{ verb: called, path, status, credentials, headers, query, ...body }];
    }),
  );
  return [...calls.map((call) => caller(call, at)), ...strangers(calls, at)];
}

/** The same for an HTTP API's routes. */
export function httpCallers(api: HttpApiState, at: CalledAt): readonly EstateCaller[] {
  const calls = api.routes.flatMap((route): Call[] => {
    const [verb = '', path = `/${SAMPLE}`] =
      route.RouteKey === '$default' ? ['GET'] : (route.RouteKey ?? '').split(' ');
    const integration = api.integrations.find(({ IntegrationId }) => route.Target === `integrations/${IntegrationId}`);
    const status = httpAnswer(integration);
    const credentials = httpCredentials(route, api.authorizers);
    if (status === undefined || credentials === undefined) return [];
    const called = verb === 'ANY' ? 'GET' : verb;
    return [{ verb: called, path, status, credentials, ...(WITH_BODY.includes(called) ? { body: '{}' } : {}) }];
  });
  return [...calls.map((call) => caller(call, at)), ...strangers(calls, at)];
}

function caller({ verb, path, status, credentials, headers, query, body }: Call, at: CalledAt): EstateCaller {
  const filled = path.replaceAll(/\{[^}]+\}/g, SAMPLE);
  const asked = new URLSearchParams({ ...query, ...credentials.query }).toString();
  const sent = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
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

/** One caller without credentials for each kind of them, so that a door left open shows. */
function strangers(calls: readonly Call[], at: CalledAt): readonly EstateCaller[] {
  const kinds = new Map<string, Call>();
  for (const call of calls) {
    const { token, headers, query, needsKey } = call.credentials;
    const kind = JSON.stringify([token?.issuer, Object.keys(headers), Object.keys(query), needsKey]);
    if (token !== undefined || needsKey || Object.keys({ ...headers, ...query }).length > 0) kinds.set(kind, call);
  }
  return [...kinds.values()].map((call) => {
    const isAuthorized =
      call.credentials.token !== undefined ||
      Object.keys({ ...call.credentials.headers, ...call.credentials.query }).length > 0;
    const known = caller({ ...call, credentials: { headers: {}, query: {}, needsKey: false } }, at);
    return { ...known, name: `${known.name} without credentials`, expectStatus: isAuthorized ? 401 : 403 };
  });
}

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
