import type { CompensationRow } from '../src/ports/run-store.ts';
import type { World } from '../src/ports/world.ts';
import type { Undo } from '../src/steps/step-kind.ts';

/** Characters of a row of Azure Tables: half of what a property holds, and the row has more than the undo. */
const MOST_IN_A_ROW = 16_000;

/** An undo as its row keeps it: policies and specifications are longer than a row of a table. */
export async function keepUndo(runId: string, undo: Undo, world: World): Promise<CompensationRow['undo']> {
  if ('irreversible' in undo || JSON.stringify(undo).length <= MOST_IN_A_ROW) return undo;
  const { step } = undo;
  const { digest } = await (await world.artifacts()).putJson(runId, 'undo.json', undo);
  return { document: digest, phase: step.place.phase };
}

/** The undo that a row keeps. */
export async function keptUndo({ runId, undo }: CompensationRow, world: World): Promise<Undo> {
  return 'document' in undo ? await (await world.artifacts()).getJson<Undo>(runId, undo.document) : undo;
}
