import { randomBytes } from 'node:crypto';
import type { Stage } from '@aws-sdk/client-api-gateway';
import type { RestApiSnapshot, RestApiState } from '../state.ts';

/** Freezes the editable tree as a deployment, as CreateDeployment does. */
export function createDeployment(api: RestApiState, description?: string): RestApiSnapshot {
  const id = randomBytes(3).toString('hex');
  const snapshot: RestApiSnapshot = {
    deployment: { id, createdDate: new Date(), ...(description === undefined ? {} : { description }) },
    api: structuredClone(api.api),
    resources: structuredClone(api.resources),
    models: structuredClone(api.models),
    requestValidators: structuredClone(api.requestValidators),
    authorizers: structuredClone(api.authorizers),
    gatewayResponses: structuredClone(api.gatewayResponses),
  };
  api.deployments.set(id, snapshot);
  return snapshot;
}

/** A stage over a deployment with AWS's defaults; `settings` overrides them. */
export function createStage(api: RestApiState, stageName: string, deploymentId: string, settings: Stage = {}): Stage {
  const stage: Stage = {
    deploymentId,
    stageName,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: new Date(),
    lastUpdatedDate: new Date(),
    ...settings,
  };
  api.stages.push(stage);
  return stage;
}
