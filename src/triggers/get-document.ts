import * as z from 'zod';
import { countBySeverity, finding, SEVERITIES } from '../model/finding.ts';
import { migrationPlan, type MigrationPlan } from '../model/plan.ts';
import { defineTrigger, type Call } from './define-trigger.ts';
import { queryOf } from './query.ts';
import { ANYONE, factOf, rowOf, unlessKnown } from './run-document.ts';

/** The plan of a run as it was approved, or will be: the document behind `planDigest`. */
export const getPlan = defineTrigger({
  name: 'get-plan',
  route: 'api/runs/{runId}/plan',
  methods: ['GET'],
  roles: ANYONE,
  describe: {
    summary: 'The plan of a run: every step, finding and the ledger, as approved by its digest.',
    headers: { 'if-none-match': 'the ETag of an earlier answer' },
    answers: { 200: { description: 'The plan.', schema: migrationPlan }, 304: { description: 'Unchanged.' } },
    problems: { 404: ['not-yet', 'no-plan'] },
  },
  async handler(call) {
    const { plan, digest } = await planOf(call);
    return unlessKnown(call, digest, () => plan);
  },
});

const severities = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(z.enum(SEVERITIES)))
  .optional()
  .describe(`any of ${SEVERITIES.join(', ')}, separated by commas; default: all`);

const findingsQuery = z.strictObject({ severity: severities });
const findingsAnswer = z.object({
  runId: z.string(),
  planDigest: z.string(),
  counts: z.record(z.enum(SEVERITIES), z.number().int()).describe('of the whole plan'),
  findings: z.array(finding),
});

/** What a person must know or decide about what was found, the gravest first. */
export const getFindings = defineTrigger({
  name: 'get-findings',
  route: 'api/runs/{runId}/findings',
  methods: ['GET'],
  roles: ANYONE,
  describe: {
    summary: 'The findings of the plan, the gravest first.',
    query: findingsQuery,
    headers: { 'if-none-match': 'the ETag of an earlier answer' },
    answers: { 200: { description: 'The findings.', schema: findingsAnswer }, 304: { description: 'Unchanged.' } },
    problems: { 400: ['invalid-query'], 404: ['not-yet', 'no-plan'] },
  },
  async handler(call) {
    const { severity: wanted = SEVERITIES } = queryOf(call.request, findingsQuery);
    const { plan, digest } = await planOf(call);
    return unlessKnown(call, `${digest} ${[...wanted].sort().join(',')}`, () => ({
      runId: call.request.params['runId'],
      planDigest: digest,
      counts: countBySeverity(plan.findings),
      findings: plan.findings
        .filter(({ severity }) => wanted.includes(severity))
        .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity)),
    }));
  },
});

/** Who did what, in order. */
export const getAudit = defineTrigger({
  name: 'get-audit',
  route: 'api/runs/{runId}/audit',
  methods: ['GET'],
  roles: ANYONE,
  describe: {
    summary: 'Who did what, in order.',
    answers: {
      200: {
        description: 'The audit log of the run.',
        schema: z.object({
          runId: z.string(),
          entries: z.array(
            z.object({ at: z.string(), who: z.string(), what: z.string(), detail: z.record(z.string(), z.unknown()) }),
          ),
        }),
      },
    },
  },
  async handler(call) {
    const { runId } = await rowOf(call);
    return { jsonBody: { runId, entries: await (await call.world.runs()).audit(runId) } };
  },
});

async function planOf(call: Call): Promise<{ plan: MigrationPlan; digest: string }> {
  const digest = await factOf(call, 'plan', ({ planDigest }) => planDigest);
  const runId = call.request.params['runId'] as string;
  return { digest, plan: await (await call.world.artifacts()).getJson<MigrationPlan>(runId, digest) };
}
