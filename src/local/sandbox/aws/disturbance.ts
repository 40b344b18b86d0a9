import type { SandboxResponse } from '../http-server.ts';
import type { Principal } from './authentication.ts';
import type { AwsService } from './service.ts';
import { AwsError } from './wire.ts';

/**
 * How a single operation can be made to fail: by IAM, by an emulator that lacks it, or by something between that speaks HTML.
 * `skeleton` is for exports only: an emulator's answer of 200 with a definition that holds nothing.
 */
export const DISTURBANCE_KINDS = ['denied', 'unimplemented', 'html-404', 'html-500', 'skeleton'] as const;

export type DisturbanceKind = (typeof DISTURBANCE_KINDS)[number];

/**
 * Tells how an operation is to fail, undefined for not at all.
 * @param service as the AWS CLI names it, with API Gateway's control planes as `apigateway` and `apigatewayv2`
 * @param operation as its API reference names it
 */
export type Disturb = (service: string, operation: string) => DisturbanceKind | undefined;

/** The call that fails. */
export interface DisturbedCall {
  readonly service: AwsService;
  readonly operation: string;
  /** Of HTTP. */
  readonly method: string;
  readonly principal: Principal;
}

/** Operations that can be disturbed by a kind; every one that reads, unless the kind says otherwise. */
export function canDisturb(kind: DisturbanceKind, operation: string): boolean {
  return kind !== 'skeleton' || operation === 'GetExport' || operation === 'ExportApi';
}

/** The answer of an operation that fails so. */
export function disturbedAnswer(kind: DisturbanceKind, call: DisturbedCall): SandboxResponse {
  const { name, protocol } = call.service;
  if (kind === 'html-404') return html(404, 'Not Found');
  if (kind === 'html-500') return html(500, 'Internal Server Error');
  if (kind === 'skeleton')
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(SKELETON) };
  if (kind === 'unimplemented') {
    const { code, status } = protocol.unknownOperation;
    return protocol.refuse(new AwsError(code, `${name} ${call.operation} is not implemented`, status));
  }
  const action = iamAction(call);
  const message = `User: ${call.principal.arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  return protocol.refuse(new AwsError(protocol.denied.code, message, protocol.denied.status));
}

const SKELETON = { openapi: '3.0.1', info: { title: 'api', version: '1.0' }, paths: {} };

function html(status: number, title: string): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html><head><title>${status} ${title}</title></head><body><h1>${title}</h1><hr>nginx</body></html>\n`,
  };
}

/** What IAM calls the operation: API Gateway's are its HTTP methods (Service Authorization Reference, 2026-11-25). */
function iamAction({ service: { signingName }, operation, method }: DisturbedCall): string {
  if (signingName === 'apigateway') return `apigateway:${method}`;
  return `${signingName === 'monitoring' ? 'cloudwatch' : signingName}:${operation}`;
}
