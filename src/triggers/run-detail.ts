import * as z from 'zod';
import { SEVERITIES } from '../model/finding.ts';
import { changeCounts, ledger } from '../model/plan.ts';
import { MODES, RUN_STATES } from '../model/run.ts';
import { drift, paritySeen, reason, trafficSeen } from '../model/run-status.ts';
import type { RunRow } from '../ports/run-store.ts';

/** A member that is absent or that another version of the app wrote otherwise is left out: a status must always answer. */
const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** What activities write into a run's row, as far as people may see it: nothing else leaves the service. */
const runDetail = z.object({
  name: maybe(z.string()),
  mode: maybe(z.enum(MODES)),
  planId: maybe(z.string()),
  planDigest: maybe(z.string()),
  /** Which plan of its run the plan is, from 0 on. */
  delta: maybe(z.number().int()),
  /** Total. */
  steps: maybe(z.number().int()),
  changes: maybe(changeCounts),
  findings: maybe(z.record(z.enum(SEVERITIES), z.number().int())),
  ledger: maybe(ledger),
  units: maybe(
    z.array(
      z.object({
        unit: z.string(),
        kind: z.enum(['api', 'hostname', 'shared']),
        wave: z.string(),
        name: z.string(),
        /** How many. */
        steps: z.number().int(),
      }),
    ),
  ),
  parity: maybe(paritySeen),
  traffic: maybe(trafficSeen),
  drift: maybe(z.array(drift)),
  outcome: maybe(z.json()),
  /** True in the current state only. */
  now: maybe(
    z.object({
      during: maybe(z.enum(RUN_STATES)),
      // A run that was told to end has words only.
      reason: maybe(z.union([reason, z.string().transform((message) => ({ message }))])),
      waitingFor: maybe(z.array(z.string())),
    }),
  ),
});
export type RunDetail = z.infer<typeof runDetail>;
export type RunUnit = NonNullable<RunDetail['units']>[number];

export function detailOf(row: Pick<RunRow, 'detail'>): RunDetail {
  return runDetail.parse(row.detail);
}
