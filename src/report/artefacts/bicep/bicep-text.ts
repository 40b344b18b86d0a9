/** A name in Bicep where a value is expected: a parameter, or a member of one. */
export class Reference {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export type BicepValue =
  string | number | boolean | Reference | readonly BicepValue[] | { readonly [name: string]: BicepValue | undefined };

/** A value in Bicep's words; members that are undefined are left out. */
export function bicepOf(value: BicepValue, depth = 0): string {
  if (typeof value === 'string') return bicepString(value);
  if (typeof value === 'boolean') return String(value);
  // Bicep has whole numbers only; others are read from text.
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : `json('${value}')`;
  if (value instanceof Reference) return value.name;
  const inner = '  '.repeat(depth + 1);
  const end = '  '.repeat(depth);
  if (isList(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => `${inner}${bicepOf(item, depth + 1)}\n`).join('')}${end}]`;
  }
  const members = Object.entries(value).filter((entry): entry is [string, BicepValue] => entry[1] !== undefined);
  if (members.length === 0) return '{}';
  const lines = members.map(([name, member]) => `${inner}${nameOf(name)}: ${bicepOf(member, depth + 1)}\n`);
  return `{\n${lines.join('')}${end}}`;
}

const isList = (value: BicepValue): value is readonly BicepValue[] => Array.isArray(value);

const isPlain = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

const nameOf = (name: string): string => (isPlain(name) ? name : bicepString(name));

/** Behind a value: the member of this name. */
export const memberOf = (name: string): string => (isPlain(name) ? `.${name}` : `[${bicepString(name)}]`);

/** A string literal: quotes, backslashes and interpolation are escaped, line ends and controls written as such. */
export function bicepString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('${', '\\${')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(/\p{Cc}/gu, (control) => `\\u{${control.codePointAt(0)?.toString(16) ?? '0'}}`);
  return `'${escaped}'`;
}

/** Text of a comment: one line. */
export const bicepComment = (text: string): string => `// ${text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')}\n`;
