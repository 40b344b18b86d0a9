/** A route's path as API Management takes it. */
export interface RouteTemplate {
  /** Starts with `/`; `{name}` and, last, `{*name}`. */
  readonly urlTemplate: string;
  /** Names of its parameters, each once. */
  readonly parameters: readonly string[];
  /** Names of the route's own parameters -> names in the template. */
  readonly names: Readonly<Record<string, string>>;
  /** Equal for routes that AWS takes for the same path, whatever their parameters are called. */
  readonly signature: string;
  /** Equal for paths that API Management may not tell apart: without case and slashes that part nothing (mapping B1, unverified). */
  readonly alike: string;
}

/** Of a URL template (ARM contract 2024-05-01). */
const MAX_TEMPLATE = 1000;

interface Segment {
  /** Literal text around the parameters: one more than there are names. */
  readonly literals: readonly string[];
  readonly names: readonly string[];
  readonly isGreedy: boolean;
}

/** A position in the paths of an API: what stands there, and below it. */
interface Position {
  readonly children: Map<string, Position>;
  /** How many paths call each of its parameters what. */
  readonly counts: readonly Map<string, number>[];
  /** What they are called from now on. */
  chosen: readonly string[];
}

/**
 * Gives each position in the paths of an API one name for its parameter, as an import wants it (mapping C1, edge case 9):
 * the one that most paths use, the first by alphabet among equals, and never one that the path above uses.
 * @returns templates by path; undefined for a path that no URL template can say
 */
export function templatesOf(paths: readonly string[]): (path: string) => RouteTemplate | undefined {
  const parsed = new Map([...new Set(paths)].sort().map((path) => [path, parsePath(path)]));
  const root = positionOf([]);
  for (const segments of parsed.values()) if (segments !== undefined) insert(root, segments);
  choose(root, []);
  return (path) => {
    const segments = parsed.get(path);
    const template = segments && templateOf(root, segments);
    return template !== undefined && template.urlTemplate.length <= MAX_TEMPLATE ? template : undefined;
  };
}

/** Undefined where braces do not pair, or a greedy parameter is not the whole of the last segment. */
function parsePath(path: string): readonly Segment[] | undefined {
  if (path.length > MAX_TEMPLATE) return undefined;
  const segments = path.replace(/^\//, '').split('/').map(parseSegment);
  const isWellFormed = segments.every(
    ({ literals, isGreedy }, at) =>
      literals.every((text) => !/[{}]/.test(text)) &&
      (!isGreedy || (at === segments.length - 1 && literals.every((text) => text === ''))),
  );
  return isWellFormed ? segments : undefined;
}

function parseSegment(text: string): Segment {
  const names: string[] = [];
  let isGreedy = false;
  const literals = text.split(/(\{[^{}]+\})/).filter((part, at) => {
    if (at % 2 === 0) return true;
    isGreedy ||= part.endsWith('+}');
    names.push(part.slice(1, part.endsWith('+}') ? -2 : -1));
    return false;
  });
  return { literals, names, isGreedy: isGreedy && names.length === 1 };
}

function positionOf(names: readonly string[]): Position {
  return { children: new Map(), counts: names.map(() => new Map()), chosen: [] };
}

/** A greedy parameter and a plain one at the same place share a name: in an import they are the same path. */
const keyOf = ({ literals }: Segment): string => literals.map(literal).join('{}').toLowerCase();

function insert(root: Position, segments: readonly Segment[]): void {
  let position = root;
  for (const segment of segments) {
    const key = keyOf(segment);
    const child = position.children.get(key) ?? positionOf(segment.names);
    position.children.set(key, child);
    segment.names.forEach((name, at) => {
      const counts = child.counts[at];
      counts?.set(clean(name), (counts.get(clean(name)) ?? 0) + 1);
    });
    position = child;
  }
}

/** What a parameter may be called: named values and expressions quote it, so nothing that needs quoting there. */
const clean = (name: string): string => name.replaceAll(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+/, '') || 'parameter';

function choose(position: Position, above: readonly string[]): void {
  for (const child of position.children.values()) {
    const used = [...above];
    child.chosen = child.counts.map((counts) => {
      const name = pick(counts, used);
      used.push(name.toLowerCase());
      return name;
    });
    choose(child, used);
  }
}

function pick(counts: ReadonlyMap<string, number>, used: readonly string[]): string {
  const byUse = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name]) => name);
  const free = byUse.find((name) => !used.includes(name.toLowerCase()));
  if (free !== undefined) return free;
  const [first = 'parameter'] = byUse;
  let number = 2;
  while (used.includes(`${first}-${number}`.toLowerCase())) number++;
  return `${first}-${number}`;
}

function templateOf(root: Position, segments: readonly Segment[]): RouteTemplate {
  let position: Position | undefined = root;
  const names: [string, string][] = [];
  const written = segments.map((segment) => {
    position = position?.children.get(keyOf(segment));
    const chosen = position?.chosen ?? [];
    segment.names.forEach((name, at) => names.push([name, chosen[at] ?? name]));
    return write(segment, (at) => `{${segment.isGreedy ? '*' : ''}${chosen[at] ?? ''}}`);
  });
  const signature = `/${segments.map((each) => write(each, () => (each.isGreedy ? '{*}' : '{}'))).join('/')}`;
  return {
    urlTemplate: `/${written.join('/')}`,
    parameters: names.map(([, name]) => name),
    // The first wins where a route uses a name twice, as API Gateway itself refuses to.
    names: Object.fromEntries(names.toReversed()),
    signature,
    alike: signature
      .toLowerCase()
      .replaceAll(/\/+/g, '/')
      .replace(/(?<=.)\/$/, ''),
  };
}

const write = ({ literals }: Segment, parameter: (at: number) => string): string =>
  literals.map((text, at) => (at === 0 ? literal(text) : parameter(at - 1) + literal(text))).join('');

/** Characters that mean something in a URL template or may not stand in a path are percent-encoded. */
function literal(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()+,;=:@%]/gu, (character) =>
      character === '*' ? '%2A' : encodeURIComponent(character),
    );
}
