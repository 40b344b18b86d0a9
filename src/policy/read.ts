import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { CSharpError } from '../csharp/expression.ts';
import { parsePolicyExpression } from '../csharp/parse.ts';
import { escapeRawXml } from './raw-xml.ts';
import { PolicyError, SECTION_ELEMENTS, SECTIONS } from './tree.ts';
import type { PolicyDocument, PolicyElement, PolicyNode, PolicyValue, Section } from './tree.ts';
import { unescapeXml } from './xml-text.ts';

export interface ReadOptions {
  /** As in the ARM contract: in `rawxml` expressions stand unescaped. Default `xml`. */
  readonly format?: 'xml' | 'rawxml';
  /** Gives the text of a named value; without it, references stay references. Undefined: the named value does not exist. */
  readonly namedValue?: (name: string) => string | undefined;
}

/** A node as fast-xml-parser gives it with preserveOrder: one member named after the element, and `:@` for attributes. */
type Parsed = Readonly<Record<string, unknown>>;

const COMMENT = '#comment';
const TEXT = '#text';
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  commentPropName: COMMENT,
  textNodeName: TEXT,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
});

/**
 * Reads a policy document as written by us or as API Management returns it (CRLF, tabs, no declaration; recorded
 * 2026-11-23). Throws PolicyError for what is not a document of sections. Unknown policies are read: rules judge them.
 */
export function readPolicy(text: string, options: ReadOptions = {}): PolicyDocument {
  const root = parse(options.format === 'rawxml' ? escapeRawXml(text) : text);
  const document: Record<Section, readonly PolicyNode[]> = { inbound: [], backend: [], outbound: [], onError: [] };
  const seen = new Set<Section>();
  for (const node of readChildren(root, 'policies', options)) {
    if (node.kind === 'comment') continue;
    const section = SECTIONS.find((name) => SECTION_ELEMENTS[name] === node.name);
    if (section === undefined || seen.has(section)) throw new PolicyError(`unexpected section ${node.name}`);
    if (node.text !== undefined && !isBlank(node.text)) throw new PolicyError(`text in section ${node.name}`);
    seen.add(section);
    document[section] = node.children;
  }
  return document;
}

function parse(text: string): readonly Parsed[] {
  if (/<!DOCTYPE/i.test(text)) throw new PolicyError('a document type declaration is not allowed');
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new PolicyError(`not well-formed XML: ${valid.err.msg} (line ${valid.err.line})`);
  const roots = (parser.parse(text) as readonly Parsed[]).filter((node) => !(COMMENT in node) && !(TEXT in node));
  const children = roots[0]?.['policies'];
  if (roots.length !== 1 || !Array.isArray(children)) throw new PolicyError('the root element is not policies');
  return children as readonly Parsed[];
}

function readChildren(nodes: readonly Parsed[], parent: string, options: ReadOptions): readonly PolicyNode[] {
  const children: PolicyNode[] = [];
  for (const node of nodes) {
    if (TEXT in node) {
      if (textOf(node).trim() !== '') throw new PolicyError(`text between the elements of ${parent}`);
    } else if (COMMENT in node) children.push({ kind: 'comment', text: commentOf(node) });
    else children.push(readElement(node, options));
  }
  return children;
}

function readElement(node: Parsed, options: ReadOptions): PolicyElement {
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  const content = (node[name] ?? []) as readonly Parsed[];
  const attributes: Record<string, PolicyValue> = {};
  for (const [attribute, value] of Object.entries((node[':@'] ?? {}) as Readonly<Record<string, string>>))
    attributes[attribute] = readValue(unescapeXml(value), options);
  if (content.some((child) => !(TEXT in child))) {
    return { kind: 'element', name, attributes, children: readChildren(content, name, options) };
  }
  const text = unescapeXml(content.map(textOf).join(''));
  const isEmpty = content.length === 0 || /^\s*$/.test(content.map(textOf).join(''));
  return { kind: 'element', name, attributes, ...(!isEmpty && { text: readValue(text, options) }), children: [] };
}

function readValue(text: string, options: ReadOptions): PolicyValue {
  const pasted = options.namedValue === undefined ? text : pasteNamedValues(text, options.namedValue);
  if (/^\s*@[({]/.test(pasted)) return readExpression(pasted);
  return pasted.includes('{{') ? { kind: 'template', text: pasted } : { kind: 'literal', text: pasted };
}

/** An expression of one string literal is how the writer puts text that would else be misread. */
function readExpression(text: string): PolicyValue {
  try {
    const expression = parsePolicyExpression(text);
    if (expression.kind === 'string') return { kind: 'literal', text: expression.value };
    return { kind: 'expression', expression };
  } catch (error) {
    if (error instanceof CSharpError) return { kind: 'source', text };
    throw error;
  }
}

/** Named values are spliced into the text, C# included, before anything is compiled. */
function pasteNamedValues(text: string, namedValue: (name: string) => string | undefined): string {
  return text.replace(/\{\{([A-Za-z0-9\-._]+)\}\}/g, (_, name: string) => {
    const value = namedValue(name);
    if (value === undefined) throw new PolicyError(`there is no named value ${name}`);
    return value;
  });
}

function isBlank(value: PolicyValue): boolean {
  return value.kind === 'literal' && value.text.trim() === '';
}

function textOf(node: Parsed): string {
  const text = node[TEXT];
  return (typeof text === 'string' ? text : '').replace(/\r\n?/g, '\n');
}

function commentOf(node: Parsed): string {
  return textOf((node[COMMENT] as readonly Parsed[])[0] ?? {}).trim();
}
