import type { AwsIntegration } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { isToken } from './header-names.ts';
import { restSource, type MappedValue, type MappingScope } from './mapped-value.ts';
import type { CarriedTemplate } from './mapping-template.ts';
import { overridesOf, type OverrideValue } from './template-overrides.ts';

type Place = 'header' | 'querystring' | 'path';

/** Parameters of a service's request by name; names of headers are in lower case. */
export type ServiceParameters = Readonly<Record<Place, ReadonlyMap<string, MappedValue>>>;

/** Headers that break a call of API Gateway's, or that the signature needs as they are. */
const NOT_MAPPED =
  /^(content-length|transfer-encoding|authorization|connection|expect|host|proxy-authenticate|te|x-amz-date|x-amz-security-token|x-amz-content-sha256)$/i;

/** The mapped parameters of an integration and what templates set in their place; text for what is not translated. */
export function serviceParameters(
  { requestParameters }: AwsIntegration,
  scope: MappingScope,
  templates: readonly CarriedTemplate[],
): ServiceParameters | string {
  const found: Record<Place, Map<string, MappedValue>> = { header: new Map(), querystring: new Map(), path: new Map() };
  for (const [target, source] of Object.entries(requestParameters)) {
    const [, place, name = ''] = /^integration\.request\.(header|querystring|path)\.(.+)$/s.exec(target) ?? [];
    const mapped = restSource(source, scope);
    if (place === undefined || mapped === undefined) return `a parameter is mapped (${target} from ${source})`;
    found[place as Place].set(place === 'header' ? name.toLowerCase() : name, mapped);
  }
  for (const place of ['header', 'querystring', 'path'] as const) {
    const overrides = overridesOf('requestOverride', place, templates);
    if (typeof overrides === 'string') return overrides;
    for (const each of overrides) {
      const name = place === 'header' ? each.name.toLowerCase() : each.name;
      found[place].set(name, either(each.mapped, found[place].get(name)));
    }
  }
  const bad = [...found.header.keys()].find((name) => !isToken(name) || NOT_MAPPED.test(name));
  return bad === undefined ? found : `the header ${bad} is mapped`;
}

function either({ value, isThere }: OverrideValue['mapped'], before: MappedValue | undefined): MappedValue {
  if (before === undefined) return { value, isThere };
  const chosen = cs.conditional(isThere, value, before.value);
  return before.isThere === undefined
    ? { value: chosen }
    : { value: chosen, isThere: cs.any([isThere, before.isThere]) };
}

/** A value as text that is always there: `otherwise` where it may be missing. */
export const certain = ({ value, isThere }: MappedValue, otherwise: Expression | string): Expression | string =>
  isThere === undefined ? value : cs.conditional(isThere, value, otherwise);

/** A query as it is sent and signed: encoded, in the order of its names, without parameters that are missing. */
export function canonicalQuery(parameters: ReadonlyMap<string, MappedValue>): string | Expression {
  const encoded = [...parameters].map(([name, mapped]) => ({ name: escaped(name), mapped }));
  const sorted = encoded.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const pair = (name: string, value: string | Expression): string | Expression =>
    cs.joinedText([
      `${name}=`,
      typeof value === 'string' ? escaped(value) : cs.call(cs.named('Uri'), 'EscapeDataString', value),
    ]);
  if (sorted.every(({ mapped }) => mapped.isThere === undefined))
    return cs.joinedText(sorted.flatMap(({ name, mapped }, at) => [at === 0 ? '' : '&', pair(name, mapped.value)]));
  const pairs = sorted.map(({ name, mapped: { value, isThere } }) =>
    isThere === undefined ? pair(name, value) : cs.conditional(isThere, pair(name, value), ''),
  );
  const present = cs.call(
    cs.stringArray(...pairs),
    'Where',
    cs.lambda('pair', (each) => cs.binary('!=', each, '')),
  );
  return cs.call(cs.named('string'), 'Join', '&', present);
}

/** RFC 3986's unreserved characters stay (AWS General Reference, Signature Version 4). */
export const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
