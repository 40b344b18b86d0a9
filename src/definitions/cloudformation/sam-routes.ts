import type { AwsRoute } from '../../model/aws.ts';
import { below } from '../../model/source-ref.ts';
import { defined } from '../integration.ts';
import { isObject, memberOf, objectAt } from '../json.ts';
import { Members } from '../members.ts';
import { textOf } from '../placeholders.ts';
import { openRoute } from './http-apis.ts';
import { guardOf, invocationOf, type SamAuth } from './sam-authorizers.ts';
import { linkOf, type Resource, type Template } from './template.ts';

/** An event of a function that calls it by an API. */
interface SamEvent {
  readonly functionId: string;
  readonly members: Members;
  /** Logical id of the API; undefined for the implicit one. */
  readonly api: string | undefined;
}

/** Events of functions that make routes: of REST APIs (`Api`) or of HTTP APIs (`HttpApi`). */
export function samEvents(template: Template, type: 'Api' | 'HttpApi'): readonly SamEvent[] {
  const key = type === 'Api' ? 'RestApiId' : 'ApiId';
  return template.ofType('AWS::Serverless::Function').flatMap((resource) =>
    Object.entries(objectAt(resource.properties, 'Events')).flatMap(([name, event]) => {
      if (textOf(memberOf(event, 'Type')) !== type) return [];
      const properties = objectAt(event, 'Properties');
      const members = new Members(properties, below(resource.at, 'Events', name, 'Properties'), template.notes);
      return [{ functionId: resource.id, members, api: linkOf(members.verbatim(key)) }];
    }),
  );
}

/** Logical ids of APIs that are there without a resource of their own, because an event names none. */
export const IMPLICIT = { Api: 'ServerlessRestApi', HttpApi: 'ServerlessHttpApi' } as const;

/** The routes that events make on an API. */
export function eventRoutes(
  template: Template,
  type: 'Api' | 'HttpApi',
  api: string,
  auth: SamAuth,
): readonly AwsRoute[] {
  return samEvents(template, type)
    .filter((event) => (event.api ?? IMPLICIT[type]) === api)
    .map((event) => (type === 'Api' ? restRoute(event, auth) : httpRoute(event, auth)));
}

const methodOf = (members: Members): string => {
  const method = (members.text('Method') ?? 'ANY').toUpperCase();
  return method === 'X-AMAZON-APIGATEWAY-ANY-METHOD' ? 'ANY' : method;
};

function restRoute({ functionId, members }: SamEvent, auth: SamAuth): AwsRoute {
  // Without them nobody knows which calls the function takes.
  members.missing('Path');
  members.missing('Method');
  const own = members.object('Auth');
  const model = members.object('RequestModel');
  const name = model?.verbatim('Model');
  const validates = model?.flag('ValidateBody') ?? model?.flag('ValidateParameters');
  const integration = {
    at: below(members.at, 'integration'),
    type: 'AWS_PROXY' as const,
    httpMethod: 'POST',
    uri: invocationOf(`\${${functionId}.Arn}`),
    requestParameters: {},
    requestTemplates: {},
    responses: [],
    cacheKeyParameters: [],
    ...defined({
      credentials: own?.verbatim('InvokeRole'),
      timeoutMs: members.number('TimeoutInMillis'),
      responseTransferMode: members.word('ResponseTransferMode', ['BUFFERED', 'STREAM']),
    }),
  };
  const route = {
    ...openRoute(members.at, `${methodOf(members)} ${members.text('Path') ?? '/'}`),
    ...guardOf(own?.verbatim('Authorizer'), own?.texts('AuthorizationScopes') ?? [], auth),
    apiKeyRequired: own?.flag('ApiKeyRequired') ?? auth.apiKeyRequired,
    requestParameters: parametersOf(members),
    requestModels: name === undefined ? {} : { 'application/json': name },
    ...(validates === true ? { requestValidatorId: 'SAM' } : {}),
    integration,
  };
  own?.ignore('OverrideApiAuth').end();
  model?.ignore('Required', 'ValidateParameters').end();
  members.end();
  return route;
}

/** `method.request.header.X`, or an object of it with Required and Caching. */
function parametersOf(members: Members): Readonly<Record<string, boolean>> {
  const list = members.raw('RequestParameters');
  const entries = (Array.isArray(list) ? (list as readonly (string | object)[]) : []).flatMap(
    (each): [string, boolean][] => {
      if (typeof each === 'string') return [[each, false]];
      return Object.entries(each).map(([name, settings]) => [
        name,
        isObject(settings) && memberOf(settings, 'Required') === true,
      ]);
    },
  );
  return Object.fromEntries(entries);
}

function httpRoute({ functionId, members }: SamEvent, auth: SamAuth): AwsRoute {
  const own = members.object('Auth');
  const path = members.text('Path') ?? '$default';
  const payload = members.verbatim('PayloadFormatVersion');
  const route = {
    ...openRoute(members.at, path === '$default' ? path : `${methodOf(members)} ${path}`),
    ...guardOf(own?.verbatim('Authorizer'), own?.texts('AuthorizationScopes') ?? [], auth),
    integration: {
      at: below(members.at, 'integration'),
      type: 'AWS_PROXY' as const,
      httpMethod: 'POST',
      uri: invocationOf(`\${${functionId}.Arn}`),
      payloadFormatVersion: payload !== undefined && Number(payload) === 1 ? ('1.0' as const) : ('2.0' as const),
      requestParameters: {},
      requestTemplates: {},
      responses: [],
      cacheKeyParameters: [],
      ...defined({ timeoutMs: members.number('TimeoutInMillis') }),
    },
  };
  own?.end();
  members.ignore('Method', 'RouteSettings').end();
  return route;
}

/** Events of other things than functions make routes too; what they do is not read. */
export function noteOtherEvents(template: Template, resources: readonly Resource[]): void {
  for (const { id, at, properties } of resources)
    for (const [name, event] of Object.entries(objectAt(properties, 'Events'))) {
      const type = textOf(memberOf(event, 'Type'));
      if (type !== 'Api' && type !== 'HttpApi') continue;
      const reason = 'routes to a state machine are not read from templates';
      template.notes.gap(
        below(at, 'Events', name),
        `The event ${name} of ${id}`,
        reason,
        'Assess what is deployed.',
        'blocker',
      );
    }
}
