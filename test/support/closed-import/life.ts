import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { apiManagement } from '../../../src/adapters/azure/api-management.ts';
import { azureResources } from '../../../src/adapters/azure/azure-resources.ts';
import { azureClients } from '../../../src/adapters/azure/clients.ts';
import { folderArtifactStore } from '../../../src/adapters/store/folder-artifact-store.ts';
import { sqliteRunStore } from '../../../src/adapters/store/sqlite-run-store.ts';
import type { World } from '../../../src/ports/world.ts';
import type { EstateWorld } from '../estate-world.ts';

/** When the process dies of a write: before it is sent, or when it was answered and nobody was told. */
export type Crash = 'before' | 'after';

/** What lives of a run see and do together. */
export interface Lives {
  readonly estate: EstateWorld;
  /** Of the run's stores, which a new life opens again. */
  readonly folder: string;
  /** By place (a path of API Management and nothing for the service itself, an id of Azure, a name of the vault); how many writes there go through before it. Who dies takes it away. */
  readonly crashes: Map<string, { readonly when: Crash; skip: number }>;
  /** Writes that were asked for, by place. */
  readonly writes: Map<string, number>;
  /** How long a request waits for its answer, in milliseconds. */
  readonly answerMs: number;
  /** Told after each write, before whoever asked for it goes on. */
  onWritten?: (() => Promise<void>) | undefined;
}

/**
 * A process that runs activities, up to its death: from then on nothing that it asked for ever returns. Requests that are on the wire
 * when it dies land, as they do. The next life has nothing of it but the files and the clouds.
 */
export class Life {
  readonly world: World;
  /** Rejects at its death. */
  readonly death = Promise.withResolvers<never>();
  isDead = false;
  readonly #lives: Lives;
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #store: ReturnType<typeof sqliteRunStore>;

  constructor(lives: Lives) {
    this.#lives = lives;
    this.death.promise.catch(() => undefined);
    this.#store = sqliteRunStore(join(lives.folder, 'runs.db'));
    this.world = this.#connect();
  }

  /** Waits for what was on the wire when it died, and lets go of its files. */
  async bury(): Promise<void> {
    this.#die();
    await Promise.allSettled(this.#inFlight);
    this.#store.close();
  }

  #die(): void {
    this.isDead = true;
    this.death.reject(new Error('the process died'));
  }

  #connect(): World {
    const { estate, folder, answerMs } = this.#lives;
    const { ports, azureSettings, azure } = estate;
    const timing = { answerMs, retryMs: 1, clock: { now: () => performance.now(), sleep: () => turn() } };
    const clients = azureClients({ ...azureSettings, timing });
    const runs = this.#mortal(this.#store);
    const artifacts = this.#mortal(folderArtifactStore(join(folder, 'artifacts')));
    const service = this.#crashing(
      this.#crashing(this.#mortal(apiManagement(clients, azure)), 'write', placeOf),
      'writeInfrastructure',
      () => '',
    );
    const around = this.#crashing(this.#mortal(azureResources(clients)), 'write', placeOf);
    const vault = this.#crashing(this.#mortal(ports.certificateVault), 'importPfx', String);
    const refuse = (): Promise<never> => Promise.reject(new Error('not part of an import'));
    return {
      now: () => new Date(),
      sleep: () => turn(),
      randomId: () => 'nonce',
      runs: () => Promise.resolve(runs),
      artifacts: () => Promise.resolve(artifacts),
      source: () => Promise.resolve(estate.reader),
      certificateSource: () => Promise.resolve(ports.certificateSource),
      certificateVault: () => Promise.resolve(vault),
      secretVault: () => Promise.resolve(ports.secretVault),
      pfxWriter: () => Promise.resolve(ports.pfxWriter),
      apiManagement: () => Promise.resolve(service),
      azureResources: () => Promise.resolve(around),
      dnsZones: () => Promise.resolve(ports.dnsZones),
      dnsQueries: refuse,
      probe: refuse,
      sourceTraffic: refuse,
      targetTraffic: refuse,
    };
  }

  /** A port whose calls return nothing to the dead. */
  #mortal<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) =>
          this.#whileAlive(() => (member as (...all: unknown[]) => unknown).apply(target, args));
      },
    });
  }

  async #whileAlive<T>(call: () => T): Promise<Awaited<T>> {
    if (this.isDead) return await forever();
    const running = (async () => await call())();
    this.#inFlight.add(running);
    const [outcome] = await Promise.allSettled([running]);
    this.#inFlight.delete(running);
    if (this.isDead) return await forever();
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  #dueAt(place: string): Crash | undefined {
    const crash = this.#lives.crashes.get(place);
    if (crash === undefined) return undefined;
    if (crash.skip > 0) {
      crash.skip -= 1;
      return undefined;
    }
    this.#lives.crashes.delete(place);
    return crash.when;
  }

  /** Counts writes, and dies at one if that is ordered. */
  #crashing<T extends object>(port: T, method: keyof T, placeOf: (argument: unknown) => string): T {
    const lives = this.#lives;
    const write = async (argument: unknown, ...others: unknown[]): Promise<unknown> => {
      if (this.isDead) return await forever();
      const place = placeOf(argument);
      const crash = this.#dueAt(place);
      if (crash === 'before') {
        this.#die();
        return await forever();
      }
      lives.writes.set(place, (lives.writes.get(place) ?? 0) + 1);
      try {
        return await (port[method] as (...all: unknown[]) => unknown)(argument, ...others);
      } finally {
        await lives.onWritten?.();
        if (crash === 'after') {
          this.#die();
          await forever();
        }
      }
    };
    return new Proxy(port, { get: (target, name) => (name === method ? write : Reflect.get(target, name)) as unknown });
  }
}

function placeOf(resource: unknown): string {
  const { path, id } = resource as { readonly path?: string; readonly id?: string };
  return path ?? id ?? '';
}

const forever = (): Promise<never> => new Promise(() => undefined);
