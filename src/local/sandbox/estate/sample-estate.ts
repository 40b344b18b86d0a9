import type { AwsState } from '../aws/state.ts';

/** Issues the certificates of the estate's custom domain names, all in PEM. */
export interface CertificateIssuer {
  issue(request: {
    readonly hostnames: readonly string[];
    /** RSA unless it says otherwise. */
    readonly key?: 'p256';
  }): Promise<{ readonly keyPem: string; readonly certPem: string; readonly chainPem: string }>;
}

/** How a stand-in answers: `echo` tells in JSON what it received (of functions, see echo-function.ts). */
export type Behaviour = 'echo';

/** A token that a caller asks of one of the estate's issuers before each request. */
export interface EstateToken {
  /** One of `SampleEstate.issuers`. */
  readonly issuer: string;
  /** An id token for the client, or an access token of the client with the scopes. */
  readonly use: 'id' | 'access';
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The header that it is sent in, as `Bearer TOKEN`. */
  readonly header: string;
}

/** One kind of call that the estate's callers make, and the status the source gateway answers it with. */
export interface EstateCaller {
  readonly name: string;
  readonly hostname: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What `token` and `apiKeyId` say in the words of the sample estate. */
  readonly auth?: 'cognito' | 'jwt' | 'api-key' | 'cognito+api-key';
  readonly token?: EstateToken;
  /** Id of a key in `aws.apiKeys`; its value goes into `x-api-key`. */
  readonly apiKeyId?: string;
  readonly body?: string;
  readonly expectStatus: number;
}

/** What a deployment would have put in the place of a placeholder of a definition. */
export interface FilledPlaceholder {
  /** Name of the definition. */
  readonly definition: string;
  /** JSON pointer into the definition. */
  readonly at: string;
  readonly placeholder: string;
  readonly value: string;
}

/** An organisation's AWS account with what stands behind its APIs and who calls them. */
export interface SampleEstate {
  readonly aws: AwsState;
  /** The same account in other regions, and other accounts: control planes only, nobody calls what is there. */
  readonly elsewhere?: readonly AwsState[];
  /** HTTP backends by host name, on any port, with TLS and without. */
  readonly backends: readonly { readonly host: string; readonly behaviour: Behaviour }[];
  readonly lambdas: readonly { readonly arn: string; readonly behaviour: Behaviour }[];
  /** Base URL behind each load balancer listener that a private integration of an HTTP API names. */
  readonly listeners?: readonly { readonly arn: string; readonly url: string }[];
  /** Issuers of tokens: each one's discovery document and keys are to be served at its URL. */
  readonly issuers?: readonly string[];
  /** At least one, unless nothing can be called without more knowledge than the definitions hold. */
  readonly callers: readonly EstateCaller[];
  /** What was made up for an estate that comes from definitions. */
  readonly filled?: readonly FilledPlaceholder[];
}
