import type { DifferencePlace } from '../../model/finding.ts';
import { bodyOf, type Pairs, type SeenRequest, type Side } from './exchange.ts';

/** Something that is not the same on both sides. */
export interface Difference {
  readonly place: DifferencePlace;
  /** `place`, with the name of a header. */
  readonly where: string;
  readonly source: unknown;
  readonly target: unknown;
}

/** Of one connection or of one moment: they differ between two calls of the same gateway, too. */
const TRANSPORT = ['connection', 'content-length', 'date', 'host', 'keep-alive', 'transfer-encoding'];
/** Added by AWS to every answer, for AWS's support: no client's business (docs: mapping, B2, responseParameters). */
const OF_AWS = ['via', 'x-amz-apigw-id', 'x-amzn-errortype', 'x-amzn-requestid', 'x-amzn-trace-id'];

/** All differences between what API Gateway and API Management do with a request. */
export function differencesOf(source: Side, target: Side): readonly Difference[] {
  const found: Difference[] = [];
  if (source.response.status !== target.response.status)
    found.push({
      place: 'status',
      where: 'status',
      source: source.response.status,
      target: target.response.status,
    });
  found.push(
    ...headerDifferences('header', source.response.headers, target.response.headers, [...TRANSPORT, ...OF_AWS]),
  );
  found.push(...bodyDifferences('body', source.response.body, target.response.body));
  return [...found, ...backendDifferences(source.backendRequests.at(-1), target.backendRequests.at(-1))];
}

function backendDifferences(source: SeenRequest | undefined, target: SeenRequest | undefined): readonly Difference[] {
  if (source === undefined && target === undefined) return [];
  const url = (request: SeenRequest | undefined): string | null =>
    request === undefined ? null : normalised(request.url);
  const found: Difference[] = [];
  const differ = (place: DifferencePlace, one: unknown, other: unknown): void => {
    if (one !== other) found.push({ place, where: place, source: one, target: other });
  };
  differ('backend method', source?.method ?? null, target?.method ?? null);
  differ('backend url', url(source), url(target));
  if (source === undefined || target === undefined) return found;
  found.push(...headerDifferences('backend header', source.headers, target.headers, TRANSPORT));
  found.push(...bodyDifferences('backend body', source.body, target.body));
  return found;
}

/** Query parameters in the order of their names: backends read them by name. */
function normalised(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.searchParams.sort();
  return parsed.href;
}

function headerDifferences(
  place: 'header' | 'backend header',
  source: Pairs,
  target: Pairs,
  apart: readonly string[],
): readonly Difference[] {
  const [one, other] = [grouped(source), grouped(target)];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((name) => !apart.includes(name) && one.get(name) !== other.get(name))
    .map((name) => ({
      place,
      where: `${place} ${name}`,
      source: one.get(name) ?? null,
      target: other.get(name) ?? null,
    }));
}

/** Values of a name as one list: `a,b`, `a, b` and two lines say the same (RFC 9110, 5.3). */
function grouped(pairs: Pairs): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const list = value
      .split(',')
      .map((item) => item.trim())
      .join(', ');
    const known = values.get(key);
    values.set(key, known === undefined ? list : `${known}, ${list}`);
  }
  return values;
}

function bodyDifferences(place: 'body' | 'backend body', source: Buffer, target: Buffer): readonly Difference[] {
  if (source.equals(target) || sameJson(source, target)) return [];
  return [{ place, where: place, source: bodyOf(source), target: bodyOf(target) }];
}

function sameJson(one: Buffer, other: Buffer): boolean {
  try {
    return canonical(JSON.parse(one.toString('utf8'))) === canonical(JSON.parse(other.toString('utf8')));
  } catch {
    return false;
  }
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
