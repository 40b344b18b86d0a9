/** One function's route, ready to match a path below the prefix. */
export interface Route<T> {
  readonly target: T;
  readonly methods: readonly string[];
  readonly segments: readonly Segment[];
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly optional: boolean;
      readonly catchAll: boolean;
      readonly value: string | undefined;
      readonly constraints: readonly Constraint[];
    };
type Constraint = (value: string) => boolean;

/** `name:constraint(args)` of ASP.NET routing, as far as Functions apps use them. */
const CONSTRAINTS: Readonly<Record<string, (args: string) => Constraint>> = {
  int: () => (value) => /^[+-]?\d+$/.test(value) && Math.abs(Number(value)) < 2 ** 31,
  long: () => (value) => /^[+-]?\d+$/.test(value),
  guid: () => (value) => /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i.test(value),
  alpha: () => (value) => /^[a-z]*$/i.test(value),
  bool: () => (value) => /^(true|false)$/i.test(value),
  decimal: () => (value) => /^[+-]?\d+(\.\d+)?$/.test(value),
  double: () => (value) => value.trim() !== '' && Number.isFinite(Number(value)),
  datetime: () => (value) => !Number.isNaN(Date.parse(value)),
  length: (args) => {
    const [least = 0, most = least] = args.split(',').map(Number);
    return (value) => value.length >= least && value.length <= most;
  },
  minlength: (args) => (value) => value.length >= Number(args),
  maxlength: (args) => (value) => value.length <= Number(args),
  min: (args) => (value) => Number(value) >= Number(args),
  max: (args) => (value) => Number(value) <= Number(args),
  range: (args) => {
    const [least = 0, most = 0] = args.split(',').map(Number);
    return (value) => /^[+-]?\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
  },
  regex: (args) => {
    const pattern = new RegExp(args, 'i');
    return (value) => pattern.test(value);
  },
};

/** @throws Error for a constraint that this host does not know. */
export function compileRoute<T>(template: string, methods: readonly string[], target: T): Route<T> {
  const segments = template
    .split('/')
    .filter((part) => part !== '')
    .map((part) => compileSegment(part, template));
  return { target, methods: methods.map((method) => method.toUpperCase()), segments };
}

function compileSegment(part: string, template: string): Segment {
  const inside = /^\{(\*{0,2})([^:=?}]+)((?::[a-z]+(?:\([^)]*\))?)*)(?:=([^}?]*))?(\??)\}$/i.exec(part);
  if (inside === null) {
    if (part.includes('{'))
      throw new Error(`route "${template}": "${part}" mixes text and parameters, which this host does not know`);
    return { kind: 'literal', text: part };
  }
  const [, stars = '', name = '', constraints = '', value, question] = inside;
  return {
    kind: 'parameter',
    name,
    catchAll: stars !== '',
    optional: question === '?' || value !== undefined || stars !== '',
    value,
    constraints: [...constraints.matchAll(/:([a-z]+)(?:\(([^)]*)\))?/gi)].map(([, kind = '', args = '']) => {
      const make = CONSTRAINTS[kind.toLowerCase()];
      if (make === undefined) throw new Error(`route "${template}": constraint "${kind}" is not known`);
      return make(args);
    }),
  };
}

export interface RouteMatch<T> {
  readonly target: T;
  /** Percent-decoded, but `%2F` stays as it is; an absent optional parameter has no key (recorded 2026-11-23). */
  readonly params: Readonly<Record<string, string>>;
}

/** The function that answers a path (below the prefix, still encoded): literals before parameters before catch-alls. */
export function matchRoute<T>(routes: readonly Route<T>[], method: string, path: string): RouteMatch<T> | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const matches = routes
    .filter((route) => route.methods.includes(method))
    .flatMap((route) => {
      const params = matchSegments(route.segments, parts);
      return params === undefined ? [] : [{ route, params }];
    });
  matches.sort((a, b) => (rank(a.route) < rank(b.route) ? -1 : 1));
  const [best] = matches;
  return best && { target: best.route.target, params: best.params };
}

function rank(route: Route<unknown>): string {
  const kinds = route.segments.map((segment) => {
    if (segment.kind === 'literal') return '0';
    if (segment.catchAll) return '4';
    return segment.constraints.length > 0 ? '1' : '2';
  });
  return kinds.join('').padEnd(64, '0');
}

function decode(part: string): string {
  try {
    return part
      .split(/(%2f)/i)
      .map((piece) => (/^%2f$/i.test(piece) ? piece : decodeURIComponent(piece)))
      .join('');
  } catch {
    return part;
  }
}

function matchSegments(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  let at = 0;
  for (const segment of segments) {
    const part = parts[at];
    if (segment.kind === 'literal') {
      if (part === undefined || decode(part).toLowerCase() !== segment.text.toLowerCase()) return undefined;
      at += 1;
    } else if (segment.catchAll) {
      if (at < parts.length) params[segment.name] = parts.slice(at).map(decode).join('/');
      at = parts.length;
    } else if (part === undefined) {
      if (!segment.optional) return undefined;
      if (segment.value !== undefined) params[segment.name] = segment.value;
    } else {
      const value = decode(part);
      if (!segment.constraints.every((holds) => holds(value))) return undefined;
      params[segment.name] = value;
      at += 1;
    }
  }
  return at === parts.length ? params : undefined;
}
