import { invalid } from './answers.ts';

/** An element of a policy document as it was sent. */
export interface PolicyElement {
  readonly name: string;
  /** Its name and attributes. */
  readonly head: string;
  readonly selfClosing: boolean;
  readonly children: (PolicyElement | string)[];
}

const SECTIONS = new Set(['inbound', 'backend', 'outbound', 'on-error']);
/** `<!-- -->`, CDATA, end tag, start tag (attribute values may hold `>`), text. */
const TOKEN =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<\/([\w.:-]+)\s*>|<([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/gy;

/**
 * A policy document as API Management gives it back: CRLF and tabs, no declaration, comments and empty pairs kept
 * (recorded 2026-11-23). Throws 400 `ValidationError` when it is not well-formed or its root or sections are unknown.
 */
export function reformatPolicy(xml: string, root: 'policies' | 'fragment'): string {
  const element = parsePolicy(xml);
  if (element.name !== root) throw invalid('representation', `Error in element '${element.name}': expected '${root}'.`);
  if (root === 'policies') checkSections(element);
  return print(element, 0);
}

/** The same document as `rawxml`: its expressions, `@(…)` and `@{…}`, stand unescaped and it need not be XML any more. */
export function rawPolicy(xml: string): string {
  return xml.replace(/"@[({][^"]*"|>\s*@[({][^<]*</g, (expression) =>
    expression
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );
}

function checkSections(root: PolicyElement): void {
  const seen = new Set<string>();
  for (const child of root.children) {
    if (typeof child === 'string') continue;
    if (!SECTIONS.has(child.name))
      throw invalid('representation', `Error in element 'policies': '${child.name}' is not a policy section.`);
    if (seen.has(child.name)) throw invalid(child.name, `Error in element 'policies': '${child.name}' appears twice.`);
    seen.add(child.name);
  }
}

/** The elements that stand in one. */
export const childrenOf = ({ children }: PolicyElement): readonly PolicyElement[] =>
  children.filter((child) => typeof child !== 'string');

/** Attributes by name, as they are written. */
export const attributesOf = ({ head }: PolicyElement): ReadonlyMap<string, string> =>
  new Map(
    Array.from(head.matchAll(/\s([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g), ([, name = '', double, single]) => [
      name,
      double ?? single ?? '',
    ]),
  );

/** The root element of a document. Throws 400 `ValidationError` when it is not well-formed. */
export function parsePolicy(xml: string): PolicyElement {
  const top: PolicyElement = { name: '', head: '', selfClosing: false, children: [] };
  const open = [top];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < xml.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(xml);
    const parent = open.at(-1) as PolicyElement;
    if (!match) throw malformed(xml, at, 'a malformed tag');
    at = TOKEN.lastIndex;
    const [text, endName, startName, attributes, slash] = match;
    if (endName !== undefined) {
      if (open.length === 1 || parent.name !== endName) throw malformed(xml, match.index, `unexpected </${endName}>`);
      open.pop();
    } else if (startName !== undefined) {
      const head = `${startName}${attributes ?? ''}`;
      const element: PolicyElement = { name: startName, head, selfClosing: slash === '/', children: [] };
      parent.children.push(element);
      if (slash !== '/') open.push(element);
    } else if (!text.startsWith('<?') && text.trim() !== '') parent.children.push(text);
  }
  if (open.length > 1) throw malformed(xml, at, `<${open.at(-1)?.name ?? ''}> is not closed`);
  const roots = top.children.filter((child) => typeof child !== 'string');
  const isAlone = top.children.every((child) => typeof child !== 'string' || child.startsWith('<!--'));
  if (roots.length !== 1 || !isAlone) throw malformed(xml, 0, 'a policy has one root element');
  return roots[0] as PolicyElement;
}

function malformed(xml: string, at: number, what: string): Error {
  const lines = xml.slice(0, at).split('\n');
  return invalid('representation', `${what}. Line ${lines.length}, position ${(lines.at(-1)?.length ?? 0) + 1}.`);
}

function print(element: PolicyElement, depth: number): string {
  const indent = '\t'.repeat(depth);
  if (element.selfClosing) return `${indent}<${element.head} />`;
  const hasText = element.children.some((child) => typeof child === 'string' && !child.startsWith('<!--'));
  const [before, after] = hasText || element.children.length === 0 ? ['', ''] : ['\r\n', `\r\n${indent}`];
  const inner = element.children.map((child) => {
    if (typeof child === 'string') return child.startsWith('<!--') && !hasText ? `${indent}\t${child}` : child;
    return print(child, hasText ? 0 : depth + 1);
  });
  return `${indent}<${element.head}>${before}${inner.join(before)}${after}</${element.name}>`;
}
