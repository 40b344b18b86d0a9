import type { AwsApi, AwsRoute } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { handedOn } from './authorizer-context.ts';
import { contextValue } from './context-values.ts';
import { isSecretName } from './variables.ts';

/** What a parameter mapping gives. */
export interface MappedValue {
  readonly value: string | Expression;
  /** Whether there is one, where a caller or a backend may leave it out; nothing is sent then (recorded 2026-11-23). */
  readonly isThere?: Expression;
  /** Header of the request or of the answer that it is read from. */
  readonly header?: string;
}

/** What a mapping can name besides the request: the API, its route, and the route's path parameters as their template calls them. */
export interface MappingScope {
  readonly api: AwsApi;
  readonly route: AwsRoute;
  readonly names: Readonly<Record<string, string>>;
}

/** A source of a REST API's request parameters, `method.request.header.X` and its like; undefined for one that is not translated. */
export function restSource(source: string, scope: MappingScope): MappedValue | undefined {
  const [, place, name = ''] = /^method\.request\.(header|querystring|path)\.(.+)$/s.exec(source) ?? [];
  if (place === 'header') return headerOf('Request', name);
  if (place === 'querystring') return lastQueryValue(name);
  if (place === 'path') return pathValue(name, scope);
  return constantSource(source, scope);
}

/** A source of a REST API's response parameters: of what the backend's answer has, and of what is known without it. */
export function restAnswerSource(
  source: string,
  scope: MappingScope,
  answer: (place: 'header' | 'body', name: string) => MappedValue | null | undefined,
): MappedValue | null | undefined {
  const [, place, name = ''] = /^integration\.response\.(header|body)(?:\.(.+))?$/s.exec(source) ?? [];
  if (place !== undefined) return answer(place as 'header' | 'body', name);
  return constantSource(source, scope);
}

/** Static text, `context.X` or `stageVariables.X`. */
function constantSource(source: string, scope: MappingScope): MappedValue | undefined {
  const literal = /^'(.*)'$/s.exec(source)?.[1];
  if (literal !== undefined) return { value: literal };
  const [, root, name = ''] = /^(context|stageVariables)\.(.+)$/s.exec(source) ?? [];
  return root === undefined ? undefined : named(root, name, scope);
}

/** Sources that not every mapping knows: what a reference without its `$` gives. */
type FurtherSource = (reference: string) => Expression | undefined;

/**
 * A source of an HTTP API's parameters: static text, one `$request...` value, or text with `${request...}` in it (API Gateway guide,
 * HTTP API parameter mapping, 2026-11-28). What is not there is empty.
 */
export function httpSource(source: string, scope: MappingScope, further?: FurtherSource): MappedValue | undefined {
  const whole = /^\$((?:request|context|stageVariables)\b.*)$/.exec(source)?.[1];
  if (whole !== undefined) return httpReference(whole, scope, further);
  const value = cs.filledText(
    source,
    /\$\{((?:request|context|stageVariables)[^}]*)\}/g,
    (reference) => httpReference(reference, scope, further)?.value,
  );
  return value === undefined ? undefined : { value };
}

function httpReference(reference: string, scope: MappingScope, further?: FurtherSource): MappedValue | undefined {
  const given = further?.(reference);
  if (given !== undefined) return { value: given };
  const [, root = '', name = ''] = /^(request\.\w+|context|stageVariables)\.(.+)$/s.exec(reference) ?? [];
  if (root === 'request.header') return { value: cs.requestHeader(name), header: name };
  if (root === 'request.querystring') return { value: cs.queryParameter(name) };
  if (root === 'request.path') return pathValue(name, scope);
  const own = root === 'context' || root === 'stageVariables' ? named(root, name, scope) : undefined;
  return own && { value: own.value };
}

export function headerOf(message: 'Request' | 'Response', name: string): MappedValue {
  const headers = cs.context(message, 'Headers');
  return {
    value: cs.call(headers, 'GetValueOrDefault', name, ''),
    isThere: cs.call(headers, 'ContainsKey', name),
    header: name,
  };
}

/** Of a parameter that is sent several times the last value counts (recorded 2026-11-23). */
function lastQueryValue(name: string): MappedValue {
  const query = cs.context('Request', 'OriginalUrl', 'Query');
  return {
    value: cs.call(cs.index(query, name), 'LastOrDefault'),
    isThere: cs.call(query, 'ContainsKey', name),
  };
}

/** A route is found by its path, so that its parameters are always there; one that the path has not is nobody's. */
function pathValue(name: string, { names }: MappingScope): MappedValue | undefined {
  const own = Object.hasOwn(names, name) ? names[name] : undefined;
  return own === undefined ? undefined : { value: cs.pathParameter(own) };
}

/** The parameter of the operation's template that an expression reads, if it reads nothing else. */
export function matchedName(value: Expression): string | undefined {
  const isParameter =
    value.kind === 'index' && value.target.kind === 'member' && value.target.name === 'MatchedParameters';
  return isParameter && value.index.kind === 'string' ? value.index.value : undefined;
}

/** A variable that is not set maps nothing: it is for the run's own stage to say, so such a mapping is not translated. */
function named(root: string, name: string, { api, route }: MappingScope): MappedValue | undefined {
  const given = root === 'context' ? handedOn(name, api, route) : undefined;
  if (given !== undefined) return given;
  const value =
    root === 'context' ? contextValue(api, name, route) : isSecretName(name) ? undefined : api.stage.variables[name];
  return value === undefined ? undefined : { value };
}
