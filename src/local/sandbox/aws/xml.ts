import type { AwsError } from './wire.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** `<name>content</name>`; content is markup already. Nothing for undefined. */
export function element(name: string, content: string | number | boolean | undefined): string {
  if (content === undefined) return '';
  return `<${name}>${typeof content === 'string' ? content : String(content)}</${name}>`;
}

/** `<name>text</name>` with the text escaped; nothing for undefined. */
export function textElement(name: string, text: string | number | boolean | undefined): string {
  return text === undefined ? '' : element(name, escapeXml(String(text)));
}

/** Error document of the XML services (Route 53, STS, Elastic Load Balancing). */
export function errorDocument(error: AwsError, namespace: string): string {
  const detail =
    textElement('Type', 'Sender') + textElement('Code', error.code) + textElement('Message', error.message);
  return `<ErrorResponse xmlns="${namespace}"><Error>${detail}</Error><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>`;
}

/** How a protocol writes structures: the name of a member, and of each item of a list. */
export interface XmlShape {
  readonly nameOf: (member: string) => string;
  readonly item: string;
}

/** The members of a structure as elements, times in ISO 8601; what is undefined is left out. */
export function membersXml(structure: object, shape: XmlShape): string {
  return Object.entries(structure)
    .map(([key, value]: [string, unknown]) =>
      value === undefined ? '' : element(shape.nameOf(key), valueXml(value, shape)),
    )
    .join('');
}

function valueXml(value: unknown, shape: XmlShape): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => element(shape.item, valueXml(item, shape))).join('');
  return typeof value === 'object' && value !== null ? membersXml(value, shape) : escapeXml(String(value));
}
