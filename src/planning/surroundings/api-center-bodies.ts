/** Bodies of entries in Azure API Center, by the published contract. Files and steps are made of these; `Ref` is a text or a reference. */
export const API_CENTER_VERSION = '2024-03-01';

/** Both gateways, as the catalogue calls them: titles, and types of servers that the contract knows. */
const ENVIRONMENTS = {
  source: { title: 'Amazon API Gateway', type: 'AWS API Gateway' },
  target: { title: 'Azure API Management', type: 'Azure API Management' },
} as const;
export type EnvironmentName = keyof typeof ENVIRONMENTS;

export function environmentBody(name: EnvironmentName) {
  const { title, type } = ENVIRONMENTS[name];
  return { properties: { title, kind: 'production', server: { type } } };
}

export const apiBody = <Ref>(title: Ref, kind: Ref) => ({ properties: { title, kind } });

/** A stage is in production before, while and after it moves: which gateway serves it is its deployments' matter. */
export const versionBody = <Ref>(title: Ref) => ({ properties: { title, lifecycleStage: 'production' } });

export const definitionBody = () => ({ properties: { title: 'OpenAPI' } });

/** A stage on one of the gateways: active where callers are led to. */
export const deploymentBody = <Ref, Uris>(of: {
  readonly title: Ref;
  readonly environment: EnvironmentName;
  readonly definitionId: Ref;
  readonly state: 'active' | 'inactive';
  readonly runtimeUri: Uris;
}) => ({
  properties: {
    title: of.title,
    environmentId: `/workspaces/default/environments/${of.environment}`,
    definitionId: of.definitionId,
    state: of.state,
    server: { runtimeUri: of.runtimeUri },
  },
});
