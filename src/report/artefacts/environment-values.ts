import type { Step } from '../../model/plan.ts';
import type { ApimTier } from '../../model/tier.ts';
import { collectionsOf, type PlannedResource } from './planned-resources.ts';

/** What the resources of one environment are deployed with: the parameter `environment` of Bicep and of ARM JSON. */
export interface EnvironmentValues {
  readonly serviceName: string;
  /** Tier of the service, as ARM names it. */
  readonly tier: ApimTier;
  /** Names of the gateway, with the certificates of the vault that they show. */
  readonly hostnames: readonly BoundHostname[];
  /** Name of the Key Vault that named values and keys are read from. */
  readonly keyVault: string;
  /** Addresses by the id of the backend. */
  readonly backends: Readonly<Record<string, string>>;
  /** Secrets of the vault that hold keys, by the id of the subscription: one that is not named gets a new key, or keeps its own. */
  readonly subscriptionKeys: Readonly<Record<string, string>>;
}

/** A custom name as a run binds it. */
export interface BoundHostname {
  readonly hostName: string;
  readonly certificate: string;
  /** Callers are asked for certificates. */
  readonly asksCallers: boolean;
}

/** What stands for a value in a resource, in the deployment's words. */
export type EnvironmentReference =
  | { readonly kind: 'backend'; readonly id: string }
  | {
      readonly kind: 'secret';
      readonly name: string;
      /** That of somebody else, the same everywhere. */
      readonly vault?: string;
    };

const SECRET = /^https:\/\/([a-z0-9-]+)\.vault\.azure\.net\/secrets\/([0-9A-Za-z-]+)$/i;

/** Puts a reference in the place of each value that environments differ in: addresses of backends, secrets of the vault. */
export function parameterised(
  { path, properties }: PlannedResource,
  keyVault: string,
  written: (reference: EnvironmentReference) => unknown,
): PlannedResource['properties'] {
  const collection = collectionsOf(path);
  if (collection === 'backends' && 'url' in properties)
    return { ...properties, url: written({ kind: 'backend', id: path.slice('backends/'.length) }) };
  const vault = properties['keyVault'] as { readonly secretIdentifier?: string } | undefined;
  const [, name, secret] = SECRET.exec(vault?.secretIdentifier ?? '') ?? [];
  if (secret === undefined || name === undefined) return properties;
  const isOwn = name.toLowerCase() === keyVault.toLowerCase();
  const reference = { kind: 'secret', name: secret, ...(!isOwn && { vault: name }) } as const;
  return { ...properties, keyVault: { ...vault, secretIdentifier: written(reference) } };
}

/** The values of an environment, of resources as it has them. */
export function valuesOf(
  resources: readonly PlannedResource[],
  { service, tier, keyVault, hostnames }: Omit<PlannedTarget, 'name'>,
): EnvironmentValues {
  const backends = resources.flatMap(({ path, properties }) =>
    collectionsOf(path) === 'backends' ? [[path.slice('backends/'.length), String(properties['url'])] as const] : [],
  );
  return {
    serviceName: service,
    tier,
    hostnames,
    keyVault,
    backends: Object.fromEntries(backends),
    subscriptionKeys: {},
  };
}

/** A target that artefacts are made for. */
export interface PlannedTarget {
  /** Of its files of parameters. */
  readonly name: string;
  readonly service: string;
  readonly tier: ApimTier;
  readonly keyVault: string;
  readonly hostnames: readonly BoundHostname[];
}

/** Names that the steps of a plan bind to the service. */
export function boundHostnames(steps: readonly Step[]): readonly BoundHostname[] {
  return steps
    .filter(({ kind }) => kind === 'bind-hostnames')
    .flatMap(({ payload }) => payload['hostnames'] as readonly Omit<BoundHostname, 'asksCallers'>[])
    .map((each) => ({ asksCallers: false, ...each }));
}
