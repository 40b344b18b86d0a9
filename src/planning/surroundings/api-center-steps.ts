import type { AwsInventory } from '../../model/aws-inventory.ts';
import type { PlanWave, Step } from '../../model/plan.ts';
import type { RunRequest } from '../../model/run.ts';
import { catalogueOf, type CatalogueApi, type CatalogueVersion } from './api-catalogue.ts';
import {
  API_CENTER_VERSION,
  apiBody,
  definitionBody,
  deploymentBody,
  environmentBody,
  versionBody,
  type EnvironmentName,
} from './api-center-bodies.ts';
import { aroundStep, type Around } from './around.ts';

/** Where the entries go, and what they say of the target. */
interface Center {
  readonly id: string;
  /** Such as `contoso.azure-api.net`. */
  readonly gatewayHost: string;
  /** Of what no wave moves. */
  readonly firstWave: string;
}

/**
 * All APIs in the API center that run.json names: those that stay too, so that one list tells where each is served. A stage that moves
 * has a deployment on API Management when that opens; callers are there, and no longer at API Gateway, when its wave is committed. A
 * roll-back takes the deployment away again by the undos of its steps.
 */
export function apiCenterSteps(
  inventory: AwsInventory,
  { target, waves: [wave] }: RunRequest,
  waves: readonly PlanWave[],
  gatewayHost: string,
): readonly Step[] {
  if (target.apiCenter === undefined || wave === undefined || inventory.apis.length === 0) return [];
  const center = { id: target.apiCenter, gatewayHost, firstWave: wave.name };
  const from = inventory.apis.slice(0, 1).map(({ at }) => at);
  const environments = (['source', 'target'] as const).map((name) =>
    aroundStep(entry(center, `environments/${name}`, environmentBody(name)), {
      summary: `list the gateway ${name} in the API center`,
      from,
      place: { wave: wave.name, phase: 'importing', unit: 'api-center' },
      keeps: true,
    }),
  );
  return [...environments, ...catalogueOf(inventory, waves).flatMap((api) => apiSteps(api, center, environments))];
}

const entry = ({ id }: Center, path: string, body: Around['body']): Around => ({
  id: `${id}/workspaces/default/${path}`,
  apiVersion: API_CENTER_VERSION,
  body,
});

function apiSteps(api: CatalogueApi, center: Center, environments: readonly Step[]): readonly Step[] {
  const { name, title, kind, versions } = api;
  const unit = `catalogue-${name}`;
  const wave = versions.find((each) => each.wave !== undefined)?.wave ?? center.firstWave;
  const listed = aroundStep(entry(center, `apis/${name}`, apiBody(title, kind)), {
    summary: `list ${title} in the API center`,
    from: versions.map(({ at }) => at),
    place: { wave, phase: 'registering-backends', unit },
    dependsOn: environments,
    keeps: true,
  });
  return [listed, ...versions.flatMap((version) => versionSteps(api, version, center, listed))];
}

function versionSteps(api: CatalogueApi, version: CatalogueVersion, center: Center, listed: Step): readonly Step[] {
  const path = `apis/${api.name}/versions/${version.name}`;
  const what = `${api.title} ${version.title}`;
  const { place } = listed;
  const from = [version.at];
  const made = aroundStep(entry(center, path, versionBody(version.title)), {
    summary: `list ${what} in the API center`,
    from,
    place,
    dependsOn: [listed],
    keeps: true,
  });
  const defined = aroundStep(entry(center, `${path}/definitions/openapi`, definitionBody()), {
    summary: `list the definition of ${what}`,
    from,
    place,
    dependsOn: [made],
    keeps: true,
  });
  const at = (environment: EnvironmentName, state: 'active' | 'inactive') =>
    deployment(api, version, center, environment, state);
  const onSource = aroundStep(at('source', 'active'), {
    summary: `list where API Gateway serves ${what}`,
    from,
    place,
    dependsOn: [defined],
    // An earlier run may have moved it, and said so.
    keeps: version.wave === undefined,
  });
  if (version.wave === undefined) return [made, defined, onSource];
  const wave = version.wave;
  const opened = { wave, phase: 'opening', unit: place.unit } as const;
  const committed = { wave, phase: 'committing', unit: place.unit } as const;
  const onTarget = aroundStep(at('target', 'inactive'), {
    summary: `list where API Management is to serve ${what}`,
    from,
    place: opened,
    dependsOn: [defined],
  });
  const taken = aroundStep(at('target', 'active'), {
    verb: 'commit',
    summary: `API Management serves ${what}`,
    from,
    place: committed,
    dependsOn: [onTarget],
    replaces: at('target', 'inactive').body,
  });
  const left = aroundStep(at('source', 'inactive'), {
    verb: 'commit',
    summary: `API Gateway is left by callers of ${what}`,
    from,
    place: committed,
    dependsOn: [onSource, taken],
    replaces: at('source', 'active').body,
  });
  return [made, defined, onSource, onTarget, taken, left];
}

function deployment(
  api: CatalogueApi,
  { name, title, sourceUris, paths }: CatalogueVersion,
  center: Center,
  environment: EnvironmentName,
  state: 'active' | 'inactive',
): Around {
  const scheme = api.kind === 'websocket' ? 'wss' : 'https';
  const body = deploymentBody({
    title,
    environment,
    definitionId: `/workspaces/default/apis/${api.name}/versions/${name}/definitions/openapi`,
    state,
    runtimeUri:
      environment === 'source' ? sourceUris : paths.map((path) => `${scheme}://${center.gatewayHost}/${path}`),
  });
  return entry(center, `apis/${api.name}/deployments/${name}-${environment}`, body);
}
