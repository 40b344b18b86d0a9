import { CSharpError } from './expression.ts';

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Keywords of C# 7, and `var`, which would be one in a declaration. */
const KEYWORDS = new Set(
  (
    'abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event ' +
    'explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null ' +
    'object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string ' +
    'struct switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void volatile while'
  ).split(' '),
);

export function identifier(name: string): string {
  if (!IDENTIFIER.test(name)) throw new CSharpError(`not an identifier: ${name}`);
  return name;
}

/** What a local or a lambda's parameter may be called. */
export function localName(name: string): string {
  if (KEYWORDS.has(name)) throw new CSharpError(`${name} is a keyword`);
  return identifier(name);
}
