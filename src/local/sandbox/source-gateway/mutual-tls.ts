import { X509Certificate } from 'node:crypto';
import type { AwsState } from '../aws/state.ts';

/** Whether a connection for a name stands: where mutual TLS is on, none does without a certificate (assumed, 2026-11-29). */
export function admitsConnection(state: AwsState, servername: string, certificate: string | undefined): boolean {
  return certificate !== undefined || mutualTls(state, servername) === undefined;
}

/**
 * Whether a name's trust store, in the version that is in force, takes the caller's certificate: its issuer is there, with the chain from
 * there to a root, and all are now good. Revocation is not looked at (API Gateway guide, mutual TLS; read 2026-11-29).
 */
export function takesCertificate(
  state: AwsState,
  hostname: string,
  certificate: string | undefined,
  nowMs: number,
): boolean {
  const mutual = mutualTls(state, hostname);
  if (mutual === undefined) return true;
  if (certificate === undefined) return false;
  const store = authoritiesIn(state, mutual);
  const caller = new X509Certificate(certificate);
  if (isSelfSigned(caller)) return false;
  for (let link = caller, seen = 0; seen <= store.length; seen += 1) {
    if (!isCurrent(link, nowMs)) return false;
    if (link !== caller && isSelfSigned(link)) return true;
    const issuer = store.find((each) => link.checkIssued(each) && link.verify(each.publicKey));
    if (issuer === undefined) return false;
    link = issuer;
  }
  return false;
}

const mutualTls = (state: AwsState, name: string) =>
  state.domainNames.get(name.toLowerCase())?.domain.mutualTlsAuthentication;

function authoritiesIn(
  state: AwsState,
  { truststoreUri = '', truststoreVersion }: NonNullable<ReturnType<typeof mutualTls>>,
): readonly X509Certificate[] {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(truststoreUri) ?? [];
  const versions = state.buckets.get(bucket)?.get(key) ?? [];
  const inForce =
    truststoreVersion === undefined
      ? versions.at(-1)
      : versions.find(({ versionId }) => versionId === truststoreVersion);
  const text = inForce?.body.toString() ?? '';
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

const isSelfSigned = (each: X509Certificate): boolean => each.checkIssued(each) && each.verify(each.publicKey);

const isCurrent = ({ validFromDate, validToDate }: X509Certificate, nowMs: number): boolean =>
  validFromDate.getTime() <= nowMs && nowMs <= validToDate.getTime();
