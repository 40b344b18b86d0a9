import type { Faults } from '../faults.ts';
import type { SandboxRequest } from '../http-server.ts';
import type { LongRunningOperations } from './long-running.ts';
import type { ArmResource, AzureState } from './state.ts';

/** What every ARM handler works with. */
export interface ArmContext {
  readonly state: AzureState;
  readonly faults: Faults;
  readonly operations: LongRunningOperations;
  readonly now: () => number;
  /** How late Azure Monitor shows a sample. */
  readonly metricsDelayMs: number;
  /** How long a change of host names takes, in milliseconds. */
  readonly serviceUpdateMs: number;
  /** The service as it will be, while a change of its host names is on its way. */
  serviceUpdate?: ArmResource | undefined;
  /** Id of the API whose import the fault import-400 refuses: the first that comes, and no other. */
  refusedImport?: string | undefined;
}

/** A request whose path was decoded; `base` is the origin that operation URLs are made of. */
export interface ArmRequest {
  readonly request: SandboxRequest;
  readonly path: string;
  readonly base: string;
}

export function servicePath(state: AzureState): string {
  return `/subscriptions/${state.subscriptionId}/resourceGroups/${state.resourceGroup}/providers/Microsoft.ApiManagement/service/${state.service}`;
}

/** Where the resource group's DNS zones and Traffic Manager profiles stand. */
export function networkPath(state: AzureState): string {
  return `/subscriptions/${state.subscriptionId}/resourceGroups/${state.resourceGroup}/providers/Microsoft.Network`;
}
