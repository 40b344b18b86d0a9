import type { HttpResponseInit } from '@azure/functions';
import * as z from 'zod';
import { countBySeverity, finding, SEVERITIES } from '../model/finding.ts';
import { FINAL_STATES } from '../model/run.ts';
import { migrationPlan, type MigrationPlan } from '../model/plan.ts';
import { defineTrigger, type Call } from './define-trigger.ts';
import { notFound, ProblemError } from './problem.ts';
import { queryOf } from './query.ts';
import { detailOf } from './run-detail.ts';
import { etagOf } from './run-view.ts';

const ANYONE = ['reader', 'operator', 'approver'] as const;

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
  async handler({ request, world }) {
    const runId = request.params['runId'] as string;
    const runs = await world.runs();
    if ((await runs.run(runId)) === undefined) throw new ProblemError(notFound());
    return { jsonBody: { runId, entries: await runs.audit(runId) } };
  },
});

/** @throws ProblemError 404: no such run, no plan yet, or none ever. */
async function planOf({ request, world }: Call): Promise<{ plan: MigrationPlan; digest: string }> {
  const runId = request.params['runId'] as string;
  const row = (await (await world.runs()).run(runId))?.value;
  if (row === undefined) throw new ProblemError(notFound());
  const digest = detailOf(row).planDigest;
  if (digest !== undefined)
    return { digest, plan: await (await world.artifacts()).getJson<MigrationPlan>(runId, digest) };
  const title = 'No plan';
  if (FINAL_STATES.includes(row.state)) {
    const detail = `The run ended ${row.state} before it had a plan.`;
    throw new ProblemError({ status: 404, code: 'no-plan', title, detail });
  }
  const detail = `The run is ${row.state} and has no plan yet. Poll GET /api/runs/${runId} until it shows a planDigest.`;
  throw new ProblemError({ status: 404, code: 'not-yet', title, detail });
}

/** Documents are named by what is in them, so whoever has one need not be sent it again. */
function unlessKnown({ request }: Call, content: string, body: () => unknown): HttpResponseInit {
  const etag = etagOf(content);
  const headers = { etag, 'cache-control': 'no-cache' };
  if (request.headers.get('if-none-match') === etag) return { status: 304, headers };
  return { status: 200, headers, jsonBody: body() };
}
