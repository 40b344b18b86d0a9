import { activities } from '../src/contracts/activities.ts';
import type { Failure } from '../src/model/outcome.ts';
import { lacksBlocking } from '../src/planning/readiness/readiness-findings.ts';
import { readSurroundings } from '../src/planning/readiness/reading/surroundings.ts';
import type { Lack } from '../src/planning/readiness/readiness-rule.ts';
import { defineActivity, settled } from './define-activity.ts';
import { planOf, requestOf } from './run-record.ts';

/**
 * Looks at the target once more before a phase: what it lacks holds back the units whose steps need it, and no other. What somebody
 * mended since the plan was made holds nothing back any more.
 */
export const readTargetReadiness = defineActivity(
  activities.readTargetReadiness,
  ({ runId, planDigest, wave, phase }, world) =>
    settled(async () => {
      const request = await requestOf(runId, world);
      const { steps, findings } = await planOf(runId, planDigest, world);
      const due = steps.filter(({ place }) => place.wave === wave && place.phase === phase);
      // Looked at again only for what was missing when the plan was made: each look costs a dozen calls.
      const waiting = new Set(findings.flatMap(({ blocks = [] }) => blocks));
      if (!waiting.has(phase) && !due.some(({ id }) => waiting.has(id))) return {};
      const surroundings = await readSurroundings(await world.azureResources(), request);
      const lacks = lacksBlocking({ steps, request, surroundings, regions: [] }, due);
      const held = due.filter((step) => lacks.some(({ blocks }) => blocks?.(step)));
      if (lacks.length === 0) return {};
      const units = [...new Set(held.map(({ place }) => place.unit))];
      const { digest: heldBack } = await (await world.artifacts()).putJson(runId, `held-back-${phase}.json`, units);
      return { heldBack, failure: failureOf(lacks) };
    }),
);

function failureOf(lacks: readonly Lack[]): Failure {
  const tasks = lacks.map(({ message, remedy, owner, link }) => `${message} ${owner}: ${remedy} (${link})`);
  return { kind: 'invalid', code: 'TARGET-NOT-READY', message: `the target is not ready: ${tasks.join(' ')}` };
}
