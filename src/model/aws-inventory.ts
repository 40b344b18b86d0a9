import type { AwsApi, Unclaimed } from './aws.ts';
import type {
  AwsAccountSettings,
  AwsAlarm,
  AwsApiKey,
  AwsCertificate,
  AwsClientCertificate,
  AwsDiscoveryService,
  AwsDomainName,
  AwsEventRule,
  AwsFunction,
  AwsHostedZone,
  AwsLeftOut,
  AwsLoadBalancer,
  AwsLogGroup,
  AwsPortal,
  AwsTrustStore,
  AwsUsagePlan,
  AwsUserPool,
  AwsVpcEndpoint,
  AwsVpcLink,
  AwsWebAcl,
  DiscoveryGap,
} from './aws-account.ts';
import { sourceKey, type SourceRef } from './source-ref.ts';

/** All that one discovery read, live or offline: stored by its digest, named by it in plans. */
export interface AwsInventory {
  readonly schema: 'crossgate.inventory/2';
  readonly apis: readonly AwsApi[];
  readonly domainNames: readonly AwsDomainName[];
  readonly certificates: readonly AwsCertificate[];
  readonly usagePlans: readonly AwsUsagePlan[];
  readonly apiKeys: readonly AwsApiKey[];
  readonly vpcLinks: readonly AwsVpcLink[];
  readonly loadBalancers: readonly AwsLoadBalancer[];
  readonly vpcEndpoints: readonly AwsVpcEndpoint[];
  readonly discoveryServices: readonly AwsDiscoveryService[];
  readonly userPools: readonly AwsUserPool[];
  readonly functions: readonly AwsFunction[];
  readonly webAcls: readonly AwsWebAcl[];
  readonly alarms: readonly AwsAlarm[];
  readonly logGroups: readonly AwsLogGroup[];
  readonly eventRules: readonly AwsEventRule[];
  readonly clientCertificates: readonly AwsClientCertificate[];
  readonly trustStores: readonly AwsTrustStore[];
  readonly hostedZones: readonly AwsHostedZone[];
  readonly accountSettings: readonly AwsAccountSettings[];
  readonly portals: readonly AwsPortal[];
  readonly leftOut: readonly AwsLeftOut[];
  /** Members of what the account's APIs share that no reader knows. */
  readonly unclaimed: readonly Unclaimed[];
  readonly gaps: readonly DiscoveryGap[];
}

/** A piece of an inventory: what one read, or one file, gave. */
export type InventoryPart = Partial<Omit<AwsInventory, 'schema'>>;

/** What several parts may tell of: two regions of an account see the same hosted zones and what lies in a third. */
const SHARED: ReadonlySet<keyof InventoryPart> = new Set([
  'hostedZones',
  'certificates',
  'functions',
  'userPools',
  'trustStores',
]);

/** Everything of each kind in all parts, in their order: equal parts give equal inventories. What is shared is there once. */
export function inventoryOf(...parts: readonly InventoryPart[]): AwsInventory {
  const all = <K extends keyof InventoryPart>(key: K): NonNullable<InventoryPart[K]> => {
    const items = parts.flatMap((part) => (part[key] ?? []) as readonly Placed[]);
    return (SHARED.has(key) ? onceEach(items) : items) as unknown as NonNullable<InventoryPart[K]>;
  };
  return {
    schema: 'crossgate.inventory/2',
    apis: all('apis'),
    domainNames: all('domainNames'),
    certificates: all('certificates'),
    usagePlans: all('usagePlans'),
    apiKeys: all('apiKeys'),
    vpcLinks: all('vpcLinks'),
    loadBalancers: all('loadBalancers'),
    vpcEndpoints: all('vpcEndpoints'),
    discoveryServices: all('discoveryServices'),
    userPools: all('userPools'),
    functions: all('functions'),
    webAcls: all('webAcls'),
    alarms: all('alarms'),
    logGroups: all('logGroups'),
    eventRules: all('eventRules'),
    clientCertificates: all('clientCertificates'),
    trustStores: all('trustStores'),
    hostedZones: all('hostedZones'),
    accountSettings: all('accountSettings'),
    portals: all('portals'),
    leftOut: all('leftOut'),
    unclaimed: all('unclaimed'),
    gaps: all('gaps'),
  };
}

interface Placed {
  readonly at: SourceRef;
}

/** The first of each place. */
function onceEach(items: readonly Placed[]): readonly Placed[] {
  const seen = new Set<string>();
  return items.filter(({ at }) => {
    const key = sourceKey(at);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
