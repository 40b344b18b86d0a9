import { PolicyError } from './tree.ts';
import { escapeAttribute, escapeText, unescapeXml } from './xml-text.ts';

/**
 * Turns `rawxml`, in which policy expressions stand unescaped, into well-formed XML: each `@(...)` and `@{...}` is found
 * to its closing bracket, past C# strings, characters and comments, and escaped.
 */
export function escapeRawXml(raw: string): string {
  let out = '';
  let at = 0;
  let quote: string | undefined;
  let isInTag = false;
  while (at < raw.length) {
    const character = raw.charAt(at);
    const comment =
      quote === undefined && !isInTag
        ? /^<!--[\s\S]*?-->/.exec(raw.slice(at, at + 4) === '<!--' ? raw.slice(at) : '')
        : null;
    if (comment) {
      out += comment[0];
      at += comment[0].length;
      continue;
    }
    if (character === '@' && /[({]/.test(raw.charAt(at + 1)) && (quote !== undefined || !isInTag)) {
      const end = endOfExpression(raw, at + 1);
      const expression = raw.slice(at, end);
      out += quote === undefined ? escapeText(expression) : escapeAttribute(expression).replaceAll("'", '&apos;');
      at = end;
      continue;
    }
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (isInTag) {
      if (character === '"' || character === "'") quote = character;
      else if (character === '>') isInTag = false;
    } else if (character === '<') isInTag = true;
    out += character;
    at++;
  }
  return out;
}

/** What may hide a bracket: verbatim strings, strings, characters, comments. */
const HIDDEN = /@"(?:[^"]|"")*"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;

function endOfExpression(raw: string, open: number): number {
  let depth = 0;
  let at = open;
  while (at < raw.length) {
    HIDDEN.lastIndex = at;
    const hidden = HIDDEN.exec(raw);
    if (hidden) {
      at += hidden[0].length;
      continue;
    }
    const character = raw.charAt(at++);
    if ('({['.includes(character)) depth++;
    if (')}]'.includes(character) && --depth === 0) return at;
  }
  throw new PolicyError(`the expression at ${open - 1} has no end`);
}

/**
 * The other way: a policy as `xml`, with its expressions as `rawxml` has them. Only for our own XML, in which attributes stand in
 * double quotes and no expression is mixed with other text.
 */
export function toRawXml(xml: string): string {
  return xml.replaceAll(
    /<!--[\s\S]*?-->|="(@[({][^"]*)"|>(\s*@[({][^<]*)(?=<)/g,
    (all, attribute: string | undefined, text: string | undefined) => {
      if (attribute !== undefined) return `="${unescapeXml(attribute)}"`;
      return text === undefined ? all : `>${unescapeXml(text)}`;
    },
  );
}
