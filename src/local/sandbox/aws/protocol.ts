import type { SandboxResponse } from '../http-server.ts';
import type { AwsError } from './wire.ts';
import { errorDocument, textElement } from './xml.ts';

/** How a service words what it refuses (AWS wire protocols of the Smithy specification, 2026-11-25). */
export interface Protocol {
  refuse(error: AwsError): SandboxResponse;
  /** Exception and status when IAM does not allow the operation. */
  readonly denied: Refusal;
  /** The same when there is no such operation. */
  readonly unknownOperation: Refusal;
}

export interface Refusal {
  readonly code: string;
  readonly status: number;
}

const REQUEST_ID = '00000000-0000-4000-8000-000000000000';

/** JSON 1.0 and 1.1 carry the exception's name in the body. */
export const JSON_PROTOCOL: Protocol = {
  refuse: ({ code, message, status }) => ({
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: code, message }),
  }),
  denied: { code: 'AccessDeniedException', status: 400 },
  unknownOperation: { code: 'UnknownOperationException', status: 400 },
};

/** REST and JSON carry it in a header. */
export const REST_JSON: Protocol = {
  refuse: ({ code, message, status }) => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ message }),
  }),
  denied: { code: 'AccessDeniedException', status: 403 },
  unknownOperation: { code: 'UnknownOperationException', status: 404 },
};

/** Form in, XML out: STS and Elastic Load Balancing. */
export function queryProtocol(namespace: string): Protocol {
  return {
    refuse: (error) => xml(error.status, errorDocument(error, namespace)),
    denied: { code: 'AccessDenied', status: 403 },
    unknownOperation: { code: 'InvalidAction', status: 400 },
  };
}

/** Paths and XML: Route 53. */
export function restXml(namespace: string): Protocol {
  return {
    refuse: (error) => xml(error.status, errorDocument(error, namespace)),
    denied: { code: 'AccessDenied', status: 403 },
    unknownOperation: { code: 'UnknownOperationException', status: 404 },
  };
}

export const EC2_PROTOCOL: Protocol = {
  refuse: ({ status, code, message }) =>
    xml(
      status,
      `<Response><Errors><Error>${textElement('Code', code)}${textElement('Message', message)}</Error></Errors>${textElement('RequestID', REQUEST_ID)}</Response>`,
    ),
  denied: { code: 'UnauthorizedOperation', status: 403 },
  unknownOperation: { code: 'InvalidAction', status: 400 },
};

export const S3_PROTOCOL: Protocol = {
  refuse: ({ status, code, message }) =>
    xml(
      status,
      `<Error>${textElement('Code', code)}${textElement('Message', message)}${textElement('RequestId', REQUEST_ID)}</Error>`,
    ),
  denied: { code: 'AccessDenied', status: 403 },
  unknownOperation: { code: 'NotImplemented', status: 501 },
};

export function xml(status: number, content: string): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>${content}`,
  };
}
