/** What a template expects at a place of the payload. */
export interface Shape {
  /** By name. */
  readonly members: Map<string, Shape>;
  /** Of a list. */
  items?: Shape;
  /** Of a map whose names the template does not know. */
  values?: Shape;
  /** Of the JSON that the text at this place holds. */
  embedded?: Shape;
  readonly hints: Set<Hint>;
}

export type Hint = 'list' | 'map' | 'text' | 'base64' | 'encoded';

export function emptyShape(): Shape {
  return { members: new Map(), hints: new Set() };
}

export function memberOf(shape: Shape, name: string): Shape {
  const member = shape.members.get(name) ?? emptyShape();
  shape.members.set(name, member);
  return member;
}

export function itemsOf(shape: Shape): Shape {
  return (shape.items ??= emptyShape());
}

export function valuesOf(shape: Shape): Shape {
  return (shape.values ??= emptyShape());
}

export function embeddedIn(shape: Shape): Shape {
  return (shape.embedded ??= emptyShape());
}

const STEP = /\.\.|\.?([\w-]+)|\.?\[((?:'[^']*'|"[^"]*"|[^\]'"])*)\]|\.?\*/g;

/** The place that a JSONPath means, marked on the way. Of a path with several matches it is the last one's. */
export function shapeAt(root: Shape, path: string): Shape {
  let at = root;
  for (const [whole, name, bracket] of path.replace(/^\$/, '').matchAll(STEP)) {
    if (name !== undefined) at = memberOf(at, name);
    else if (bracket !== undefined) at = bracketed(at, bracket.trim());
    else if (whole === '..') at = memberOf(memberOf(root, 'within'), 'deep');
    else at = valuesOf(at);
  }
  return at;
}

function bracketed(at: Shape, inner: string): Shape {
  const names = [...inner.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double ?? '');
  if (inner.startsWith('?')) {
    const items = itemsOf(at);
    for (const [, filtered = ''] of inner.matchAll(/@\.?([\w.-]*)/g)) shapeAt(items, filtered);
    return items;
  }
  if (names.length === 0) return itemsOf(at);
  return names.map((name) => memberOf(at, name)).at(-1) ?? at;
}
