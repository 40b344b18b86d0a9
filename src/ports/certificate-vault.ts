/** A certificate as the vault shows it: never the key. */
export interface VaultedCertificate {
  readonly name: string;
  readonly version: string;
  /** The secret's id without its version: what API Management refers to, so that a renewal is picked up. */
  readonly secretId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** SHA-1 of the certificate's DER, hex. */
  readonly thumbprint: string;
  /** ISO time. */
  readonly expiresOn?: string;
}

export interface CertificateVault {
  get(name: string): Promise<VaultedCertificate | undefined>;
  /** Adds a version. `pfx` is PKCS#12 under `password`; a deleted certificate of the name is recovered first. */
  importPfx(
    name: string,
    pfx: Uint8Array,
    password: string,
    tags: Readonly<Record<string, string>>,
  ): Promise<VaultedCertificate>;
  /** Deletes (soft) a certificate that carries all of `tags`; one that is absent already is no error. */
  remove(name: string, tags: Readonly<Record<string, string>>): Promise<void>;
}
