import type { AwsApi, AwsDifference, AwsRoute } from '../model/aws.ts';
import type { SourceRef } from '../model/source-ref.ts';

/**
 * Where what a stage serves is not what its API's editable configuration says: routes that only one of them has, and what differs
 * of the others. Such a change was made and never deployed, or never taken back (docs: mapping, A3). Documentation,
 * places and the ids that readers give are not compared.
 */
export function compareDeployed(deployed: AwsApi, editable: AwsApi): readonly AwsDifference[] {
  const before = new Map(deployed.routes.map((route) => [nameOf(route), route]));
  const after = new Map(editable.routes.map((route) => [nameOf(route), route]));
  const ofDeployed = [...before].flatMap(([name, route]): readonly AwsDifference[] => {
    const other = after.get(name);
    if (other === undefined) return [{ at: route.at, kind: 'only-deployed', what: name }];
    return changed(route.at, partsOf(route, deployed), partsOf(other, editable), `${name}: `);
  });
  const added = [...after].flatMap(([name, { at }]): readonly AwsDifference[] =>
    before.has(name) ? [] : [{ at, kind: 'only-editable', what: name }],
  );
  return [...ofDeployed, ...added, ...changed(deployed.at, wholeOf(deployed), wholeOf(editable), '')];
}

type Parts = Readonly<Record<string, unknown>>;

const nameOf = ({ method, path }: AwsRoute): string => `${method} ${path}`;

function changed(at: SourceRef, deployed: Parts, editable: Parts, prefix: string): readonly AwsDifference[] {
  return Object.keys(deployed)
    .filter((part) => canonical(deployed[part]) !== canonical(editable[part]))
    .map((part) => ({ at, kind: 'changed', what: `${prefix}${part}` }));
}

/** The parts of a route that decide what callers get. Authorizers and validators are compared by what they are, not by their ids. */
function partsOf(route: AwsRoute, { type, authorizers, requestValidators }: AwsApi): Parts {
  const { responses = [], ...request } = route.integration ?? {};
  return {
    'authorization': [route.authorizationType, [...route.authorizationScopes].sort()],
    'authorizer': bare(authorizers.find(({ id }) => id === route.authorizerId)),
    'API key': route.apiKeyRequired,
    'request validator': bare(requestValidators.find(({ id }) => id === route.requestValidatorId)),
    'request parameters': route.requestParameters,
    'request models': route.requestModels,
    'method responses': byStatus(route.responses),
    'integration': route.integration && withDefaults(request, type),
    'integration responses': byStatus(responses),
  };
}

/**
 * What API Gateway does where an integration says nothing, which one way to read it tells and another does not. An export never
 * names the cache's namespace (the id of the resource, unless somebody chose one; checked 2026-11-25).
 */
function withDefaults(integration: object, type: AwsApi['type']): object {
  const { cacheNamespace: _untold, ...told } = bare(integration) as { readonly cacheNamespace?: string };
  return {
    timeoutMs: type === 'HTTP' ? 30_000 : 29_000,
    connectionType: 'INTERNET',
    passthroughBehavior: 'WHEN_NO_MATCH',
    responseTransferMode: 'BUFFERED',
    tlsInsecureSkipVerification: false,
    ...told,
  };
}

function wholeOf(api: AwsApi): Parts {
  return {
    'resource policy': policyOf(api.policy),
    'gateway responses': [...api.gatewayResponses].sort(by(({ responseType }) => responseType)).map(bare),
    'models': [...api.models].sort(by(({ name }) => name)).map(({ name, schema }) => [name, jsonOf(schema)]),
    'CORS configuration': bare(api.cors),
    'binary media types': [...api.binaryMediaTypes].sort(),
    'minimum compression size': api.minimumCompressionSize,
    'API key source': api.apiKeySource,
  };
}

const by =
  <T>(key: (item: T) => string) =>
  (a: T, b: T): number =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;

function byStatus(
  responses: readonly { readonly statusCode: string; readonly selectionPattern?: string }[],
): readonly (object | undefined)[] {
  return [...responses]
    .sort(by(({ statusCode, selectionPattern = '' }) => `${statusCode} ${selectionPattern}`))
    .map(bare);
}

const policyOf = (policy: string | undefined): unknown => (policy === undefined ? undefined : jsonOf(policy));

/** JSON text is equal whatever its blanks and order; what is no JSON is compared as it is. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Where a part was read, and the id that its reader gives it, say nothing of it. */
function bare(part: object | undefined): object | undefined {
  return part && Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'at' && key !== 'id'));
}

/** JSON with keys in order. Absent, empty list and empty object are one: an export leaves them out. */
function canonical(value: unknown): string {
  if (isEmpty(value)) return '';
  return JSON.stringify(value, (_key, member: unknown) => {
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
    const entries = Object.entries(member).filter(([, each]) => !isEmpty(each));
    return Object.fromEntries(entries.sort(by(([name]) => name)));
  });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
