import type { Step } from '../../model/plan.ts';
import type { SourceRef } from '../../model/source-ref.ts';

/** A resource beside the service: where it stands, and what it is to be. */
export interface Around {
  readonly id: string;
  readonly apiVersion: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a step of it says besides. */
interface Planned {
  /** Tells steps of one resource apart: what is done with it. */
  readonly verb?: 'put' | 'commit';
  readonly summary: string;
  readonly from: readonly SourceRef[];
  readonly place: Step['place'];
  readonly dependsOn?: readonly Step[];
  /** What an earlier step made of it. */
  readonly replaces?: Around['body'];
  /** Whatever is there already stays as it is. */
  readonly keeps?: boolean;
}

/** The step that makes a resource beside the service what the plan says. */
export function aroundStep(resource: Around, planned: Planned): Step {
  const { verb = 'put', summary, from, place, dependsOn = [], replaces, keeps = false } = planned;
  return {
    id: `${verb}:${nameOf(resource.id)}`,
    kind: 'put-azure-resource',
    summary,
    dependsOn: dependsOn.map(({ id }) => id),
    from,
    place,
    payload: { ...resource, ...(replaces !== undefined && { replaces }), ...(keeps && { keeps }) },
  };
}

/** Ids of steps are for people: without subscription and resource group. */
const nameOf = (id: string): string => id.replace(/^.*\/providers\/Microsoft\./i, '');
