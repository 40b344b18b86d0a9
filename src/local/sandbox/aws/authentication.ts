import { randomBytes } from 'node:crypto';
import type { SandboxRequest } from '../http-server.ts';
import { AwsError } from './wire.ts';

export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Whose a request is: an identity of one account. */
export interface Principal {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

const SIGNATURE = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=/;

/** The service a request is signed for, from SigV4's credential scope; `sts` for the one unsigned call that STS takes. */
export function serviceOf(request: SandboxRequest): string {
  return SIGNATURE.exec(request.headers['authorization'] ?? '')?.[3] ?? (isWebIdentity(request) ? 'sts' : 'unsigned');
}

/** The region a request is signed for; undefined when it is not signed. */
export function regionOf(request: SandboxRequest): string | undefined {
  return SIGNATURE.exec(request.headers['authorization'] ?? '')?.[2];
}

function isWebIdentity(request: SandboxRequest): boolean {
  return new URLSearchParams(request.body.toString('utf8')).get('Action') === 'AssumeRoleWithWebIdentity';
}

/** The access keys that somebody was issued. The signature's value is not checked: TLS and IAM are not what is rehearsed. */
export class Credentials {
  readonly #known = new Map<string, { readonly principal: Principal; readonly sessionToken: string | undefined }>();

  /** New credentials; temporary ones carry a session token, which every call must repeat. */
  issue(principal: Principal, temporary: boolean): IssuedCredentials {
    const accessKeyId = `${temporary ? 'ASIA' : 'AKIA'}${randomBytes(8).toString('hex').toUpperCase()}`;
    const secretAccessKey = randomBytes(30).toString('base64');
    const sessionToken = temporary ? randomBytes(48).toString('base64') : undefined;
    this.#known.set(accessKeyId, { principal, sessionToken });
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  }

  /**
   * Whose a request is; undefined for the call that needs no signature. Throws what AWS answers (403) to a request without
   * one or with credentials that nobody was issued.
   */
  principalOf(request: SandboxRequest): Principal | undefined {
    const accessKeyId = SIGNATURE.exec(request.headers['authorization'] ?? '')?.[1];
    if (accessKeyId === undefined) {
      if (isWebIdentity(request)) return undefined;
      throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
    }
    const known = this.#known.get(accessKeyId);
    if (!known || known.sessionToken !== request.headers['x-amz-security-token'])
      throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
    return known.principal;
  }
}
