/** What expressions see as `context`: plain data that the simulator fills for each request. */

export interface ContextUrl {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** As sent, with the leading `?`; empty without a query. */
  readonly queryString: string;
  /** Decoded, in the caller's spelling and order. */
  readonly query: ContextMultimap;
}

/** Names with one or more values; header names are compared without case. */
export type ContextMultimap = readonly (readonly [name: string, value: string])[];

export interface ContextMessage {
  readonly headers: ContextMultimap;
  /** Null without one. */
  readonly body: Uint8Array | null;
}

export interface ContextLastError {
  readonly source: string;
  readonly reason: string;
  readonly message: string;
  readonly scope: string;
  readonly section: string;
  readonly path?: string;
  readonly policyId?: string;
}

/** A token that validate-jwt accepted and stored. */
export interface ContextJwt {
  readonly type: 'Jwt';
  readonly claims: ContextMultimap;
}

/** Values of expressions. `Date` stands for System.DateTime in UTC. */
export type CsValue =
  string | number | boolean | null | readonly string[] | Uint8Array | Date | ContextJwt | CsReference | CsLambda;

/** A value that is only good for its members: `context.Request`, `context.Request.Headers`, the type `DateTime`, a token of JSON. */
export interface CsReference {
  readonly type: string;
  readonly value: unknown;
}

export interface CsLambda {
  readonly type: 'lambda';
  readonly invoke: (argument: CsValue) => CsValue;
}

export interface PolicyContext {
  readonly requestId: string;
  readonly request: ContextMessage & {
    readonly method: string;
    readonly url: ContextUrl;
    readonly originalUrl: ContextUrl;
    readonly ipAddress: string;
    /** Of the caller, PEM; null without one. */
    readonly certificate: string | null;
    readonly matchedParameters: ReadonlyMap<string, string>;
  };
  readonly response?: ContextMessage & { readonly statusCode: number; readonly statusReason: string };
  readonly api: { readonly id: string; readonly name: string; readonly path: string; readonly version: string | null };
  readonly operation: {
    readonly id: string;
    readonly name: string;
    readonly method: string;
    readonly urlTemplate: string;
  } | null;
  readonly product: { readonly id: string; readonly name: string } | null;
  readonly subscription: { readonly id: string; readonly name: string; readonly key: string } | null;
  readonly serviceName: string;
  readonly lastError: ContextLastError | null;
  readonly variables: ReadonlyMap<string, CsValue>;
  /** The clock that DateTime.UtcNow reads. */
  readonly now: Date;
  /** What Guid.NewGuid answers. */
  readonly newId: () => string;
}
