import type { SandboxResponse } from '../http-server.ts';

/** A refusal in the service's own words. `code` is the exception name the SDK client reports as `error.name`. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, 404);
export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message, 400);

/** JSON with timestamps as epoch seconds: what REST-JSON (API Gateway v1) and JSON 1.0/1.1 speak by default. */
export function epochJson(value: unknown): string {
  return JSON.stringify(withEpochDates(value));
}

function withEpochDates(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withEpochDates);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withEpochDates(item)]));
}

/** Answers of REST-JSON services carry the exception's name in a header. */
export function restJsonError(error: AwsError): SandboxResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ message: error.message }),
  };
}

/** Answers of JSON 1.0 and 1.1 services carry it in the body. */
export function jsonError(error: AwsError): SandboxResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: error.code, message: error.message }),
  };
}

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

/** Error document of the XML services (Route 53 and STS). */
export function xmlError(error: AwsError, namespace: string): SandboxResponse {
  const detail =
    textElement('Type', 'Sender') + textElement('Code', error.code) + textElement('Message', error.message);
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml' },
    body: `<?xml version="1.0"?><ErrorResponse xmlns="${namespace}"><Error>${detail}</Error><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>`,
  };
}
