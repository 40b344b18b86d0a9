import type { AwsApiKey, AwsDomainName, AwsUsagePlan, DiscoveryGap } from '../model/aws-account.ts';
import type { AwsStage } from '../model/aws.ts';
import type { AwsInventory, InventoryPart } from '../model/aws-inventory.ts';

/** One account and region to read, as the run names it. */
export interface AwsScope {
  readonly account: string;
  readonly region: string;
  readonly roleArn?: string;
}

/** An API as a listing shows it: enough to decide whether and how to read it. */
export interface AwsApiListing {
  readonly id: string;
  readonly type: 'REST' | 'HTTP' | 'WEBSOCKET';
  readonly name: string;
}

/** What was read, and what could not be: a denied or failing call is a gap with its remedy, never an exception. */
export interface Discovered<T> {
  readonly items: readonly T[];
  readonly gaps: readonly DiscoveryGap[];
}

/** What a deployment, or a change of a stage, a domain name or of who may call, shows in. Few calls tell it: one an API, and lists. */
export interface SourceSeen {
  readonly stages: readonly { readonly apiId: string; readonly stage: AwsStage }[];
  readonly domainNames: readonly AwsDomainName[];
  readonly usagePlans: readonly AwsUsagePlan[];
  readonly apiKeys: readonly AwsApiKey[];
  readonly gaps: readonly DiscoveryGap[];
}

/**
 * Reads Amazon API Gateway and what stands around it. Every method pages to the end and paces itself by the account's quota
 * (10 requests a second in all, mapping.md A2). A call that fails is a gap in what is given; nothing is thrown for it.
 */
export interface SourceReader {
  listApis(scope: AwsScope): Promise<Discovered<AwsApiListing>>;
  /** The API at each of its stages, as they serve it; one that no stage serves gives none, and a gap that says so. */
  readApi(scope: AwsScope, api: AwsApiListing): Promise<InventoryPart>;
  /** What the account's APIs share: names, certificates, plans, keys without their values, links, alarms, zones. */
  readShared(scope: AwsScope): Promise<InventoryPart>;
  /** What APIs, links and names that were read lead to: functions, user pools, web ACLs, load balancers, trust stores, logs. */
  readSurroundings(
    scope: AwsScope,
    known: Pick<AwsInventory, 'apis' | 'domainNames' | 'vpcLinks' | 'certificates'>,
  ): Promise<InventoryPart>;
  /** A look at some APIs that were read before, for whoever watches them: as `readApi` and `readShared` gave it then. */
  look(scope: AwsScope, apis: readonly Pick<AwsApiListing, 'id' | 'type'>[]): Promise<SourceSeen>;
  /** Accounts and regions with APIs that are none of these. Asked for once, in the first. */
  readLeftOut(scopes: readonly AwsScope[]): Promise<InventoryPart>;
  /** The value of one key: a secret, for the step that carries it over and nobody else. @throws FailureError */
  apiKeyValue(scope: AwsScope, keyId: string): Promise<string>;
}
