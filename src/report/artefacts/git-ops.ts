import { apiopsFiles, type PolicyFormat } from './apiops.ts';
import { armFiles } from './arm-templates.ts';
import { referencesIn } from './arm-resource.ts';
import type { ArtefactFile } from './artefact-file.ts';
import { apiManagementFiles } from './bicep/api-management.ts';
import { parameterFiles } from './bicep/parameter-files.ts';
import { deployable } from './deployable.ts';
import { deployments } from './deployments.ts';
import { valuesOf } from './environment-values.ts';
import type { PlannedResource } from './planned-resources.ts';

/** The target that artefacts are made for. */
export interface PlannedTarget {
  readonly name: string;
  readonly service: string;
  readonly keyVault: string;
}

/** API Management as the plan leaves it, to go on with from Git: the APIOps folder, Bicep that loads from it, and ARM JSON. */
export function* gitOpsFiles(
  resources: readonly PlannedResource[],
  policyFormat: PolicyFormat,
  target: PlannedTarget,
): Iterable<ArtefactFile> {
  yield* apiopsFiles(resources, policyFormat);
  const deployed = deployable(resources);
  const references = referencesIn(deployed.resources);
  const entryPoints = deployments(deployed.resources, references);
  yield* apiManagementFiles(entryPoints, deployed, references, { keyVault: target.keyVault, policyFormat });
  yield* armFiles(entryPoints, references, target.keyVault);
  const names = entryPoints.map(({ name }) => name);
  const hasKeys = deployed.resources.some(({ path }) => path.startsWith('subscriptions/'));
  if (names.length > 0)
    yield* parameterFiles(target.name, valuesOf(deployed.resources, target), [
      ...names,
      ...(hasKeys ? ['subscription-keys'] : []),
    ]);
}
