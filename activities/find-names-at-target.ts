import { activities } from '../src/contracts/activities.ts';
import { defineActivity, settled } from './define-activity.ts';
import { planOf, requestOf } from './run-record.ts';

/**
 * Names of the plan that lead to the target now, as their zones hold them. While there is one, nothing that serves it may be taken
 * away: somebody edited its records after the run moved it, and the undo left that edit alone.
 */
export const findNamesAtTarget = defineActivity(activities.findNamesAtTarget, ({ runId, planDigest }, world) =>
  settled(async () => {
    if (planDigest === '') return { names: [] };
    const { dns } = await requestOf(runId, world);
    const { waves } = await planOf(runId, planDigest, world);
    const moved = (await (await world.runs()).compensations(runId)).filter(({ status }) => status !== 'committed');
    const names: string[] = [];
    for (const { name, zone, target } of waves.flatMap(({ hostnames }) => hostnames)) {
      if (!moved.some(({ unit }) => unit === name)) continue;
      const provider = dns.find((each) => each.zone === zone)?.provider ?? 'route53';
      const sets = await (await world.dnsZones(provider)).recordSets(zone, name);
      const leads = sets.some(({ values, alias }) => values.includes(target) || alias?.dnsName === target);
      if (leads) names.push(name);
    }
    return { names };
  }),
);
