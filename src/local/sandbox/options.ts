import type { AwsQuotas } from './aws/aws-cloud.ts';
import type { AzureQuotas } from './azure/azure-cloud.ts';
import type { FaultKind } from './faults.ts';

export interface SandboxOptions {
  /** Folder for azure.jsonl and aws.jsonl; without it exchanges are counted only. */
  readonly trace?: string;
  readonly faults?: readonly FaultKind[];
  /** API definitions that the AWS account is made of; without any the health-records system. */
  readonly from?: readonly string[];
  /** Milliseconds added to every answer of a control plane; default none. */
  readonly latencyMs?: number;
  readonly awsQuotas?: Partial<AwsQuotas>;
  readonly azureQuotas?: AzureQuotas;
  /** How long ARM's long-running operations run, in milliseconds; default 20. */
  readonly operationMs?: number;
  /** How late both clouds show metrics, in milliseconds; default at once (some minutes in reality). */
  readonly metricsDelayMs?: number;
  /** How long a change of API Management's host names takes, in milliseconds; default 300. */
  readonly serviceUpdateMs?: number;
  /** How long Key Vault needs to delete or to recover, in milliseconds; default none. */
  readonly vaultLagMs?: number;
}
