import { Refusal } from './answers.ts';
import type { AzureState, DeletedCertificate, VaultCertificate } from './state.ts';

/**
 * Certificates of one vault with soft deletion. Deleting and recovering take `lagMs` until they show (about 20 s on Azure,
 * 2026-11-23); meanwhile the certificate is neither here nor there and its name stays taken.
 */
export class CertificateStore {
  readonly #state: AzureState;
  readonly #now: () => number;
  readonly #lagMs: number;
  /** When a recovery ends, by lower-case name. */
  readonly #recovered = new Map<string, number>();

  constructor(state: AzureState, now: () => number, lagMs: number) {
    this.#state = state;
    this.#now = now;
    this.#lagMs = lagMs;
  }

  now(): number {
    return this.#now();
  }

  /** The newest version of each certificate. */
  newest(): VaultCertificate[] {
    return [...this.#state.certificates.keys()].flatMap((name) => this.#present(name)?.at(-1) ?? []);
  }

  /** All versions, newest last. Throws 404 `CertificateNotFound`. */
  versions(name: string): readonly VaultCertificate[] {
    const versions = this.#present(name);
    if (!versions) throw absent(name);
    return versions;
  }

  /** The newest version, or the one named. Throws 404 `CertificateNotFound`. */
  get(name: string, version?: string): VaultCertificate {
    const versions = this.versions(name);
    const found = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
    if (!found) throw absent(`${name}/${version ?? ''}`);
    return found;
  }

  add(certificate: VaultCertificate): void {
    const key = certificate.name.toLowerCase();
    this.#state.certificates.set(key, [...(this.#state.certificates.get(key) ?? []), certificate]);
    this.#state.revision += 1;
  }

  /** Throws 409 `Conflict` while the name belongs to a deleted certificate or to one that is being recovered. */
  checkFree(name: string): void {
    const key = name.toLowerCase();
    const deleted = this.#state.deletedCertificates.get(key);
    if (deleted && this.#hasSettled(deleted.deletedAt))
      throw conflict(
        'ObjectIsDeletedButRecoverable',
        `Certificate ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the certificate can only be recovered or purged.`,
      );
    if (deleted) throw conflict('ObjectIsBeingDeleted', `Certificate ${name} is currently being deleted.`);
    if (this.#isRecovering(key))
      throw conflict('ObjectIsBeingRecovered', `Certificate ${name} is currently being recovered.`);
  }

  remove(name: string): DeletedCertificate {
    const deleted = { versions: this.versions(name), deletedAt: this.#now() };
    this.#state.certificates.delete(name.toLowerCase());
    this.#state.deletedCertificates.set(name.toLowerCase(), deleted);
    this.#state.revision += 1;
    return deleted;
  }

  deleted(): DeletedCertificate[] {
    return [...this.#state.deletedCertificates.values()].filter(({ deletedAt }) => this.#hasSettled(deletedAt));
  }

  /** Throws 404 `CertificateNotFound`, also while the deletion is under way. */
  getDeleted(name: string): DeletedCertificate {
    const found = this.#state.deletedCertificates.get(name.toLowerCase());
    if (!found || !this.#hasSettled(found.deletedAt)) throw absent(name);
    return found;
  }

  recover(name: string): VaultCertificate {
    const { versions } = this.getDeleted(name);
    const key = name.toLowerCase();
    this.#state.deletedCertificates.delete(key);
    this.#state.certificates.set(key, [...versions]);
    this.#recovered.set(key, this.#now() + this.#lagMs);
    this.#state.revision += 1;
    return versions.at(-1) as VaultCertificate;
  }

  purge(name: string): void {
    this.getDeleted(name);
    this.#state.deletedCertificates.delete(name.toLowerCase());
  }

  #present(name: string): readonly VaultCertificate[] | undefined {
    const key = name.toLowerCase();
    return this.#isRecovering(key) ? undefined : this.#state.certificates.get(key);
  }

  #isRecovering(key: string): boolean {
    return this.#now() < (this.#recovered.get(key) ?? 0);
  }

  #hasSettled(since: number): boolean {
    return this.#now() >= since + this.#lagMs;
  }
}

function absent(name: string): Refusal {
  return new Refusal(
    404,
    'CertificateNotFound',
    `A certificate with (name/id) ${name} was not found in this key vault. If you recently deleted this certificate you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
  );
}

/** The detail becomes `innererror` (recorded 2026-11-23). */
function conflict(inner: string, message: string): Refusal {
  return new Refusal(409, 'Conflict', message, [{ code: inner, message }]);
}
