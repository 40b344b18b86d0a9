import { createHash } from 'node:crypto';
import { FailureError } from '../../src/model/outcome.ts';
import type { DnsChange, DnsRecordSet } from '../../src/model/dns.ts';
import type {
  ApiManagement,
  ApimInfrastructure,
  ApimPrecondition,
  ApimResource,
  ApimResourceRead,
  ApimWrite,
} from '../../src/ports/api-management.ts';
import type {
  AzurePrecondition,
  AzureResource,
  AzureResourceRead,
  AzureResources,
  AzureWrite,
} from '../../src/ports/azure-resources.ts';
import type { ExportedCertificate } from '../../src/ports/certificate-source.ts';
import type { CertificateVault, VaultedCertificate } from '../../src/ports/certificate-vault.ts';
import type { DnsZones } from '../../src/ports/dns.ts';
import type { SecretVault, VaultedSecret } from '../../src/ports/secret-vault.ts';
import type { StepPorts } from '../../src/steps/step-kind.ts';

const sha1 = (base64: string): string => createHash('sha1').update(base64, 'base64').digest('hex').toUpperCase();

const conflict = (message: string): FailureError =>
  new FailureError({ kind: 'conflict', code: 'PreconditionFailed', message });

/** API Management in memory: etags, preconditions and, where `slow` says so, long-running writes. Counts its writes. */
export class MemoryApiManagement implements ApiManagement {
  readonly resources = new Map<string, ApimResourceRead>();
  writes = 0;
  slow: (path: string) => boolean = () => false;

  hostnames: readonly Readonly<Record<string, unknown>>[] = [
    { type: 'Proxy', hostName: 'contoso.azure-api.net', defaultSslBinding: true },
  ];

  certificates: ApimInfrastructure['certificates'] = [];
  customProperties: ApimInfrastructure['customProperties'] = { 'Protocols.Server.Http2': 'True', 'Tls10': 'True' };
  get infrastructure(): ApimInfrastructure {
    const { hostnames, certificates, customProperties } = this;
    return { hostnames, certificates, customProperties };
  }

  service = () =>
    Promise.resolve({
      gatewayUrl: 'https://contoso.azure-api.net',
      provisioningState: 'Succeeded',
      skuName: 'Developer',
      etag: JSON.stringify(this.infrastructure),
      infrastructure: this.infrastructure,
    });
  list: ApiManagement['list'] = (collection) =>
    Promise.resolve(
      [...this.resources.values()].filter(({ path }) => path.slice(0, path.lastIndexOf('/')) === collection),
    );
  writeInfrastructure: ApiManagement['writeInfrastructure'] = (wanted, etag) => {
    if (etag !== JSON.stringify(this.infrastructure)) return Promise.reject(conflict('the service has another etag'));
    this.hostnames = wanted.hostnames;
    // The service gives back what a certificate is, never its content.
    this.certificates = wanted.certificates.map((each) =>
      typeof each['encodedCertificate'] === 'string'
        ? { storeName: each['storeName'], certificate: { thumbprint: sha1(each['encodedCertificate']) } }
        : each,
    );
    this.customProperties = wanted.customProperties;
    this.writes += 1;
    return Promise.resolve({ done: false, operation: 'infrastructure' } as const);
  };
  read = (path: string) => Promise.resolve(this.resources.get(path));

  async write(resource: ApimResource, precondition: ApimPrecondition): Promise<ApimWrite> {
    this.#check(resource.path, precondition);
    this.writes += 1;
    const etag = createHash('sha256').update(JSON.stringify(resource.properties)).digest('hex').slice(0, 16);
    this.resources.set(resource.path, { ...resource, etag });
    this.#import(resource);
    return this.slow(resource.path) ? { done: false, operation: resource.path } : { done: true, etag };
  }

  async remove(path: string, precondition: ApimPrecondition): Promise<ApimWrite> {
    if (!this.resources.has(path)) return { done: true };
    this.#check(path, precondition);
    this.writes += 1;
    for (const other of this.resources.keys())
      if (other === path || other.startsWith(`${path}/`)) this.resources.delete(other);
    return { done: true };
  }

  /** The operations of a document become resources, and those that it has not go. */
  #import({ path, properties }: ApimResource): void {
    if (!/^apis\/[^/]+$/.test(path) || typeof properties['value'] !== 'string') return;
    const { paths } = JSON.parse(properties['value']) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const ids = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
    for (const { path: there } of this.resources.values())
      if (there.startsWith(`${path}/operations/`) && !ids.includes(there.split('/')[3] ?? ''))
        this.resources.delete(there);
    for (const id of ids) {
      const operation = `${path}/operations/${id}`;
      if (!this.resources.has(operation)) this.resources.set(operation, { path: operation, properties: {}, etag: 'e' });
    }
  }

  continueWrite = () => Promise.resolve({ done: true } as const);

  #check(path: string, precondition: ApimPrecondition): void {
    const there = this.resources.get(path);
    if (precondition.kind === 'absent' && there !== undefined) throw conflict(`${path} exists`);
    if (precondition.kind === 'etag' && there?.etag !== precondition.etag) throw conflict(`${path} has another etag`);
  }
}

/** Resources of any provider in memory, by id in lower case. Counts its writes. */
export class MemoryAzureResources implements AzureResources {
  readonly resources = new Map<string, AzureResourceRead>();
  writes = 0;
  slow: (id: string) => boolean = () => false;

  read = (id: string) => Promise.resolve(this.resources.get(id.toLowerCase()));
  list: AzureResources['list'] = (collection) => {
    const prefix = `${collection}/`.toLowerCase();
    const own = [...this.resources].filter(([id]) => id.startsWith(prefix) && !id.slice(prefix.length).includes('/'));
    return Promise.resolve(own.map(([, resource]) => resource));
  };
  async write(resource: AzureResource, precondition: AzurePrecondition): Promise<AzureWrite> {
    this.#check(resource.id, precondition);
    this.writes += 1;
    const etag = createHash('sha256').update(JSON.stringify(resource.body)).digest('hex').slice(0, 16);
    this.resources.set(resource.id.toLowerCase(), { ...resource, etag });
    return this.slow(resource.id) ? { done: false, operation: resource.id } : { done: true };
  }
  async remove(id: string, _apiVersion: string, precondition: AzurePrecondition): Promise<AzureWrite> {
    if (!this.resources.has(id.toLowerCase())) return { done: true };
    this.#check(id, precondition);
    this.writes += 1;
    this.resources.delete(id.toLowerCase());
    return { done: true };
  }
  continueWrite = () => Promise.resolve({ done: true } as const);

  #check(id: string, precondition: AzurePrecondition): void {
    const there = this.resources.get(id.toLowerCase());
    if (precondition.kind === 'absent' && there !== undefined) throw conflict(`${id} exists`);
    if (precondition.kind === 'etag' && there?.etag !== precondition.etag) throw conflict(`${id} has another etag`);
  }
}

/** One zone in memory with compare-and-swap. A change is in sync at the second look. */
export class MemoryDnsZones implements DnsZones {
  sets: DnsRecordSet[];
  changes = 0;
  #looks = 0;
  constructor(sets: readonly DnsRecordSet[]) {
    this.sets = [...sets];
  }

  recordSets = (_zone: string, name: string) => Promise.resolve(this.sets.filter((set) => set.name === name));
  nameServers = () => Promise.resolve(['ns1.example']);
  isInSync = () => Promise.resolve((this.#looks += 1) % 2 === 0);

  async change(_zone: string, change: DnsChange): Promise<{ changeId: string }> {
    const has = (set: DnsRecordSet): boolean =>
      this.sets.some((other) => JSON.stringify(other) === JSON.stringify(set));
    if (!change.remove.every(has)) throw conflict('the zone does not hold what the change removes');
    const gone = new Set(change.remove.map((set) => JSON.stringify(set)));
    this.sets = [...this.sets.filter((set) => !gone.has(JSON.stringify(set))), ...change.create];
    this.changes += 1;
    return { changeId: `C${this.changes}` };
  }
}

/** A vault in memory: tags decide what may be removed. */
export class MemoryCertificateVault implements CertificateVault {
  readonly certificates = new Map<string, VaultedCertificate>();
  changes = 0;

  get = (name: string) => Promise.resolve(this.certificates.get(name));

  async importPfx(
    name: string,
    _pfx: Uint8Array,
    _password: string,
    tags: Readonly<Record<string, string>>,
  ): Promise<VaultedCertificate> {
    this.changes += 1;
    const version = `v${this.changes}`;
    const made = { name, version, secretId: `https://vault.example/secrets/${name}`, tags, thumbprint: 'ab' };
    this.certificates.set(name, made);
    return made;
  }

  async remove(name: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const there = this.certificates.get(name);
    if (there === undefined) return;
    if (Object.entries(tags).some(([key, value]) => there.tags[key] !== value)) throw conflict(`${name} is not ours`);
    this.changes += 1;
    this.certificates.delete(name);
  }
}

/** Secrets in memory. A deleted one is recovered at the second look. */
export class MemorySecretVault implements SecretVault {
  readonly secrets = new Map<string, VaultedSecret & { readonly value: string }>();
  readonly deleted = new Map<string, VaultedSecret & { readonly value: string }>();
  changes = 0;
  #looks = 0;

  get = (name: string) => {
    const recovered = this.deleted.get(name);
    if (recovered !== undefined && this.#looks > 0 && (this.#looks += 1) > 2)
      this.#move(name, this.deleted, this.secrets);
    const there = this.secrets.get(name);
    if (there === undefined) return Promise.resolve(undefined);
    const { value: _, ...shown } = there;
    return Promise.resolve(shown);
  };
  holds = (name: string, value: string) => Promise.resolve(this.secrets.get(name)?.value === value);
  isDeleted = (name: string) => Promise.resolve(this.deleted.has(name));

  recover = (_name: string) => {
    this.#looks = 1;
    return Promise.resolve();
  };

  async set(name: string, value: string, tags: Readonly<Record<string, string>>): Promise<VaultedSecret> {
    if (this.deleted.has(name)) throw conflict(`${name} is deleted`);
    this.changes += 1;
    const made = { name, version: `v${this.changes}`, secretId: `https://vault.example/secrets/${name}`, tags };
    this.secrets.set(name, { ...made, value });
    return made;
  }

  async remove(name: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const there = this.secrets.get(name);
    if (there === undefined) return;
    if (Object.entries(tags).some(([key, value]) => there.tags[key] !== value)) throw conflict(`${name} is not ours`);
    this.changes += 1;
    this.#looks = 0;
    this.#move(name, this.secrets, this.deleted);
  }

  #move<T>(name: string, from: Map<string, T>, to: Map<string, T>): void {
    to.set(name, from.get(name) as T);
    from.delete(name);
  }
}

/** Both, with a clock that a test moves. */
export class MemoryCloud implements StepPorts {
  readonly runId = 'run-1';
  readonly certificateVault = new MemoryCertificateVault();
  readonly secretVault = new MemorySecretVault();
  readonly exported: ExportedCertificate = {
    certificatePem: 'certificate',
    chainPem: '',
    encryptedKeyPem: 'key',
    passphrase: 'passphrase',
  };
  readonly certificateSource = { exportCertificate: () => Promise.resolve(this.exported) };
  /** The bytes that were handed out as PFX: all must be wiped afterwards. */
  readonly written: Uint8Array[] = [];
  readonly pfxWriter = {
    write: () => {
      const pfx = new Uint8Array([1, 2, 3]);
      this.written.push(pfx);
      return Promise.resolve({
        pfx,
        dnsNames: ['api.health.example'],
        expiresOn: '2027-01-01T00:00:00Z',
        thumbprint: 'ab',
      });
    },
  };
  readonly apiManagement = new MemoryApiManagement();
  readonly azureResources = new MemoryAzureResources();
  readonly azureScopes = ['/subscriptions/s/resourceGroups/rg'];
  readonly dnsZones: MemoryDnsZones;
  readonly source = { apiKeyValue: (_scope: unknown, keyId: string) => Promise.resolve(`value-of-${keyId}`) };
  clock = Date.parse('2026-11-24T00:00:00Z');

  constructor(sets: readonly DnsRecordSet[] = []) {
    this.dnsZones = new MemoryDnsZones(sets);
  }
  now = (): Date => new Date(this.clock);
  scope = () => ({ account: '111122223333', region: 'us-east-1' });

  /** Everything that can be seen from outside, for comparison. */
  snapshot(): unknown {
    const resources = [...this.apiManagement.resources.values()].map(({ path, properties }) => ({ path, properties }));
    const certificates = [...this.certificateVault.certificates.keys()];
    const { infrastructure } = this.apiManagement;
    const around = [...this.azureResources.resources.values()].map(({ id, body }) => ({ id, body }));
    return structuredClone({
      resources,
      certificates,
      around,
      infrastructure,
      sets: [...this.dnsZones.sets].sort((a, b) => (a.type < b.type ? -1 : 1)),
    });
  }
}
