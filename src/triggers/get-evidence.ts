import * as z from 'zod';
import { parityReport, type ParityReport } from '../model/parity.ts';
import { trafficSeen } from '../model/run-status.ts';
import { defineTrigger } from './define-trigger.ts';
import { ANYONE, factOf, unlessKnown } from './run-document.ts';

/** What was asked of both sides before the cutover, and how they answered. */
export const getParity = defineTrigger({
  name: 'get-parity',
  route: 'api/runs/{runId}/parity',
  methods: ['GET'],
  roles: ANYONE,
  describe: {
    summary: 'The last comparison of source and target, request by request.',
    headers: { 'if-none-match': 'the ETag of an earlier answer' },
    answers: {
      200: {
        description: 'The comparison.',
        schema: parityReport.extend({ runId: z.string(), digest: z.string() }),
      },
      304: { description: 'Unchanged.' },
    },
    problems: { 404: ['not-yet', 'no-parity'] },
  },
  async handler(call) {
    const digest = await factOf(call, 'parity', ({ parity }) => parity?.digest);
    const runId = call.request.params['runId'] as string;
    const report = await (await call.world.artifacts()).getJson<ParityReport>(runId, digest);
    return unlessKnown(call, digest, () => ({ runId, digest, ...report }));
  },
});

/** How callers fare on the target. */
export const getTraffic = defineTrigger({
  name: 'get-traffic',
  route: 'api/runs/{runId}/traffic',
  methods: ['GET'],
  roles: ANYONE,
  describe: {
    summary: "The last look at the target's traffic since the cutover.",
    headers: { 'if-none-match': 'the ETag of an earlier answer' },
    answers: {
      200: { description: 'The traffic.', schema: trafficSeen.extend({ runId: z.string() }) },
      304: { description: 'Unchanged.' },
    },
    problems: { 404: ['not-yet', 'no-traffic'] },
  },
  async handler(call) {
    const traffic = await factOf(call, 'traffic', (detail) => detail.traffic);
    const body = { runId: call.request.params['runId'] as string, ...traffic };
    return unlessKnown(call, JSON.stringify(body), () => body);
  },
});
