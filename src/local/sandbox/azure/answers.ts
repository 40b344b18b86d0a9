import type { SandboxResponse } from '../http-server.ts';

/** A JSON object as ARM takes and gives it. */
export type Json = Record<string, unknown>;

/** One entry of `error.details`: what is wrong (`target` names the property) and why. */
export interface ErrorDetail {
  readonly code: string;
  readonly target?: string;
  readonly message: string;
}

/** Thrown by a handler to refuse a request; becomes ARM's error envelope. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  constructor(
    status: number,
    code: string,
    message: string,
    details?: readonly ErrorDetail[],
    retryAfterSeconds?: number,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** 400 `ValidationError` about one property: the form API Management refuses policies and imports in. */
export function invalid(target: string, message: string): Refusal {
  return new Refusal(400, 'ValidationError', 'One or more fields contain incorrect values:', [
    { code: 'ValidationError', target, message },
  ]);
}

export function json(status: number, body?: unknown, headers: Record<string, string> = {}): SandboxResponse {
  if (body === undefined) return { status, headers };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** ARM's `{error: {code, message, details}}`; DNS answers without the envelope (recorded 2026-11-23). */
export function refusalAnswer(refusal: Refusal, enveloped = true): SandboxResponse {
  const error = { code: refusal.code, message: refusal.message };
  const headers: Record<string, string> =
    refusal.retryAfterSeconds === undefined ? {} : { 'retry-after': String(refusal.retryAfterSeconds) };
  return json(refusal.status, enveloped ? { error: { ...error, details: refusal.details ?? null } } : error, headers);
}

/** The body of a write as an object; an empty one is `{}`. Throws 400 when it is not a JSON object. */
export function jsonBody(body: Buffer): Json {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isJson(value)) return value;
  } catch {
    // Refused below, as any other body that is no object.
  }
  throw new Refusal(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.');
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
