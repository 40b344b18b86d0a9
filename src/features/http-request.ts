import type { AwsIntegration } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, deleteHeader, rewriteUri, setHeader, setQueryParameter } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { isToken } from './header-names.ts';
import { httpSource, matchedName, restSource, type MappedValue, type MappingScope } from './mapped-value.ts';
import type { CarriedTemplate } from './mapping-template.ts';
import { templateNames } from './operations.ts';
import { overridesOf, type OverrideValue } from './template-overrides.ts';

/** A change of a header or a query parameter on the way to the backend. */
interface Change {
  readonly place: 'header' | 'querystring';
  readonly action: 'overwrite' | 'append' | 'remove';
  readonly name: string;
  /** Absent for a removal. */
  readonly mapped?: MappedValue;
}

/** How a request to an HTTP backend is made of the caller's. */
export interface RequestMapping {
  /** Path and query of the backend's address: a template of `rewrite-uri`, or an expression that gives it; undefined for the caller's. */
  readonly path: string | Expression | undefined;
  readonly changes: readonly Change[];
  /** What templates set after the mappings. */
  readonly overrides: RequestOverrides;
}

interface RequestOverrides {
  readonly header: readonly OverrideValue[];
  readonly querystring: readonly OverrideValue[];
}

/** API Gateway breaks a call that maps one of these (recorded 2024-12-11). */
const BREAKING = ['content-length', 'transfer-encoding'];
/** Never sent, even where mapped (recorded 2024-12-11). */
const NEVER_SENT = ['connection', 'expect', 'host', 'proxy-authenticate', 'te'];

/** The mapping of an integration; text for why it is not translated. */
export function requestMapping(
  path: string | undefined,
  { requestParameters }: Pick<AwsIntegration, 'requestParameters'>,
  scope: MappingScope,
  templates: readonly CarriedTemplate[] = [],
): RequestMapping | string {
  const isHttpApi = scope.api.type === 'HTTP';
  const changes: Change[] = [];
  const paths = new Map<string, MappedValue>();
  for (const [target, source] of Object.entries(requestParameters)) {
    const read = isHttpApi ? httpTarget(target) : restTarget(target);
    if (read === undefined) return `the parameter ${target} is mapped`;
    const mapped = read.action === 'remove' ? undefined : (isHttpApi ? httpSource : restSource)(source, scope);
    if (mapped === undefined && read.action !== 'remove') return `a parameter is mapped from ${source}`;
    const { place, action, name } = read;
    if (place === 'header' && !isToken(name)) return `${name} is mapped, which no header can be called`;
    if (place === 'header' && BREAKING.includes(name.toLowerCase())) return `the header ${name} is mapped`;
    if (place === 'header' && NEVER_SENT.includes(name.toLowerCase())) continue;
    if (place === 'path') paths.set(name, mapped as MappedValue);
    else changes.push({ place, action, name, ...(mapped && { mapped }) });
  }
  if (isCrossed(changes)) return 'headers are mapped onto each other';
  const overrides = overridesFor(templates);
  if (typeof overrides === 'string') return overrides;
  const { path: overridden, ...others } = overrides;
  if (path === undefined)
    return paths.size + overridden.length === 0
      ? { path, changes, overrides: others }
      : 'the path is mapped, and the address of the backend has none';
  for (const each of overridden) paths.set(each.name, pathValue(each, paths.get(each.name)));
  const rewritten = pathOf(path, paths, scope);
  return rewritten === undefined
    ? 'the path is mapped in a way that has no rewrite'
    : { path: rewritten, changes, overrides: others };
}

/** What templates set of the request; text for what cannot be carried. */
function overridesFor(
  templates: readonly CarriedTemplate[],
): (RequestOverrides & { readonly path: readonly OverrideValue[] }) | string {
  const [header, querystring, path] = (['header', 'querystring', 'path'] as const).map((place) =>
    overridesOf('requestOverride', place, templates),
  );
  const why = [header, querystring, path].find((each) => typeof each === 'string');
  if (why !== undefined) return why;
  const headers = header as readonly OverrideValue[];
  const breaking = headers.find(({ name }) => BREAKING.includes(name.toLowerCase()));
  if (breaking !== undefined) return `a template sets the header ${breaking.name}`;
  return {
    header: headers.filter(({ name }) => !NEVER_SENT.includes(name.toLowerCase())),
    querystring: querystring as readonly OverrideValue[],
    path: path as readonly OverrideValue[],
  };
}

/** A part of the path that a template may set, else the mapped one. */
function pathValue({ mapped: { value, isThere } }: OverrideValue, before: MappedValue | undefined): MappedValue {
  const text = before?.isThere === undefined ? (before?.value ?? '') : cs.conditional(before.isThere, before.value, '');
  return { value: cs.conditional(isThere, value, text) };
}

interface Target {
  readonly place: 'header' | 'querystring' | 'path';
  readonly action: Change['action'];
  readonly name: string;
}

function restTarget(target: string): Target | undefined {
  const [, place, name = ''] = /^integration\.request\.(header|querystring|path)\.(.+)$/s.exec(target) ?? [];
  return place === undefined ? undefined : { place: place as Target['place'], action: 'overwrite', name };
}

function httpTarget(target: string): Target | undefined {
  const [, action, place, name = ''] = /^(append|overwrite|remove):(header|querystring)\.(.+)$/s.exec(target) ?? [];
  if (action === undefined) return undefined;
  return { place: place as Target['place'], action: action as Change['action'], name };
}

/** Policies run one after the other: a header that is changed before another reads it would give the wrong value. */
function isCrossed(changes: readonly Change[]): boolean {
  const headers = changes.filter(({ place }) => place === 'header');
  return headers.some(({ name }, index) =>
    headers.slice(index + 1).some(({ mapped }) => mapped?.header?.toLowerCase() === name.toLowerCase()),
  );
}

/** `rewrite-uri` puts parameters of the operation's own template in; what comes from elsewhere is put together here. */
function pathOf(path: string, mapped: ReadonlyMap<string, MappedValue>, scope: MappingScope): RequestMapping['path'] {
  const names = templateNames(path);
  const ownName = (name: string): string | undefined => {
    const value = mapped.get(name)?.value;
    if (value === undefined) return scope.api.type === 'HTTP' ? scope.names[name] : undefined;
    return typeof value === 'object' ? matchedName(value) : undefined;
  };
  if (names.every((name) => ownName(name) !== undefined))
    return path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => `{${ownName(name) ?? ''}}`);
  // The rest of a path holds slashes, which an escaped value would lose.
  const isGreedy = Object.keys(scope.names).some((name) => scope.route.path.includes(`{${name}+}`));
  if (isGreedy || names.some((name) => !mapped.has(name))) return undefined;
  return filledPath(path, mapped);
}

function filledPath(path: string, mapped: ReadonlyMap<string, MappedValue>): string | Expression {
  return cs.filledText(path, /\{([^{}]+)\}/g, (name) => {
    const { value, isThere } = mapped.get(name) as MappedValue;
    const text = isThere === undefined ? value : cs.conditional(isThere, value, '');
    return cs.call(cs.named('Uri'), 'EscapeDataString', text);
  });
}

/** Headers of the caller that a custom integration does not send unless it maps them. */
const UNMAPPED_HEADERS = ['Authorization', 'Cookie', 'x-api-key'] as const;

/** The policies that make the request. A custom integration sends nothing of the caller's query and leaves his secrets out. */
export function requestPolicies(
  { path, changes, overrides }: RequestMapping,
  isCustom: boolean,
): readonly PolicyNode[] {
  const isMapped = (wanted: string): boolean => changes.some(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const left = isCustom ? UNMAPPED_HEADERS.filter((name) => !isMapped(name)) : [];
  const of = (place: Change['place']): readonly PolicyNode[] =>
    changes.filter((change) => change.place === place).flatMap((change) => changePolicies(change, isCustom));
  // Headers are read before the caller's own are taken away; query parameters are set on the path that they belong to.
  return [
    ...of('header'),
    ...left.map((name) => deleteHeader(name)),
    ...overrides.header.map(({ name, mapped }) => overridden(setHeader(name, [mapped.value]), mapped)),
    ...(path === undefined ? [] : [rewriteUri(path, !isCustom)]),
    ...of('querystring'),
    ...overrides.querystring.map(({ name, mapped }) => overridden(setQueryParameter(name, [mapped.value]), mapped)),
  ];
}

const overridden = (policy: PolicyNode, { isThere }: OverrideValue['mapped']): PolicyNode =>
  choose([{ condition: isThere, policies: [policy] }]);

function changePolicies({ place, action, name, mapped }: Change, isCustom: boolean): readonly PolicyNode[] {
  const set = place === 'header' ? setHeader : setQueryParameter;
  if (mapped === undefined) return [set(name, [], 'delete')];
  const policy = set(name, [mapped.value], action === 'append' ? 'append' : 'override');
  if (mapped.isThere === undefined) return [policy];
  const otherwise = isCustom && place === 'header' ? [deleteHeader(name)] : undefined;
  return [choose([{ condition: mapped.isThere, policies: [policy] }], otherwise)];
}
