import { CSharpError } from './expression.ts';

export type Token =
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'integer'; readonly text: string; readonly at: number }
  /** `5L`, without the letter. */
  | { readonly kind: 'long'; readonly text: string; readonly at: number }
  | { readonly kind: 'char'; readonly text: string; readonly at: number }
  /** What stands between the delimiters, without blanks around it. */
  | { readonly kind: 'comment'; readonly text: string; readonly at: number }
  /** `raw` is what stands between the quotes, `text` what it means. */
  | { readonly kind: 'string'; readonly text: string; readonly raw: string; readonly at: number }
  | { readonly kind: 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number };

const SPACE = /\s+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const INTEGER = /\d+(?!\w|\.\d)/y;
const LONG = /(\d+)L\b/y;
const CHAR = /'([^'\\\n\r]|\\(?:u[0-9A-Fa-f]{4}|.))'/y;
const COMMENT = /\/\*([^]*?)\*\//y;
const STRING = /"((?:[^"\\\n\r]|\\.)*)"/y;
const SIGN = /\?\.|\?\?|=>|==|!=|<=|>=|&&|\|\||[()[\]{}<>.,:;?!=+\-*/%]/y;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '0': '\0',
  'a': '\u0007',
  'b': '\b',
  'f': '\f',
  'n': '\n',
  'r': '\r',
  't': '\t',
  'v': '\v',
};

/** Cuts C# text into tokens. Refuses what the subset has not (verbatim and interpolated strings, comments to the line's end). */
export function lex(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match === null) return undefined;
    at += match[0].length;
    return match;
  };
  while (at < source.length) {
    if (take(SPACE)) continue;
    const start = at;
    let match: RegExpExecArray | undefined;
    if ((match = take(NAME))) tokens.push({ kind: 'name', text: match[0], at: start });
    else if ((match = take(INTEGER))) tokens.push({ kind: 'integer', text: match[0], at: start });
    else if ((match = take(STRING))) {
      const raw = match[1] ?? '';
      tokens.push({ kind: 'string', text: unescape(raw), raw, at: start });
    } else if ((match = take(LONG))) tokens.push({ kind: 'long', text: match[1] ?? '', at: start });
    else if ((match = take(CHAR))) tokens.push({ kind: 'char', text: unescape(match[1] ?? ''), at: start });
    else if ((match = take(COMMENT))) tokens.push({ kind: 'comment', text: (match[1] ?? '').trim(), at: start });
    else if ((match = take(SIGN))) tokens.push({ kind: 'sign', text: match[0], at: start });
    else throw new CSharpError(`unexpected ${JSON.stringify(source.charAt(at))} at ${at}`);
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function unescape(raw: string): string {
  return raw.replace(/\\(u[0-9A-Fa-f]{4}|.)/g, (_, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    const text = SIMPLE_ESCAPES[escape];
    if (text === undefined) throw new CSharpError(`unknown escape \\${escape}`);
    return text;
  });
}
