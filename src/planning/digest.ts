import { createHash } from 'node:crypto';

/** Text is given to the hash in pieces of about so many characters: an estate's canonical JSON is never in memory whole. */
const PIECE = 64 * 1024;

/**
 * JSON with members in code-unit order and no blanks (the idea of RFC 8785): equal values give equal bytes.
 * Members that are undefined are left out, as JSON.stringify does; numbers must be finite.
 */
export function canonicalJson(value: unknown): string {
  const pieces: string[] = [];
  const rest = write(value, '', (piece) => void pieces.push(piece));
  return pieces.join('') + rest;
}

/** `sha256:` and 64 hex digits of the canonical JSON of a value. */
export function digestOf(value: unknown): string {
  const hash = createHash('sha256');
  const rest = write(value, '', (piece) => void hash.update(piece));
  return `sha256:${hash.update(rest).digest('hex')}`;
}

/** Writes a value behind `text`, handing over what has become long; gives what is left. */
function write(value: unknown, text: string, take: (piece: string) => void): string {
  let all = text;
  if (all.length > PIECE) {
    take(all);
    all = '';
  }
  if (value === null || value === undefined) return `${all}null`;
  if (typeof value === 'object')
    return Array.isArray(value) ? writeList(value, all, take) : writeMembers(value, all, take);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
  return all + JSON.stringify(value);
}

function writeList(list: readonly unknown[], text: string, take: (piece: string) => void): string {
  let all = `${text}[`;
  for (const [index, item] of list.entries()) all = write(item, index === 0 ? all : `${all},`, take);
  return `${all}]`;
}

function writeMembers(value: object, text: string, take: (piece: string) => void): string {
  let all = `${text}{`;
  let isFirst = true;
  for (const { key, written } of inOrder(Object.keys(value))) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member === undefined) continue;
    all = write(member, `${all}${isFirst ? '' : ','}${written}`, take);
    isFirst = false;
  }
  return `${all}}`;
}

interface Member {
  readonly key: string;
  /** As JSON, with its colon. */
  readonly written: string;
}

/** Orders that were found: objects of one type have the same members, so they are sorted once. */
const orders = new Map<string, readonly Member[]>();
/** Maps from names to values have members of their own each, and are not worth keeping. */
const MOST_MEMBERS = 40;
const MOST_ORDERS = 2000;

function inOrder(keys: readonly string[]): readonly Member[] {
  const isKept = keys.length <= MOST_MEMBERS;
  const name = isKept ? keys.join('\n') : '';
  const known = isKept ? orders.get(name) : undefined;
  if (known !== undefined && known.length === keys.length) return known;
  const members = keys.toSorted().map((key): Member => ({ key, written: `${JSON.stringify(key)}:` }));
  if (isKept && orders.size < MOST_ORDERS && !keys.some((key) => key.includes('\n'))) orders.set(name, members);
  return members;
}
