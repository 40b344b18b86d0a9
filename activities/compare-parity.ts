import { activities } from '../src/contracts/activities.ts';
import type { AwsApi } from '../src/model/aws.ts';
import type { AwsInventory } from '../src/model/aws-inventory.ts';
import { FailureError } from '../src/model/outcome.ts';
import type { ParityReport } from '../src/model/parity.ts';
import type { PlanWave } from '../src/model/plan.ts';
import { gatewayPort } from '../src/model/run.ts';
import type { SourceRef } from '../src/model/source-ref.ts';
import { parityCases, type ParityCase } from '../src/parity/cases.ts';
import { parityVerdict, type ParityVerdict } from '../src/parity/verdict.ts';
import type { Probe } from '../src/ports/probe.ts';
import type { World } from '../src/ports/world.ts';
import { defineActivity, settled } from './define-activity.ts';
import { addDetail, planOf, requestOf } from './run-record.ts';
import { waveOf } from './wave-of.ts';

/** Five requests a second to each API of the source, so that its callers do not notice (cutover-and-saga.md, Load limits). */
const SOURCE_INTERVAL_MS = 200;
/** So many failures of the source itself, and it is left alone. */
const MOST_SOURCE_FAILURES = 3;

/** One API under one host name: what is compared, and where both sides answer. */
interface Comparison {
  readonly api: AwsApi;
  readonly hostname: string;
  readonly basePath: string;
  readonly sourceAddress: string;
  readonly targetAddress: string;
  /** The source ends connections without a certificate of the caller, and the probe has none. */
  readonly asksCallers: boolean;
}

interface Compared {
  readonly hostname: string;
  readonly id: string;
  readonly at: SourceRef;
  readonly path: string;
  readonly source: readonly [number, number];
  readonly target: number;
  readonly verdict: ParityVerdict;
}

/**
 * Asks source and target the same before any name is moved: the source twice, to know its noise. A target that lets in whom the
 * source refuses, or fails where the source answers, stops the run; other differences are evidence for whoever approves.
 */
export const compareParity = defineActivity(activities.compareParity, (input, world) =>
  settled(async () => {
    const { runId, wave } = input;
    const request = await requestOf(runId, world);
    const probe = await world.probe(request.network);
    const ask = asker(probe, gatewayPort(request));
    const pause = () => world.sleep(SOURCE_INTERVAL_MS);
    const comparisons = await comparisonsOf(input, world);
    const results = await Promise.all(comparisons.map((each) => compare(each, ask, pause)));
    const compared = results.flatMap(({ compared: each }) => each);
    const untested = results.flatMap((each) => each.untested);
    const report: ParityReport = { compared, untested };
    const { digest } = await (await world.artifacts()).putJson(runId, `parity-${wave}.json`, report);
    const count = (verdict: ParityVerdict): number => compared.filter((each) => each.verdict === verdict).length;
    const [looser, broken, different] = [count('looser'), count('broken'), count('different')];
    const parity = { digest, cases: compared.length, untested: untested.length, looser, broken, different };
    await addDetail(runId, world, { parity });
    if (looser + broken === 0) return { evidenceDigest: digest, looser, different };
    const worst = compared.filter(({ verdict }) => verdict === 'looser' || verdict === 'broken').slice(0, 5);
    const message = `the target is not at par: ${worst.map(describe).join('; ')}`;
    throw new FailureError({ kind: 'invalid', code: 'NOT-AT-PAR', message });
  }),
);

const describe = ({ id, hostname, source, target, verdict }: Compared): string =>
  `${verdict}: ${id} at ${hostname} answers ${target}, the source ${source[0]}`;

/** How a connection ends that is refused in or right after the handshake. */
const REFUSED_CONNECTION = /^(ECONNRESET|EPIPE|ERR_SSL_.*)$/;
const REFUSED = 403;

/** At a name with mutual TLS, a connection that ends without an answer refuses the caller (features/caller-certificates.ts). */
async function askForCertificate(ask: () => Promise<number>): Promise<number> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof FailureError && REFUSED_CONNECTION.test(error.failure.code)) return REFUSED;
    throw error;
  }
}

type Ask = (address: string, hostname: string, asked: ParityCase) => Promise<number>;

function asker(probe: Probe, port: number): Ask {
  return async (address, hostname, { method, path, headers }) =>
    (await probe.request({ address, port, hostname, method, path, headers })).status;
}

/** Every API of the wave under every name of the wave that it is mapped to. */
async function comparisonsOf(
  input: { readonly runId: string; readonly planDigest: string; readonly wave: string },
  world: World,
): Promise<readonly Comparison[]> {
  const plan = await planOf(input.runId, input.planDigest, world);
  const inventory = await (await world.artifacts()).getJson<AwsInventory>(input.runId, plan.sourceDigest);
  const wave = await waveOf(input, world);
  const queries = await world.dnsQueries();
  const comparisons: Comparison[] = [];
  for (const { name, target } of wave.hostnames) {
    const [sourceAddress] = await queries.addresses(name);
    const [targetAddress] = await queries.addresses(target);
    if (sourceAddress === undefined || targetAddress === undefined)
      throw new FailureError({ kind: 'missing', code: 'NO-ADDRESS', message: `${name} or ${target} has no address` });
    for (const { api, basePath, asksCallers } of mapped(name, wave, inventory))
      comparisons.push({ api, basePath, hostname: name, sourceAddress, targetAddress, asksCallers });
  }
  return comparisons;
}

function mapped(hostname: string, { apis }: PlanWave, inventory: AwsInventory) {
  const domain = inventory.domainNames.find(({ name }) => name === hostname);
  const asksCallers = domain?.mutualTlsTruststoreUri !== undefined;
  return (domain?.mappings ?? []).flatMap((mapping) => {
    const isMoved = apis.some(({ source }) => source.apiId === mapping.apiId && source.stage === mapping.stage);
    const api = inventory.apis.find(({ id, stage }) => id === mapping.apiId && stage.name === mapping.stage);
    return isMoved && api !== undefined ? [{ api, basePath: mapping.path, asksCallers }] : [];
  });
}

async function compare(comparison: Comparison, ask: Ask, pause: () => Promise<void>) {
  const { api, basePath, hostname, sourceAddress, targetAddress } = comparison;
  const { cases, untested: unasked } = parityCases(api, basePath);
  // Without a certificate only the refusal is seen, not what a route answers.
  const untested = comparison.asksCallers ? api.routes.map(({ at }) => at) : unasked;
  const askSource = (each: ParityCase): Promise<number> => {
    const asked = (): Promise<number> => ask(sourceAddress, hostname, each);
    return comparison.asksCallers ? askForCertificate(asked) : asked();
  };
  const compared: Compared[] = [];
  let sourceFailures = 0;
  for (const [index, each] of cases.entries()) {
    if (sourceFailures >= MOST_SOURCE_FAILURES)
      return { compared, untested: [...untested, ...cases.slice(index).map(({ at }) => at)] };
    const first = await askSource(each);
    const target = await ask(targetAddress, hostname, each);
    await pause();
    const second = await askSource(each);
    await pause();
    if (first >= 500) sourceFailures += 1;
    const source = [first, second] as const;
    const { id, at, path } = each;
    compared.push({ hostname, id, at, path, source, target, verdict: parityVerdict(source, target) });
  }
  return { compared, untested };
}
