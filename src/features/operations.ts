import { createHash } from 'node:crypto';
import type { ApimOperation, ApimRepresentation } from '../model/apim.ts';
import type { AwsApi, AwsRoute } from '../model/aws.ts';
import { isStatus } from './status-reason.ts';
import { templatesOf, type RouteTemplate } from './url-templates.ts';

/** What ANY stands for: API Management has no such verb (docs: mapping, B1). */
const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** The first hex digits of a SHA-256: what makes names of equal looks different, and the same on every run. */
export function shortHash(text: string, length = 8): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** Lower-case letters, digits and single dashes; `api` for a name that has none of them. */
export function slug(name: string): string {
  const dashed = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return dashed.replaceAll(/^-|-$/g, '').slice(0, 40).replace(/-$/, '') || 'api';
}

/** Names in a URL template, the wildcard's too. */
export function templateNames(urlTemplate: string): readonly string[] {
  return [...urlTemplate.matchAll(/\{\*?([^{}]+)\}/g)].map(([, name]) => name ?? '');
}

export const isWildcard = (urlTemplate: string): boolean => urlTemplate.includes('{*');

/** A route's operations. */
export interface RouteOperations {
  readonly operations: readonly ApimOperation[];
  /** The route's path parameters -> their names in the operations' templates. */
  readonly names: Readonly<Record<string, string>>;
  /** No URL template can say the path. */
  readonly isUnwritable: boolean;
  /** Routes that answer calls of this one in API Management, where paths that differ in case or slashes only are the same. */
  readonly alike: readonly AwsRoute[];
}

/** `$default` answers the root as well as everything below it. */
const pathsOf = ({ path }: AwsRoute): readonly string[] => (path === DEFAULT ? ['/', '/{rest+}'] : [path]);
const DEFAULT = '$default';

/** Who is matched first: a verb of its own, then ANY, then `$default`. */
const rankOf = ({ path, method }: AwsRoute): number => (path === DEFAULT ? 2 : method === 'ANY' ? 1 : 0);

interface Claim {
  readonly route: AwsRoute;
  readonly signature: string;
}

/**
 * The operations of every route of an API: no two have the same verb and path, and a path's parameters are called the same
 * in all of them. ANY stands for all verbs that the path has no route of its own for; OPTIONS is left out where the API's
 * own CORS configuration answers preflights, since an OPTIONS operation would switch `cors` off.
 */
export function operationsOf(api: AwsApi): ReadonlyMap<AwsRoute, RouteOperations> {
  const templateAt = templatesOf(api.routes.flatMap(pathsOf));
  const claims = new Map<string, Claim>();
  const order = (a: AwsRoute, b: AwsRoute): number =>
    rankOf(a) - rankOf(b) || compare(a.path, b.path) || compare(a.method, b.method);
  return new Map(api.routes.toSorted(order).map((route) => [route, claim(route, api, templateAt, claims)]));
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function claim(
  route: AwsRoute,
  api: AwsApi,
  templateAt: (path: string) => RouteTemplate | undefined,
  claims: Map<string, Claim>,
): RouteOperations {
  const operations: ApimOperation[] = [];
  const alike = new Set<AwsRoute>();
  const names: Record<string, string> = {};
  let isUnwritable = false;
  for (const path of pathsOf(route)) {
    const template = templateAt(path);
    if (template === undefined) {
      isUnwritable = true;
      continue;
    }
    Object.assign(names, template.names);
    for (const verb of verbsOf(route, api)) {
      const key = `${verb} ${template.alike}`;
      const winner = claims.get(key);
      if (winner === undefined) {
        claims.set(key, { route, signature: template.signature });
        operations.push(operation(verb, path, template, route));
      } else if (!isOrdinary(winner, route, template)) alike.add(winner.route);
    }
  }
  return { operations, names, isUnwritable, alike: [...alike] };
}

function verbsOf({ method }: AwsRoute, api: AwsApi): readonly string[] {
  if (method !== 'ANY') return [method];
  return VERBS.filter((verb) => !(verb === 'OPTIONS' && api.cors !== undefined));
}

/** API Gateway itself prefers the winner: its verb before ANY on one path, everything before `$default`. */
const isOrdinary = ({ route: winner, signature }: Claim, route: AwsRoute, template: RouteTemplate): boolean =>
  rankOf(winner) < rankOf(route) && (route.path === DEFAULT || signature === template.signature);

function operation(method: string, path: string, template: RouteTemplate, route: AwsRoute): ApimOperation {
  const { urlTemplate, parameters } = template;
  const displayName = route.operationName ?? `${method} ${route.path}`;
  // The id is of the route's own path: it stays when a neighbour changes the names in templates.
  const own = path.replaceAll(/\{([^{}]+)\+\}/g, '{*$1}');
  return {
    id: `${method.toLowerCase()}-${shortHash(`${method} ${own}`, 12)}`,
    displayName: readable(displayName).slice(0, 300) || method,
    method,
    urlTemplate,
    templateParameters: parameters.map((name) => ({ name, type: 'string', required: true })),
    ...descriptionOf(route),
    ...payloadsOf(route),
  };
}

const LONGEST_DESCRIPTION = 1000;

/** What the source says of the route for people, in the length that an operation may have (docs: mapping, C2). */
function descriptionOf({ documentation }: AwsRoute): Pick<ApimOperation, 'description'> {
  const text = readable(documentation?.description ?? documentation?.summary ?? '');
  return text === '' ? {} : { description: text.slice(0, LONGEST_DESCRIPTION) };
}

/** Bodies by the names of their models; whether there is such a model is for who writes the document to see. */
function payloadsOf({ requestModels, responses }: AwsRoute): Pick<ApimOperation, 'request' | 'responses'> {
  const request = representations(requestModels);
  const answers = responses.flatMap(({ statusCode, responseModels }) =>
    isStatus(statusCode) ? [{ statusCode: Number(statusCode), representations: representations(responseModels) }] : [],
  );
  return { ...(request.length > 0 && { request }), ...(answers.length > 0 && { responses: answers }) };
}

const representations = (models: Readonly<Record<string, string>>): readonly ApimRepresentation[] =>
  Object.entries(models).map(([contentType, typeName]) => ({ contentType, typeName }));

/** Text without what a reader of JSON or XML stumbles over: control characters, line ends, halves of surrogate pairs. */
export function readable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cn}\u2028\u2029\uFEFF]+/gu, ' ')
    .trim();
}
