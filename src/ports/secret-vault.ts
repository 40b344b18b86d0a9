/** A secret as the vault shows it to us: never its value. */
export interface VaultedSecret {
  readonly name: string;
  /** Of the newest value. */
  readonly version: string;
  /** The secret's id without its version: what API Management refers to, so that a new value is picked up. */
  readonly secretId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Secrets of one Key Vault. Values go in and never come out. Failures are FailureErrors: `conflict` for a name that a deleted secret
 * holds, `transient` while its deletion or its recovery is under way.
 */
export interface SecretVault {
  get(name: string): Promise<VaultedSecret | undefined>;
  /** Whether the newest version is this value. A secret that is not there holds none. */
  holds(name: string, value: string): Promise<boolean>;
  /** Adds a version. */
  set(name: string, value: string, tags: Readonly<Record<string, string>>): Promise<VaultedSecret>;
  /** Whether a secret of the name is deleted and can be recovered; its name is taken. */
  isDeleted(name: string): Promise<boolean>;
  /** Begins to bring a deleted secret back, which takes about 20 seconds (2026-11-23). */
  recover(name: string): Promise<void>;
  /** Deletes (soft) a secret that carries all of `tags`; one that is absent already is no error. */
  remove(name: string, tags: Readonly<Record<string, string>>): Promise<void>;
}
