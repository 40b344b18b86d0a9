import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { healthRecordsEstate } from '../../../src/local/sandbox/estate/health-records.ts';
import { discoverSources } from '../../../src/discovery/discover-source.ts';
import { assessSource } from '../../../src/cli/assess-source.ts';
import { SCOPE, startEstateWorld } from '../estate-world.ts';
import type { Plan } from './plan-variant.ts';

/** The plan of the sample estate as it is discovered, without the moves of its names. */
export async function planOfSampleEstate(): Promise<Plan> {
  const authority = await createAuthority();
  const estate = await healthRecordsEstate(authority);
  const world = await startEstateWorld(estate, authority, (name, value) => {
    process.env[name] = value;
  });
  try {
    const { plan } = assessSource(await discoverSources(world.reader, [SCOPE]));
    return { name: 'sample estate', tier: 'Premium', steps: plan.steps, held: [] };
  } finally {
    await world.close();
  }
}
