import { activities } from '../src/contracts/activities.ts';
import type { AwsInventory } from '../src/model/aws-inventory.ts';
import type { Drift } from '../src/model/run-status.ts';
import { digestOf } from '../src/planning/digest.ts';
import type { World } from '../src/ports/world.ts';
import { defineActivity, settled } from './define-activity.ts';
import { planOf, requestOf, updateCheckpoint, updateRun } from './run-record.ts';
import { driftOfSource } from './source-drift.ts';
import { driftOfTarget } from './target-drift.ts';

/** So many changes are shown; how many there are is said besides. */
const MOST_SHOWN = 50;
/** And so many named in the reason. */
const MOST_NAMED = 10;

/**
 * Holds what a plan was made for against what is there now. What changed is shown in the run's status and told the audit log once, and
 * an open approval of it is void: what was approved is no longer what would be done. Changes that a person accepted are none.
 */
export const watchDrift = defineActivity(
  activities.watchDrift,
  ({ runId, planDigest, checkpointId, accepted }, world) =>
    settled(async () => {
      const request = await requestOf(runId, world);
      const plan = await planOf(runId, planDigest, world);
      const inventory = await (await world.artifacts()).getJson<AwsInventory>(runId, plan.sourceDigest);
      const source = await driftOfSource(request, inventory, plan, world);
      const target = await driftOfTarget({ runId, planDigest, request, plan }, world);
      const changes: Change[] = [
        ...source.map(({ what }) => ({ side: 'source', what }) as const),
        ...target.map(({ what }) => ({ side: 'target', what }) as const),
      ];
      await show(runId, changes, world);
      const seen = digestOf({ source, target });
      if (changes.length === 0 || seen === accepted) return {};
      await updateCheckpoint(runId, checkpointId, world, (row) =>
        row.closed === undefined || row.closed === 'approved' ? { ...row, closed: 'void' } : row,
      );
      return { drift: { seen, what: wordsOf(changes) } };
    }),
);

type Change = Omit<Drift, 'at'>;

const keyOf = ({ side, what }: Change): string => `${side} ${what}`;

/** Puts the changes into the run's row, each with the time at which it was seen first. */
async function show(runId: string, changes: readonly Change[], world: World): Promise<void> {
  const at = world.now().toISOString();
  const shown = changes.slice(0, MOST_SHOWN);
  const isKnown = (known: readonly Drift[]): boolean => known.map(keyOf).join() === shown.map(keyOf).join();
  const was = await updateRun(runId, world, (row) => {
    const known = knownDrift(row.detail);
    if (isKnown(known)) return row;
    const since = new Map(known.map((each) => [keyOf(each), each.at]));
    return {
      ...row,
      detail: { ...row.detail, drift: shown.map((each) => ({ ...each, at: since.get(keyOf(each)) ?? at })) },
    };
  });
  if (isKnown(knownDrift(was.detail))) return;
  const what = changes.length === 0 ? 'drift is gone' : 'drift seen';
  const detail = { changes: shown, total: changes.length };
  await (await world.runs()).appendAudit(runId, { at, who: 'crossgate', what, detail });
}

const knownDrift = ({ drift = [] }: Readonly<Record<string, unknown>>): readonly Drift[] => drift as readonly Drift[];

function wordsOf(changes: readonly Change[]): string {
  const named = changes.slice(0, MOST_NAMED).map(({ side, what }) => `${what} (${side})`);
  const more = changes.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
