import * as z from 'zod';
import { VERSION } from '../model/version.ts';
import type { World } from '../ports/world.ts';
import { defineAnonymousTrigger } from './define-trigger.ts';

const DEPENDENCY = ['ok', 'unavailable'] as const;
const healthAnswer = z.object({
  status: z.enum(DEPENDENCY),
  version: z.string(),
  dependencies: z.object({ runStore: z.enum(DEPENDENCY), artifactStore: z.enum(DEPENDENCY) }),
});
type Health = z.infer<typeof healthAnswer>;

/** A store that has not answered by then is no use to anybody. */
const PATIENCE_MS = 5_000;

/** Liveness for load balancers and people: what answers and what does not, and nothing about why or where. */
export const getHealth = defineAnonymousTrigger({
  name: 'get-health',
  route: 'api/health',
  methods: ['GET'],
  describe: {
    summary: 'Whether the service and the stores it depends on answer.',
    answers: {
      200: { description: 'All answer.', schema: healthAnswer },
      503: { description: 'A store does not answer.', schema: healthAnswer },
    },
  },
  async handler({ world }) {
    const [runStore, artifactStore] = await Promise.all([answers(() => readRuns(world)), answers(() => list(world))]);
    const status = runStore === 'ok' && artifactStore === 'ok' ? 'ok' : 'unavailable';
    const body: Health = { status, version: VERSION, dependencies: { runStore, artifactStore } };
    return { status: status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' }, jsonBody: body };
  },
});

const readRuns = async (world: World): Promise<unknown> => (await world.runs()).runs({ top: 1 });
/** No run has this id, so this asks the store and reads nothing. */
const list = async (world: World): Promise<unknown> => (await world.artifacts()).list('health');

async function answers(ask: () => Promise<unknown>): Promise<(typeof DEPENDENCY)[number]> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
  try {
    await Promise.race([ask(), late]);
    return 'ok';
  } catch {
    return 'unavailable';
  } finally {
    clearTimeout(timer);
  }
}
