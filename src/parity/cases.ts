import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { SourceRef } from '../model/source-ref.ts';

/** What a case wants to know: the answer itself, or that somebody without the right is refused. */
export type CaseKind = 'open' | 'no-credentials' | 'wrong-token' | 'wrong-key' | 'unknown-path';

/** One request that both sides are asked. Only GET: nothing is changed by looking (cutover-and-saga.md, section 3). */
export interface ParityCase {
  readonly id: string;
  readonly kind: CaseKind;
  readonly at: SourceRef;
  readonly method: 'GET';
  /** Path with the base path of the mapping. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Cases of one API, and its routes of which nothing is asked: they are named, because coverage is part of the verdict. */
export interface ParityCases {
  readonly cases: readonly ParityCase[];
  readonly untested: readonly SourceRef[];
}

/** A value for path parameters where the answer does not depend on it, because access is refused before. */
const ANY_VALUE = 'crossgate-probe';
const WRONG_TOKEN = { authorization: 'Bearer crossgate.wrong.token' };
const WRONG_KEY = { 'x-api-key': 'crossgate-wrong-key' };

/** Requests that the configuration alone allows: open GET routes as they are, guarded ones without the right to call them. */
export function parityCases(api: AwsApi, basePath: string): ParityCases {
  // A handshake is no GET that changes nothing: it opens a connection, and its integrations hear of it.
  if (api.type === 'WEBSOCKET') return { cases: [], untested: api.routes.map(({ at }) => at) };
  const prefix = basePath === '' ? '' : `/${basePath}`;
  const perRoute = api.routes.map((route) => ({ route, cases: casesOf(route, prefix) }));
  const unknown: ParityCase = {
    id: 'unknown-path',
    kind: 'unknown-path',
    at: api.at,
    method: 'GET',
    path: `${prefix}/crossgate-no-such-path`,
    headers: {},
  };
  return {
    cases: [...perRoute.flatMap(({ cases }) => cases), ...(hasCatchAll(api) ? [] : [unknown])],
    untested: perRoute.filter(({ cases }) => cases.length === 0).map(({ route }) => route.at),
  };
}

const hasCatchAll = ({ routes }: AwsApi): boolean =>
  routes.some(({ path }) => path === '$default' || /^\/\{[^{}]+\+\}$/.test(path));

function casesOf(route: AwsRoute, prefix: string): readonly ParityCase[] {
  if (route.method !== 'GET' && route.method !== 'ANY') return [];
  const isGuarded = route.authorizationType !== 'NONE' || route.apiKeyRequired;
  const hasParameters = route.path.includes('{');
  if (!isGuarded && hasParameters) return [];
  const path = `${prefix}${route.path === '$default' ? '/' : route.path.replaceAll(/\{[^{}]+\}/g, ANY_VALUE)}`;
  const one = (kind: CaseKind, headers: ParityCase['headers']): ParityCase => ({
    id: `${kind} ${route.method} ${route.path}`,
    kind,
    at: route.at,
    method: 'GET',
    path,
    headers,
  });
  if (!isGuarded) return [one('open', {})];
  return [
    one('no-credentials', {}),
    ...(route.authorizationType === 'NONE' ? [] : [one('wrong-token', WRONG_TOKEN)]),
    ...(route.apiKeyRequired ? [one('wrong-key', WRONG_KEY)] : []),
  ];
}
