import { Refusal } from './answers.ts';
import type { AzureState, DeletedObject, VaultObject } from './state.ts';

/** Where one kind of object is kept, and what it is called. */
interface Kept<T extends VaultObject> {
  readonly noun: 'Certificate' | 'Secret';
  /** By lower-case name, all versions, newest last. */
  readonly present: Map<string, T[]>;
  readonly deleted: Map<string, DeletedObject<T>>;
}

/**
 * Certificates or secrets of one vault with soft deletion. Deleting and recovering take `lagMs` until they show (about 20 s on Azure,
 * 2026-11-23); meanwhile the object is neither here nor there and its name stays taken.
 */
export class VaultStore<T extends VaultObject> {
  readonly #state: AzureState;
  readonly #kept: Kept<T>;
  readonly #now: () => number;
  readonly #lagMs: number;
  /** When a recovery ends, by lower-case name. */
  readonly #recovered = new Map<string, number>();

  constructor(state: AzureState, kept: Kept<T>, now: () => number, lagMs: number) {
    this.#state = state;
    this.#kept = kept;
    this.#now = now;
    this.#lagMs = lagMs;
  }

  now(): number {
    return this.#now();
  }

  /** The newest version of each object. */
  newest(): T[] {
    return [...this.#kept.present.keys()].flatMap((name) => this.#present(name)?.at(-1) ?? []);
  }

  /** All versions, newest last. Throws 404 `CertificateNotFound` or `SecretNotFound`. */
  versions(name: string): readonly T[] {
    const versions = this.#present(name);
    if (!versions) throw this.#absent(name);
    return versions;
  }

  /** The newest version, or the one named. Throws 404 `CertificateNotFound` or `SecretNotFound`. */
  get(name: string, version?: string): T {
    const versions = this.versions(name);
    const found = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
    if (!found) throw this.#absent(`${name}/${version ?? ''}`);
    return found;
  }

  add(object: T): void {
    const key = object.name.toLowerCase();
    this.#kept.present.set(key, [...(this.#kept.present.get(key) ?? []), object]);
    this.#state.revision += 1;
  }

  /** Throws 409 `Conflict` while the name belongs to a deleted object or to one that is being recovered. */
  checkFree(name: string): void {
    const key = name.toLowerCase();
    const { noun } = this.#kept;
    const deleted = this.#kept.deleted.get(key);
    if (deleted && this.#hasSettled(deleted.deletedAt))
      throw conflict(
        'ObjectIsDeletedButRecoverable',
        `${noun} ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the ${noun.toLowerCase()} can only be recovered or purged.`,
      );
    if (deleted) throw conflict('ObjectIsBeingDeleted', `${noun} ${name} is currently being deleted.`);
    if (this.#isRecovering(key))
      throw conflict('ObjectIsBeingRecovered', `${noun} ${name} is currently being recovered.`);
  }

  remove(name: string): DeletedObject<T> {
    const deleted = { versions: this.versions(name), deletedAt: this.#now() };
    this.#kept.present.delete(name.toLowerCase());
    this.#kept.deleted.set(name.toLowerCase(), deleted);
    this.#state.revision += 1;
    return deleted;
  }

  deleted(): DeletedObject<T>[] {
    return [...this.#kept.deleted.values()].filter(({ deletedAt }) => this.#hasSettled(deletedAt));
  }

  /** Throws 404 `CertificateNotFound` or `SecretNotFound`, also while the deletion is under way. */
  getDeleted(name: string): DeletedObject<T> {
    const found = this.#kept.deleted.get(name.toLowerCase());
    if (!found || !this.#hasSettled(found.deletedAt)) throw this.#absent(name);
    return found;
  }

  recover(name: string): T {
    const { versions } = this.getDeleted(name);
    const key = name.toLowerCase();
    this.#kept.deleted.delete(key);
    this.#kept.present.set(key, [...versions]);
    this.#recovered.set(key, this.#now() + this.#lagMs);
    this.#state.revision += 1;
    return versions.at(-1) as T;
  }

  purge(name: string): void {
    this.getDeleted(name);
    this.#kept.deleted.delete(name.toLowerCase());
  }

  #present(name: string): readonly T[] | undefined {
    const key = name.toLowerCase();
    return this.#isRecovering(key) ? undefined : this.#kept.present.get(key);
  }

  #isRecovering(key: string): boolean {
    return this.#now() < (this.#recovered.get(key) ?? 0);
  }

  #hasSettled(since: number): boolean {
    return this.#now() >= since + this.#lagMs;
  }

  #absent(name: string): Refusal {
    const { noun } = this.#kept;
    return new Refusal(
      404,
      `${noun}NotFound`,
      `A ${noun.toLowerCase()} with (name/id) ${name} was not found in this key vault. If you recently deleted this ${noun.toLowerCase()} you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
    );
  }
}

/** The detail becomes `innererror` (recorded 2026-11-23). */
function conflict(inner: string, message: string): Refusal {
  return new Refusal(409, 'Conflict', message, [{ code: inner, message }]);
}
