import type { CsValue } from '../csharp/context.ts';
import type { ApimConfiguration } from '../model/apim.ts';
import type { BackendAnswer, BackendRequest, SimulatedResponse } from './message.ts';

/** Everything that the simulator cannot do by itself. */
export interface SimulatorEffects {
  send(request: BackendRequest): Promise<BackendAnswer>;
  /** A JSON document (OpenID configuration, key set); rejects when it cannot be had. */
  fetchJson(url: string): Promise<unknown>;
  /** A token of the service's managed identity for a resource; rejects when it has no identity or is refused one. */
  identityToken(resource: string): Promise<string>;
  /** Verifies signature, expiry and not-before of a compact JWT. */
  verifyJwt(token: string, keys: readonly unknown[], options: JwtOptions): Promise<JwtVerification>;
  /** Whether a JSON value is what a place of a JSON Schema document describes; throws for what is no schema. */
  matchesSchema(document: Readonly<Record<string, unknown>>, reference: string, value: unknown): boolean;
  /** Facts of a certificate (PEM), its chain built of these authorities. */
  readCertificate(
    pem: string,
    authorities: NonNullable<ApimConfiguration['authorities']>,
    nowMs: number,
  ): Promise<CertificateFacts>;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** A new UUID for a request. */
  newId(): string;
  readonly counters: Counters;
  readonly cache: ResponseCache;
  /** What cache-store-value keeps. */
  readonly values: ValueCache;
}

export interface JwtOptions {
  readonly clockSkewSeconds: number;
  readonly requireExpiration: boolean;
  readonly nowMs: number;
}

export type JwtVerification =
  | { readonly ok: true; readonly claims: Readonly<Record<string, unknown>> }
  /** A reason of context.LastError: TokenExpired, TokenSignatureInvalid and so on. */
  | { readonly ok: false; readonly reason: string; readonly message: string };

export interface CertificateFacts {
  /** Its chain ends at a root of the authorities, each of them now good. */
  readonly isTrusted: boolean;
  readonly hasBegun: boolean;
  readonly hasEnded: boolean;
  /** SHA-1 in hexadecimal. */
  readonly thumbprint: string;
  readonly serialNumber: string;
  readonly commonName: string;
  readonly subject: string;
  readonly dnsNames: readonly string[];
  readonly issuerSubject: string;
  /** Absent when no authority issued it. */
  readonly issuerThumbprint?: string;
}

export interface CounterUse {
  readonly isAllowed: boolean;
  readonly remaining: number;
  readonly retryAfterMs: number;
}

export interface Counters {
  /** Counts one call in a sliding window; rejected calls count too (mapping.md B5). */
  slide(key: string, calls: number, windowMs: number, nowMs: number): CounterUse;
  /** Counts one call in fixed periods that begin with the first call; 0 is a period without end. */
  count(key: string, calls: number, periodMs: number, nowMs: number): CounterUse;
}

export interface ValueCache {
  get(key: string, nowMs: number): CsValue | undefined;
  set(key: string, value: CsValue, expiresAtMs: number): void;
  remove(key: string): void;
}

export interface ResponseCache {
  get(key: string, nowMs: number): SimulatedResponse | undefined;
  set(key: string, response: SimulatedResponse, expiresAtMs: number): void;
}
