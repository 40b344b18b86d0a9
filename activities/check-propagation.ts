import { activities } from '../src/contracts/activities.ts';
import type { DnsAnswer } from '../src/ports/dns.ts';
import { defineActivity, settled } from './define-activity.ts';
import { requestOf } from './run-record.ts';
import { waveOf } from './wave-of.ts';

/** Asks every authoritative server for every name of the wave. Who is silent or answers otherwise is named and waited for. */
export const checkPropagation = defineActivity(activities.checkPropagation, (input, world) =>
  settled(async () => {
    const { dns } = await requestOf(input.runId, world);
    const queries = await world.dnsQueries();
    const waitingFor: string[] = [];
    for (const { name, zone, target } of (await waveOf(input, world)).hostnames) {
      const provider = dns.find((each) => each.zone === zone)?.provider ?? 'route53';
      const servers = await (await world.dnsZones(provider)).nameServers(zone);
      const { answers, silent } = await queries.ask(name, servers);
      waitingFor.push(...silent.map((server) => `${server} is silent about ${name}`));
      for (const answer of answers) {
        const why = whyNotYet(answer, target);
        if (why !== undefined) waitingFor.push(`${answer.server} ${why} for ${name}`);
      }
    }
    return { propagated: waitingFor.length === 0, waitingFor };
  }),
);

function whyNotYet({ authoritative, cname, addresses }: DnsAnswer, target: string): string | undefined {
  if (!authoritative) return 'does not answer with authority';
  return cname === target ? undefined : `still answers ${cname ?? (addresses.join(', ') || 'nothing')}`;
}
