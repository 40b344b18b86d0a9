/** References of Velocity as a light scan finds them: enough to know what a template reads, and no parser. */

export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'index'; readonly value: string };

/** `$name.step.step(...)[...]` */
export interface Reference {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Where the text goes on. */
  readonly end: number;
}

/** `#set($variable = value)` or `#foreach($variable in value)`. */
export interface Binding {
  readonly directive: 'set' | 'foreach';
  readonly variable: string;
  readonly value: string;
}

const NAME = /[A-Za-z_][\w-]*/y;
const HEAD = /\$!?\{?([A-Za-z_][\w-]*)/y;

/** The reference at a `$`; undefined where it is only a sign. */
export function referenceAt(text: string, start: number): Reference | undefined {
  HEAD.lastIndex = start;
  const head = HEAD.exec(text);
  if (head === null) return undefined;
  const steps: Step[] = [];
  let at = HEAD.lastIndex;
  for (;;) {
    const [step, end] = stepAt(text, at) ?? [];
    if (step === undefined || end === undefined) break;
    steps.push(step);
    at = end;
  }
  return { name: head[1] ?? '', steps, end: at };
}

function stepAt(text: string, at: number): readonly [Step, number] | undefined {
  if (text[at] === '[') {
    const end = closing(text, at);
    return end === undefined ? undefined : [{ kind: 'index', value: text.slice(at + 1, end).trim() }, end + 1];
  }
  NAME.lastIndex = at + 1;
  const name = text[at] === '.' ? NAME.exec(text)?.[0] : undefined;
  if (name === undefined) return undefined;
  const after = at + 1 + name.length;
  const end = text[after] === '(' ? closing(text, after) : undefined;
  if (end === undefined) return [{ kind: 'property', name }, after];
  return [{ kind: 'call', name, values: listed(text.slice(after + 1, end)) }, end + 1];
}

/** Where the bracket at `open` is closed, quoted text passed over. */
export function closing(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '"' || sign === "'") {
      const end = text.indexOf(sign, at + 1);
      if (end < 0) return undefined;
      at = end;
    } else if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

/** Values between the commas that no bracket or quote holds. */
function listed(text: string): readonly string[] {
  const values: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '"' || sign === "'") at = Math.max(at, text.indexOf(sign, at + 1));
    else if ('([{'.includes(sign) && sign !== '') at = closing(text, at) ?? at;
    else if (sign === ',' || at === text.length) {
      values.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return values.filter((value) => value !== '');
}

/** All bindings, in order. */
export function bindingsOf(template: string): readonly (Binding & { readonly at: number })[] {
  const found: (Binding & { readonly at: number })[] = [];
  for (const match of template.matchAll(/#\{?(set|foreach)\}?[ \t]*\(/g)) {
    const open = match.index + match[0].length - 1;
    const end = closing(template, open);
    if (end === undefined) continue;
    const inner = template.slice(open + 1, end);
    const sides = /^\s*\$!?\{?([A-Za-z_][\w-]*)\}?\s*(?:=|\bin\b)([\s\S]*)$/.exec(inner);
    if (sides === null) continue;
    const [, variable = '', value = ''] = sides;
    found.push({ directive: match[1] === 'set' ? 'set' : 'foreach', variable, value: value.trim(), at: match.index });
  }
  return found;
}

/** What a quoted text without references or a number says. */
export function constantOf(value: string): string | number | undefined {
  if (/^-?\d+$/.test(value)) return Number(value);
  const [, single, double] = /^(?:'([^']*)'|"([^"]*)")$/.exec(value) ?? [];
  return single ?? double;
}
