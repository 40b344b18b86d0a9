import { activities } from '../src/contracts/activities.ts';
import { FailureError } from '../src/model/outcome.ts';
import type { PlanWave } from '../src/model/plan.ts';
import { gatewayPort, type RunRequest } from '../src/model/run.ts';
import type { TlsHandshake } from '../src/ports/probe.ts';
import type { World } from '../src/ports/world.ts';
import { defineActivity, settled } from './define-activity.ts';
import { addDetail, requestOf } from './run-record.ts';
import { waveOf } from './wave-of.ts';

/** A certificate that ends sooner would have to be renewed while callers are being moved. */
const FEWEST_DAYS = 30;

interface Checked {
  readonly hostname: string;
  readonly address: string;
  readonly handshake: TlsHandshake;
}

/**
 * Proves that the target can take over before any name leads there: at every address of the gateway, each name of the wave is
 * answered by TLS with a certificate for it that is good for a while. What was seen is evidence for whoever approves.
 */
export const checkReadiness = defineActivity(activities.checkReadiness, (input, world) =>
  settled(async () => {
    const request = await requestOf(input.runId, world);
    const checked = await handshakes(request, await waveOf(input, world), world);
    const unready = checked.filter(({ handshake }) => !isReady(handshake));
    const name = `readiness-${input.wave}.json`;
    const { digest } = await (await world.artifacts()).putJson(input.runId, name, { checked });
    await addDetail(input.runId, world, { readinessDigest: digest });
    if (unready.length === 0) return { evidenceDigest: digest };
    const message = `the gateway is not ready: ${unready.map(describe).join('; ')}`;
    throw new FailureError({ kind: 'invalid', code: 'NOT-READY', message });
  }),
);

async function handshakes(request: RunRequest, { hostnames }: PlanWave, world: World): Promise<Checked[]> {
  const queries = await world.dnsQueries();
  const probe = await world.probe(request.network);
  const checked: Checked[] = [];
  for (const { name, target } of hostnames) {
    const addresses = await queries.addresses(target);
    if (addresses.length === 0)
      throw new FailureError({ kind: 'missing', code: 'NO-ADDRESS', message: `${target} has no address`, at: target });
    for (const address of addresses)
      checked.push({ hostname: name, address, handshake: await probe.handshake(address, gatewayPort(request), name) });
  }
  return checked;
}

const isReady = ({ authorized, daysLeft = 0 }: TlsHandshake): boolean => authorized && daysLeft >= FEWEST_DAYS;

function describe({ hostname, address, handshake: { authorized, code, daysLeft } }: Checked): string {
  const why = authorized
    ? `its certificate ends in ${daysLeft ?? 0} days, ${FEWEST_DAYS} are wanted`
    : `TLS says ${code}`;
  return `${hostname} at ${address}: ${why}`;
}
