import { writeFileSync } from 'node:fs';
import { activities } from '../../../activities/registry.ts';
import '../../../orchestrations/registry.ts';
import { loadConfig } from '../../../src/config.ts';
import { triggers } from '../../../src/triggers/registry.ts';
import { connectWorld } from '../../../src/world.ts';
import { generatedSource } from './generated-source.ts';

/**
 * The app as it is deployed, but for the source: an account of so many APIs is made up, because reading a real one at its quota takes
 * longer than what is measured here. At its end it says how much memory it had at most.
 */
const { CROSSGATE_BENCH_APIS: apis = '20', CROSSGATE_BENCH_MEMORY: memory } = process.env;
const world = { ...connectWorld(loadConfig()), source: () => Promise.resolve(generatedSource(Number(apis))) };
for (const trigger of triggers) trigger.register(world);
for (const activity of activities) activity.register(world);
if (memory !== undefined)
  process.on('exit', () => writeFileSync(memory, String(process.resourceUsage().maxRSS / 1024)));
