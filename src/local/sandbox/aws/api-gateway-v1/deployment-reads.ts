import type { Deployment, MethodSnapshot } from '@aws-sdk/client-api-gateway';
import type { OperationRoute } from '../rest-service.ts';
import { param } from '../router.ts';
import type { AwsState, RestApiSnapshot } from '../state.ts';
import { findRestApi, found, getOne, getPages } from './get.ts';

/** Deployments: of what they froze, the control plane tells no more than who may call each method (mapping A1, 2026-11-23). */
export function deploymentReads(state: AwsState): OperationRoute[] {
  const told = (snapshot: RestApiSnapshot, { query }: { readonly query: URLSearchParams }): Deployment =>
    query.getAll('embed').includes('apisummary')
      ? { ...snapshot.deployment, apiSummary: summaryOf(snapshot) }
      : snapshot.deployment;
  return [
    getPages('GetDeployments', '/restapis/{api}/deployments', (routed) =>
      [...findRestApi(state, routed).deployments.values()].map((snapshot) => told(snapshot, routed)),
    ),
    getOne('GetDeployment', '/restapis/{api}/deployments/{id}', (routed) =>
      told(found(findRestApi(state, routed).deployments.get(param(routed, 'id')), 'Deployment'), routed),
    ),
  ];
}

function summaryOf({ resources }: RestApiSnapshot): Record<string, Record<string, MethodSnapshot>> {
  const methods = resources.flatMap(({ path = '/', resourceMethods }) =>
    resourceMethods === undefined ? [] : [[path, resourceMethods] as const],
  );
  return Object.fromEntries(
    methods.map(([path, verbs]) => [
      path,
      Object.fromEntries(
        Object.entries(verbs).map(([verb, { authorizationType, apiKeyRequired = false }]) => [
          verb,
          { authorizationType, apiKeyRequired },
        ]),
      ),
    ]),
  );
}
