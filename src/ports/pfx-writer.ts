import type { ExportedCertificate } from './certificate-source.ts';

/** How the PFX is encrypted: PBES2 with AES-256 and SHA-256, or PKCS#12's own 3DES with SHA-1 for readers that refuse the first. */
export type PfxProfile = 'aes256-sha256' | '3des-sha1';

/** What became of an exported certificate: PKCS#12 under a password, and what its leaf says. */
export interface WrittenPfx {
  /** Holds the key: overwrite it (`fill(0)`) once it is imported. */
  readonly pfx: Uint8Array;
  /** Names that the leaf is for. */
  readonly dnsNames: readonly string[];
  /** ISO time. */
  readonly expiresOn: string;
  /** SHA-1 of the leaf's DER, hex, lower case. */
  readonly thumbprint: string;
}

/**
 * Makes a PFX of a certificate, its chain without the root, and its key.
 * @throws FailureError `invalid` when the key is not the leaf's, the chain does not issue leaf-up, the passphrase does not
 * open the key, or the profile cannot hold the kind of key.
 */
export interface PfxWriter {
  write(certificate: ExportedCertificate, password: string, profile: PfxProfile): Promise<WrittenPfx>;
}
