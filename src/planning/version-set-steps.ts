import type { Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { sourceKey } from '../model/source-ref.ts';
import type { PlacedApi } from './product-steps.ts';

/**
 * Sets of versions that a header picks, each in the earliest wave of its APIs. A set stands before the APIs that name it, in a phase
 * of its own: units of one phase do not wait for each other.
 */
export function versionSetSteps({ waves }: Pick<RunRequest, 'waves'>, placed: readonly PlacedApi[]): readonly Step[] {
  const uses = placed.flatMap(({ assignment, placements }) =>
    placements.flatMap(({ path, version }) => (version === undefined ? [] : [{ assignment, path, version }])),
  );
  const sets = Map.groupBy(uses, ({ version }) => version.setId);
  return [...sets].map(([setId, own]): Step => {
    const path = `apiVersionSets/${setId}`;
    const wave = waves.find(({ name }) => own.some(({ assignment }) => assignment.wave === name))?.name ?? '';
    const [first] = own;
    return {
      id: `put:${path}`,
      kind: 'put-apim-resource',
      summary: `put ${path}`,
      dependsOn: [],
      from: [...new Map(own.map(({ assignment: { api } }) => [sourceKey(api.at), api.at])).values()],
      place: { wave, phase: 'transferring-certificates', unit: `versions-${setId}` },
      payload: {
        path,
        properties: {
          displayName: `Versions of /${first?.path ?? ''}`.slice(0, 100),
          versioningScheme: 'Header',
          versionHeaderName: first?.version.header ?? '',
        },
      },
    };
  });
}
