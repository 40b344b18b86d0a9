import { RecentSamples } from '../recent-samples.ts';

/** A resource as ARM keeps it. `id` is the full path as first written; lookups ignore case, as ARM does. */
export interface ArmResource {
  readonly id: string;
  readonly name: string;
  /** Such as `Microsoft.ApiManagement/service/apis`. */
  readonly type: string;
  /** What GET answers under `properties`, service defaults added. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly etag: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Members beside properties that a type has (`sku`, `identity`). */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Never answered by GET: keys, secret values (`listSecrets`, `listValue`). */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** One request that the target gateway answered; Azure Monitor's `Requests` and `Duration` are counted from these. */
export interface GatewaySample {
  readonly at: number;
  readonly apiId: string;
  readonly hostname: string;
  readonly status: number;
  readonly backendStatus?: number;
  readonly durationMs: number;
}

/** One version of what a vault holds under a name. */
export interface VaultObject {
  readonly name: string;
  /** 32 hexadecimal digits. */
  readonly version: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** One version of a secret. */
export interface VaultSecret extends VaultObject {
  readonly value: string;
  readonly contentType?: string;
}

/** One version of a certificate in the vault: the content as imported (with the key inside) and what is known of it. */
export interface VaultCertificate extends VaultObject {
  /** PKCS#12 or PEM, by `contentType`. */
  readonly content: Buffer;
  readonly password: string;
  readonly contentType: 'application/x-pkcs12' | 'application/x-pem-file';
  /** DER of the certificate that the key belongs to. */
  readonly leaf: Buffer;
  /** As Key Vault answers it, without its id. */
  readonly policy: Readonly<Record<string, unknown>>;
}

/** In soft deletion: it can be recovered or purged, and its name is taken. */
export interface DeletedObject<T extends VaultObject> {
  readonly versions: readonly T[];
  /** Milliseconds since 1970. */
  readonly deletedAt: number;
}

/** Everything the simulated Azure subscription holds. ARM and Key Vault write it, the target gateway reads it. */
export interface AzureState {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly service: string;
  readonly vault: string;
  /** Keyed by lower-case id. */
  readonly resources: Map<string, ArmResource>;
  /** Certificates by lower-case name, all versions, newest last; deleted ones apart. */
  readonly certificates: Map<string, VaultCertificate[]>;
  readonly deletedCertificates: Map<string, DeletedObject<VaultCertificate>>;
  /** Secrets likewise; named values refer to them. */
  readonly secrets: Map<string, VaultSecret[]>;
  readonly deletedSecrets: Map<string, DeletedObject<VaultSecret>>;
  readonly samples: RecentSamples<GatewaySample>;
  /** Counts up with every change of configuration, so that a gateway knows when to read again. */
  revision: number;
}

export function emptyAzureState(): AzureState {
  return {
    tenantId: '7d3c2f4e-5b1a-4c8e-9f60-2a1b3c4d5e6f',
    subscriptionId: '3f2a1b0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c',
    resourceGroup: 'crossgate-sandbox',
    service: 'crossgate-apim',
    vault: 'crossgate-vault',
    resources: new Map(),
    certificates: new Map(),
    deletedCertificates: new Map(),
    secrets: new Map(),
    deletedSecrets: new Map(),
    samples: new RecentSamples(),
    revision: 0,
  };
}
