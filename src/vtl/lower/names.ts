/** Keywords of C# 7, what expressions know besides, and parameters of our own lambdas: C# 7 refuses a name that hides another. */
const TAKEN = new Set(
  (
    'abstract as base bool break byte case catch char checked class const continue context decimal default delegate do double else enum ' +
    'event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new ' +
    'null object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static ' +
    'string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while var dynamic ' +
    'await async nameof when value get set add remove yield from where select group into orderby join let on equals by ascending ' +
    'descending global partial part c p pair each token'
  ).split(' '),
);

/** Names of variables in C#: those of the template where they can be. */
export class Names {
  readonly #used = new Set<string>();

  /** A name that no other variable has. */
  fresh(wanted: string): string {
    const base = identifier(wanted);
    for (let i = 1; ; i++) {
      const name = i === 1 ? base : `${base}${i}`;
      if (TAKEN.has(name) || this.#used.has(name)) continue;
      this.#used.add(name);
      return name;
    }
  }
}

function identifier(wanted: string): string {
  const parts = wanted.split(/[^A-Za-z0-9]+/).filter((part) => part !== '');
  const [first = 'value', ...rest] = parts;
  const name = first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `v${name}`;
}
