import type { AwsApi } from '../model/aws.ts';
import type { AwsApiKey, AwsCertificate, AwsDomainName, AwsUsagePlan, DiscoveryGap } from '../model/aws-account.ts';

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

/**
 * Reads Amazon API Gateway's configuration. Every method pages to the end and paces itself by the account's quota
 * (10 requests a second in all, mapping.md A2). Throws a transient FailureError only when nothing at all could be read for now.
 */
export interface SourceReader {
  listApis(scope: AwsScope): Promise<Discovered<AwsApiListing>>;
  /** The API at each of its stages; one that no stage serves gives none, and a gap that says so. */
  readApi(scope: AwsScope, api: AwsApiListing): Promise<Discovered<AwsApi>>;
  readDomainNames(scope: AwsScope): Promise<Discovered<AwsDomainName>>;
  readCertificates(scope: AwsScope): Promise<Discovered<AwsCertificate>>;
  readUsagePlans(scope: AwsScope): Promise<Discovered<AwsUsagePlan>>;
  readApiKeys(scope: AwsScope): Promise<Discovered<AwsApiKey>>;
  /** The value of one key: a secret, for the step that carries it over and nobody else. */
  apiKeyValue(scope: AwsScope, keyId: string): Promise<string>;
}
