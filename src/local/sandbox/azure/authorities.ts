import { X509Certificate } from 'node:crypto';
import { isJson, Refusal, type Json } from './answers.ts';
import type { ArmResource } from './state.ts';

const STORES = ['Root', 'CertificateAuthority'];
const MOST = 10;

/** Certificates of the service as they are answered, and those sent now by thumbprint: a GET never shows their content. */
export interface BoundAuthorities {
  /** Null without any, as of a new service. */
  readonly certificates: readonly Json[] | null;
  readonly encoded: Readonly<Record<string, string>>;
}

/**
 * The whole list of the service's authorities. One that is there already is named by its `certificate`, without content (as Microsoft's
 * own cmdlets send it; assumed). Throws 400 `InvalidParameters` for what is no certificate, no store, or one too many.
 */
export function boundAuthorities(service: Pick<ArmResource, 'secrets'>, sent: unknown): BoundAuthorities {
  if (sent !== null && sent !== undefined && !Array.isArray(sent)) throw refused('certificates must be an array.');
  const list: readonly unknown[] = sent ?? [];
  if (list.length > MOST) throw refused(`A service holds ${MOST} certificates, not ${list.length}.`);
  const encoded: Record<string, string> = {};
  const certificates = list.map((one) => {
    const { storeName, encodedCertificate, certificate } = isJson(one) ? one : {};
    if (!STORES.includes(String(storeName))) throw refused(`${JSON.stringify(storeName)} is no certificate store.`);
    const known = isJson(certificate) ? service.secrets?.[String(certificate['thumbprint']).toUpperCase()] : undefined;
    const content = typeof encodedCertificate === 'string' ? encodedCertificate : known;
    if (content === undefined)
      throw refused('A certificate has neither content nor the thumbprint of one that is there.');
    const { fingerprint, subject, validToDate } = read(content);
    const thumbprint = fingerprint.replaceAll(':', '');
    encoded[thumbprint] = content;
    return {
      encodedCertificate: null,
      certificatePassword: null,
      storeName,
      certificate: { expiry: validToDate.toISOString(), thumbprint, subject: subject.replaceAll('\n', ', ') },
    };
  });
  return { certificates: certificates.length === 0 ? null : certificates, encoded };
}

function read(content: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(content, 'base64'));
  } catch {
    throw refused('A certificate cannot be read.');
  }
}

/** The form of ARM's refusals; the wording is assumed, not recorded (2026-11-29). */
function refused(message: string): Refusal {
  return new Refusal(400, 'InvalidParameters', `Invalid parameter: ${message}`);
}
