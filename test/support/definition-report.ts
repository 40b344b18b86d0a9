import type { Authority } from '../../src/local/sandbox/authority.ts';
import type { CallerScenario } from '../../src/local/sandbox/callers/callers.ts';
import { ImportRefused } from '../../src/local/sandbox/aws/import-definition.ts';
import {
  estateFromDefinitions,
  IMPORTED_ZONE,
  type Definition,
} from '../../src/local/sandbox/estate/from-definitions.ts';
import type { SampleEstate } from '../../src/local/sandbox/estate/sample-estate.ts';
import { discoverSources } from '../../src/discovery/discover-source.ts';
import type { AwsInventory } from '../../src/model/aws-inventory.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Ledger, MigrationPlan } from '../../src/model/plan.ts';
import { runRequest, type RunRequest } from '../../src/model/run.ts';
import { parityCases } from '../../src/parity/cases.ts';
import { parityVerdict } from '../../src/parity/verdict.ts';
import { buildPlan } from '../../src/planning/build-plan.ts';
import { bindStep } from '../../src/steps/registry.ts';
import { SCOPE, startEstateWorld, type EstateWorld } from './estate-world.ts';

/** What a migration of a definition comes to, up to the cutover. */
export interface DefinitionReport {
  readonly names: readonly string[];
  /** Why API Gateway would not have taken the definition; the rest is then empty. */
  readonly refused?: string;
  readonly ledger?: Ledger;
  readonly blockers: readonly Finding[];
  readonly findings: readonly Finding[];
  readonly callers: number;
  /** Callers that a gateway does not answer as they expect, and parity cases that would stop a run. */
  readonly wrongAtSource: readonly string[];
  readonly wrongAtTarget: readonly string[];
  /** Calls that reached a backend in another form from the target than from the source. */
  readonly differentAtBackend: readonly string[];
  readonly filled: number;
}

type SetEnvironment = (name: string, value: string) => void;

/** Estate, discovery, plan, the plan's steps on the target, and every caller at both gateways. A throw is a defect. */
export async function reportOnDefinitions(
  definitions: readonly Definition[],
  authority: Authority,
  setEnvironment: SetEnvironment,
): Promise<DefinitionReport> {
  const names = definitions.map(({ name }) => name);
  const none = {
    blockers: [],
    findings: [],
    callers: 0,
    wrongAtSource: [],
    wrongAtTarget: [],
    differentAtBackend: [],
    filled: 0,
  };
  let estate: SampleEstate;
  try {
    estate = await estateFromDefinitions(definitions, authority);
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    return { names, refused: error.message, ...none };
  }
  return {
    names,
    filled: estate.filled?.length ?? 0,
    ...(await reportOnEstate(estate, IMPORTED_ZONE, authority, setEnvironment)),
  };
}

/** The same for an estate with one zone, all its APIs and host names in one wave, every recommended option taken. */
export async function reportOnEstate(
  estate: SampleEstate,
  zone: string,
  authority: Authority,
  setEnvironment: SetEnvironment,
): Promise<Omit<DefinitionReport, 'names' | 'filled'>> {
  const world = await startEstateWorld(estate, authority, setEnvironment);
  try {
    const inventory = await discoverSources(world.reader, [SCOPE]);
    const plan = planFor(inventory, estate, zone, world);
    const blockers = plan.findings.filter(({ severity }) => severity === 'blocker');
    const source = await askAll(world, 'source');
    const wrongAtSource = wrong(source, world.log);
    const base = {
      ledger: plan.ledger,
      findings: plan.findings,
      blockers,
      callers: world.callers.length,
      wrongAtSource,
    };
    if (blockers.length > 0) return { ...base, wrongAtTarget: [], differentAtBackend: [] };
    await applySteps(plan, world);
    const target = await askAll(world, 'target');
    const unequal = await parityFailures(inventory, world);
    return {
      ...base,
      wrongAtTarget: [...wrong(target, []), ...unequal],
      differentAtBackend: [...differences(source, target), ...(await detourFailures(world))],
    };
  } finally {
    await world.close();
  }
}

function planFor(inventory: AwsInventory, estate: SampleEstate, zone: string, { target }: EstateWorld): MigrationPlan {
  const hostnames = [...estate.aws.domainNames.keys()];
  const request: RunRequest = runRequest.parse({
    source: [SCOPE],
    target,
    keyVault: 'crossgate-vault',
    dns: [{ provider: 'route53', zone }],
    waves: [{ name: 'all', apis: inventory.apis.map(({ id }) => id), hostnames: hostnames.map((name) => ({ name })) }],
    decisions: { '*': 'recommended' },
  });
  const record = (name: string) => [
    { name, type: 'CNAME', ttl: 10, values: ['d-1.execute-api.us-east-1.amazonaws.com'] },
  ];
  const recordSets = Object.fromEntries(hostnames.map((name) => [name, record(name)]));
  return buildPlan({
    inventory,
    request,
    recordSets,
    gatewayHost: 'crossgate-apim.azure-api.net',
    targetDigest: 'sha256:0',
  });
}

async function applySteps(plan: MigrationPlan, { ports }: EstateWorld): Promise<void> {
  for (const step of plan.steps) {
    if (step.kind === 'change-dns') continue;
    const bound = bindStep(step);
    await bound.capture(ports);
    let progress = await bound.apply(ports);
    while (progress.state === 'running') progress = await bound.proceed(progress.operation, ports);
  }
}

interface Answered {
  readonly caller: CallerScenario;
  readonly status: number;
  readonly body: string;
}

async function askAll(world: EstateWorld, side: 'source' | 'target'): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (const caller of world.callers)
    answers.push({ caller, ...(await world.ask(side, { ...caller, headers: (await caller.headers?.()) ?? {} })) });
  return answers;
}

/** The same calls with more than they need: what a gateway passes on or leaves behind must be the same on both sides. */
const DETOURS: readonly ((path: string) => string)[] = [
  (path) => `${path}${path.includes('?') ? '&' : '?'}probe=a%20b&probe=c&empty=`,
  (path) => path.replaceAll(/(?<=\/)sample(?=$|[/?])/g, 'a%20b%2Fc'),
  (path) => path.replace(/(?=\?|$)/, '/'),
];

async function detourFailures(world: EstateWorld): Promise<string[]> {
  const failures: string[] = [];
  for (const caller of world.callers)
    for (const path of DETOURS.map((detour) => detour(caller.path)).filter((path) => path !== caller.path)) {
      const call = { ...caller, path, headers: (await caller.headers?.()) ?? {} };
      const [source, target] = [await world.ask('source', call), await world.ask('target', call)];
      const [one, other] = [source, target].map(({ status, body }) => `${status} ${seen(body) ?? ''}`);
      if (one !== other) failures.push(`${caller.name} at ${path}: ${one} became ${other}`);
    }
  return failures;
}

function wrong(answers: readonly Answered[], log: readonly string[]): string[] {
  const failed = answers
    .filter(({ caller, status }) => status !== caller.expectStatus)
    .map(
      ({ caller, status, body }) =>
        `${caller.name}: ${status}, expected ${caller.expectStatus} (${body.slice(0, 120)})`,
    );
  return failed.length === 0 ? [] : [...failed, ...new Set(log)];
}

/** What the run's own comparison would stop it for. */
async function parityFailures(inventory: AwsInventory, world: EstateWorld): Promise<string[]> {
  const failures: string[] = [];
  for (const { name, mappings } of inventory.domainNames)
    for (const mapping of mappings) {
      const api = inventory.apis.find(({ id, stage }) => id === mapping.apiId && stage.name === mapping.stage);
      if (api === undefined) continue;
      for (const each of parityCases(api, mapping.path).cases) {
        const call = { ...each, hostname: name };
        const source = (await world.ask('source', call)).status;
        const target = (await world.ask('target', call)).status;
        const verdict = parityVerdict([source, source], target);
        if (verdict === 'looser' || verdict === 'broken')
          failures.push(`parity ${verdict}: ${each.id}: ${source}, ${target}`);
      }
    }
  return failures;
}

/** Echoes tell what reached the backend; its path, method, query and body must be the same from both sides. */
function differences(source: readonly Answered[], target: readonly Answered[]): string[] {
  return source.flatMap(({ caller, body }, index) => {
    const [one, other] = [seen(body), seen(target[index]?.body ?? '')];
    return one === other ? [] : [`${caller.name}: ${one} became ${other}`];
  });
}

function seen(body: string): string | undefined {
  try {
    const { backend, method, path, query, body: sent } = JSON.parse(body) as Record<string, unknown>;
    if (backend === undefined) return undefined;
    // Templates put the id and the time of a request into payloads: no two calls have them in common.
    return JSON.stringify({ backend, method, path, query, sent })
      .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
      .replaceAll(/(?<!\d)1\d{12}(?!\d)/g, 'time');
  } catch {
    return undefined;
  }
}
