/** A character, any character of a kind, or any number of them. */
interface Piece {
  /** Exactly this one; undefined: any. */
  readonly text?: string;
  readonly isRepeated: boolean;
  /** Whether a slash counts as any character. */
  readonly hasSlash: boolean;
}

const one = (text: string): Piece => ({ text, isRepeated: false, hasSlash: false });
const some = (hasSlash: boolean): readonly Piece[] => [
  { isRepeated: false, hasSlash },
  { isRepeated: true, hasSlash },
];

/** How a resource of a policy and a route go together. `partly`: it speaks of some calls of the route only. */
export type Match = 'all' | 'none' | 'partly';

/**
 * Whether a resource such as `prod/GET/pets/*` speaks of the calls of a route such as `prod/GET/pets/{id}`: of all of them, none, or
 * some. `*` stands for any characters, slashes too, `?` for one (IAM guide, resource elements; read 2026-11-25); `{name}` for a
 * segment, `{name+}` for the rest of the path.
 */
export function matchResource(resource: string, route: string): Match {
  const glob = resource.split('').map((character): Piece => {
    if (character === '*') return { isRepeated: true, hasSlash: true };
    return character === '?' ? { isRepeated: false, hasSlash: true } : one(character);
  });
  if (covers(glob, route)) return 'all';
  return meets(glob, piecesOf(route)) ? 'partly' : 'none';
}

const PARAMETER = /(\{[^{}]+\})/;

function piecesOf(route: string): readonly Piece[] {
  return route
    .split(PARAMETER)
    .flatMap((part) => (PARAMETER.test(part) ? some(part.endsWith('+}')) : part.split('').map(one)));
}

/** Every call of the route matches: what stands for any text can only be taken by a star. */
function covers(glob: readonly Piece[], route: string): boolean {
  const opaque = route.split(PARAMETER).flatMap((part) => (PARAMETER.test(part) ? [undefined] : part.split('')));
  const reaches = explored<[number, number]>(([at, j], next) => {
    const piece = glob[j];
    if (at === opaque.length && j === glob.length) return true;
    if (piece === undefined) return false;
    if (piece.isRepeated) next([at, j + 1]);
    if (at === opaque.length) return false;
    const character = opaque[at];
    if (piece.isRepeated) next([at + 1, j]);
    else if (character !== undefined && (piece.text ?? character) === character) next([at + 1, j + 1]);
    return false;
  });
  return reaches([0, 0]);
}

/** Some text matches both. */
function meets(glob: readonly Piece[], route: readonly Piece[]): boolean {
  const reaches = explored<[number, number]>(([i, j], next) => {
    const [of, other] = [route[i], glob[j]];
    if (of === undefined && other === undefined) return true;
    if (of?.isRepeated === true) next([i + 1, j]);
    if (other?.isRepeated === true) next([i, j + 1]);
    if (of !== undefined && other !== undefined && haveCommon(of, other))
      next([of.isRepeated ? i : i + 1, other.isRepeated ? j : j + 1]);
    return false;
  });
  return reaches([0, 0]);
}

function haveCommon(a: Piece, b: Piece): boolean {
  if (a.text !== undefined && b.text !== undefined) return a.text === b.text;
  const text = a.text ?? b.text;
  const any = a.text === undefined ? a : b;
  return text !== '/' || any.hasSlash;
}

/** Visits each state once, from a first one; true as soon as a visit says so. */
function explored<State>(visit: (state: State, next: (state: State) => void) => boolean): (first: State) => boolean {
  return (first) => {
    const seen = new Set<string>();
    const open: State[] = [first];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      const key = String(state);
      if (seen.has(key)) continue;
      seen.add(key);
      if (visit(state, (each) => open.push(each))) return true;
    }
    return false;
  };
}
