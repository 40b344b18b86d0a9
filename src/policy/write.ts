import { literal } from '../csharp/build.ts';
import { printPolicyExpression } from '../csharp/print.ts';
import { PolicyError, SECTION_ELEMENTS, SECTIONS } from './tree.ts';
import type { PolicyDocument, PolicyElement, PolicyNode, PolicyValue } from './tree.ts';
import { escapeAttribute, escapeText, isXmlText } from './xml-text.ts';

const NAME = /^[A-Za-z][A-Za-z0-9-]*$/;
const MAX_LITERAL_ATTRIBUTES = 120;

/** The document as well-formed XML (`format: 'xml'`): the same tree gives the same bytes. Ends with a newline. */
export function writePolicy(document: PolicyDocument): string {
  const sections = SECTIONS.map((section) => writeContainer(SECTION_ELEMENTS[section], '', document[section], 1));
  return `<policies>\n${sections.join('')}</policies>\n`;
}

/** One policy, as a worksheet or a message shows it. */
export function writeElement(element: PolicyElement, depth = 0): string {
  checkName(element.name);
  const attributes = writeAttributes(element, depth);
  if (element.text === undefined) return writeContainer(element.name, attributes, element.children, depth);
  if (element.children.length > 0) throw new PolicyError(`${element.name} holds both text and elements`);
  return `${indent(depth)}<${element.name}${attributes}>${escapeText(writeText(element.text))}</${element.name}>\n`;
}

function writeNode(node: PolicyNode, depth: number): string {
  if (node.kind === 'element') return writeElement(node, depth);
  return `${indent(depth)}<!-- ${commentText(node.text)} -->\n`;
}

/**
 * A comment as XML can hold it: neither two hyphens nor one at its end. Two braces are a named value to API Management wherever they
 * stand.
 */
function commentText(text: string): string {
  const apart = text.replace(/-(?=-)|-$/g, '- ').replace(/\{(?=\{)/g, '{ ');
  return Array.from(apart, (character) => (isXmlText(character) ? character : '\uFFFD')).join('');
}

function writeContainer(name: string, attributes: string, children: readonly PolicyNode[], depth: number): string {
  if (children.length === 0) return `${indent(depth)}<${name}${attributes} />\n`;
  const inner = children.map((child) => writeNode(child, depth + 1)).join('');
  return `${indent(depth)}<${name}${attributes}>\n${inner}${indent(depth)}</${name}>\n`;
}

/** On one line where they fit, else one a line. */
function writeAttributes(element: PolicyElement, depth: number): string {
  const attributes = Object.entries(element.attributes).map(([name, value]) => {
    checkName(name);
    return `${name}="${writeAttribute(value)}"`;
  });
  if (attributes.length === 0) return '';
  const isShort = attributes.join(' ').length <= MAX_LITERAL_ATTRIBUTES || attributes.length === 1;
  const separator = isShort ? ' ' : `\n${indent(depth + 2)}`;
  return separator + attributes.join(separator);
}

/** Line ends of a block are layout, which may become blanks; those of any other value mean something. */
function writeAttribute(value: PolicyValue): string {
  const text = writeValue(value);
  const isBlock = value.kind === 'expression' && value.expression.kind === 'block';
  return isBlock ? text.split('\n').map(escapeAttribute).join('\n') : escapeAttribute(text);
}

/** Text of blanks only is put as an expression: as layout it would be lost. */
function writeText(value: PolicyValue): string {
  if (value.kind !== 'literal' || !/^\s+$/.test(value.text)) return writeValue(value);
  return printPolicyExpression(literal(value.text));
}

function writeValue(value: PolicyValue): string {
  switch (value.kind) {
    case 'literal':
      return needsExpression(value.text) ? printPolicyExpression(literal(value.text)) : value.text;
    case 'expression':
      return printPolicyExpression(value.expression);
    default:
      if (!isXmlText(value.text)) throw new PolicyError('a value holds a character that XML has not');
      return value.text;
  }
}

/**
 * True for a literal that API Management or an XML parser would take for something else: an expression, which may not be
 * mixed with text, a named value, or a character that XML has not. It is written as an expression of one string literal.
 */
export function needsExpression(text: string): boolean {
  return /@[({]/.test(text) || text.includes('{{') || !isXmlText(text);
}

function checkName(name: string): void {
  if (!NAME.test(name)) throw new PolicyError(`not a name of a policy or attribute: ${name}`);
}

function indent(depth: number): string {
  return '  '.repeat(depth);
}
