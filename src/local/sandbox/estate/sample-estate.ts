import type { AwsState } from '../aws/state.ts';

/** Issues the certificates of the estate's custom domain names, all in PEM. */
export interface CertificateIssuer {
  issue(request: {
    readonly hostnames: readonly string[];
  }): Promise<{ readonly keyPem: string; readonly certPem: string; readonly chainPem: string }>;
}

/** How a stand-in answers: `echo` tells in JSON what it received. */
export type Behaviour = 'echo';

/** One kind of call that the estate's callers make, and the status the source gateway answers it with. */
export interface EstateCaller {
  readonly name: string;
  readonly hostname: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth?: 'cognito' | 'jwt' | 'api-key' | 'cognito+api-key';
  readonly body?: string;
  readonly expectStatus: number;
}

/** An organisation's AWS account with what stands behind its APIs and who calls them. */
export interface SampleEstate {
  readonly aws: AwsState;
  readonly backends: readonly { readonly host: string; readonly behaviour: Behaviour }[];
  readonly lambdas: readonly { readonly arn: string; readonly behaviour: Behaviour }[];
  readonly callers: readonly EstateCaller[];
}
