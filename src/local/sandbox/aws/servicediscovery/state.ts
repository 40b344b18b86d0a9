import type { InstanceSummary, Namespace, Service } from '@aws-sdk/client-servicediscovery';

/** What AWS Cloud Map knows in a region. */
export interface CloudMapState {
  readonly namespaces: Map<string, Namespace>;
  readonly services: Map<string, CloudMapServiceState>;
}

export interface CloudMapServiceState {
  readonly service: Service;
  readonly instances: readonly InstanceSummary[];
}

export const emptyCloudMapState = (): CloudMapState => ({ namespaces: new Map(), services: new Map() });
