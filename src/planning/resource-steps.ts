import { refuseHosts } from '../features/host-gate.ts';
import { readable } from '../features/operations.ts';
import type { Step } from '../model/plan.ts';
import type { PolicyDocument } from '../policy/tree.ts';
import { writePolicy } from '../policy/write.ts';
import type { Assignment, Placement } from './placements.ts';
import type { TranslatedApi } from './translate-api.ts';

/** Makes a step that puts a resource for an API. */
export type Put = (
  phase: Step['place']['phase'],
  path: string,
  properties: Readonly<Record<string, unknown>>,
  dependsOn: readonly string[],
  id?: string,
) => Step;

export function putter({ api }: TranslatedApi, { wave, unit }: Assignment): Put {
  return (phase, path, properties, dependsOn, id = `put:${path}`) => ({
    id,
    kind: 'put-apim-resource',
    summary: `put ${path}`,
    dependsOn,
    from: [api.at],
    place: { wave, phase, unit },
    payload: { path, properties },
  });
}

export const policyProperties = (policy: PolicyDocument) => ({ format: 'xml', value: writePolicy(policy) });

/** Characters; longer ones are cut (ARM contract 2024-05-01 names no limit for APIs, the portal shows so many). */
const LONGEST_DESCRIPTION = 1000;

/** What an API of any type says of itself, and where it is mounted. */
export function describedApi(
  { api }: TranslatedApi,
  { displayName, path, version }: Placement,
): Readonly<Record<string, unknown>> {
  return {
    displayName,
    ...(api.description !== undefined && { description: readable(api.description).slice(0, LONGEST_DESCRIPTION) }),
    path,
    ...(api.stage.deploymentId !== undefined && {
      apiRevisionDescription: `API Gateway deployment ${api.stage.deploymentId}`,
    }),
    ...(version !== undefined && {
      apiVersionSetId: `/apiVersionSets/${version.setId}`,
      ...(version.value !== undefined && { apiVersion: version.value }),
    }),
  };
}

/** The step that an API of a version set comes after. */
export const versionSetOf = ({ version }: Placement): readonly string[] =>
  version === undefined ? [] : [`put:apiVersionSets/${version.setId}`];

/** A path that some host names lead to another API does not answer to them (edge case 4). */
export function gated(policy: PolicyDocument, { refusedHosts = [] }: Placement, isHandshake: boolean): PolicyDocument {
  if (refusedHosts.length === 0) return policy;
  return { ...policy, inbound: [refuseHosts(refusedHosts, isHandshake), ...policy.inbound] };
}
