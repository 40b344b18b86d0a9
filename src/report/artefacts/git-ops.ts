import { apiopsFiles, type PolicyFormat } from './apiops.ts';
import { referencesIn } from './arm-resource.ts';
import { armFiles } from './arm-templates.ts';
import type { ArtefactFile } from './artefact-file.ts';
import { apiManagementFiles } from './bicep/api-management.ts';
import { parameterFiles } from './bicep/parameter-files.ts';
import { deployable } from './deployable.ts';
import { deployments } from './deployments.ts';
import { environmentPage } from './environment-page.ts';
import { valuesOf, type PlannedTarget } from './environment-values.ts';
import type { EnvironmentDifference } from './in-environment.ts';
import type { PlannedResource } from './planned-resources.ts';

/** A further environment: its target, the resources as it has them, and how they differ from those that are planned. */
export interface FurtherEnvironment {
  readonly target: PlannedTarget;
  readonly resources: readonly PlannedResource[];
  readonly differences: readonly EnvironmentDifference[];
}

/** API Management as the plan leaves it, to go on with from Git: the APIOps folder, Bicep that loads from it, ARM JSON, and parameters. */
export function* gitOpsFiles(
  resources: readonly PlannedResource[],
  policyFormat: PolicyFormat,
  target: PlannedTarget,
  further: readonly FurtherEnvironment[] = [],
): Iterable<ArtefactFile> {
  yield* apiopsFiles(resources, policyFormat);
  const deployed = deployable(resources);
  const references = referencesIn(deployed.resources);
  const entryPoints = deployments(deployed.resources, references);
  yield* apiManagementFiles(entryPoints, deployed, references, { keyVault: target.keyVault, policyFormat });
  yield* armFiles(entryPoints, references, target.keyVault);
  for (const each of further) yield environmentPage(each.target.name, each.differences, resources.length);
  const hasKeys = deployed.resources.some(({ path }) => path.startsWith('subscriptions/'));
  const names = [...entryPoints.map(({ name }) => name), ...(hasKeys ? ['subscription-keys'] : [])];
  if (entryPoints.length === 0) return;
  for (const each of [{ target, resources: deployed.resources }, ...further])
    yield* parameterFiles(each.target.name, valuesOf(each.resources, each.target), names);
}
