import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrchestrationHandler } from 'durable-functions';
import { buildPlan } from '../../../activities/build-plan.ts';
import { createAuthority, type Authority } from '../../../src/local/sandbox/authority.ts';
import { servicePath } from '../../../src/local/sandbox/azure/context.ts';
import type { AzureState } from '../../../src/local/sandbox/azure/state.ts';
import { ArmDisturbances } from '../../../src/local/sandbox/azure/disturbances.ts';
import { discoverSources } from '../../../src/discovery/discover-source.ts';
import type { SampleEstate } from '../../../src/local/sandbox/estate/sample-estate.ts';
import type { MigrationPlan, Step } from '../../../src/model/plan.ts';
import { runRequest } from '../../../src/model/run.ts';
import { SCOPE, startEstateWorld, type EstateWorld } from '../estate-world.ts';
import { orchestrators } from './async-stepper.ts';
import { ImportRun, type ApprovedPlan } from './import-run.ts';
import { Life, type Lives } from './life.ts';

const RUN_ID = 'import-1';

/** One target, an approved plan for it, and runs of that plan one after the other, each from its beginning. */
export interface ImportBench {
  readonly world: EstateWorld;
  readonly plan: MigrationPlan;
  readonly disturbances: ArmDisturbances;
  /** Id at the target of what a step writes, in lower case. */
  placeOf(step: Step): string;
  /** A run that has done nothing yet, at a target as it was. */
  begin(answerMs: number): Begun;
  /** Remembers how far a run is; gives how to begin others there. It must not go on by itself. */
  remember(begun: Begun): (answerMs: number) => Begun;
  close(): Promise<void>;
}

export interface Begun {
  readonly run: ImportRun;
  readonly lives: Lives;
}

/**
 * @param request what run.json holds besides source, target and vault
 * @param setEnvironment as vi.stubEnv
 */
export async function startImportBench(
  estateOf: (authority: Authority) => Promise<SampleEstate>,
  request: (world: EstateWorld) => { readonly target?: object } & Record<string, unknown>,
  setEnvironment: (name: string, value: string) => void,
): Promise<ImportBench> {
  const authority = await createAuthority();
  const disturbances = new ArmDisturbances();
  const world = await startEstateWorld(await estateOf(authority), authority, setEnvironment, disturbances);
  addSecret(world.azure, 'insights');
  const folder = mkdtempSync(join(tmpdir(), 'crossgate-import-'));
  const { approved, plan } = await approve(world, request(world), join(folder, 'approved'));
  const handlers: ReadonlyMap<string, OrchestrationHandler> = await orchestrators();
  const service = servicePath(world.azure).toLowerCase();
  let copies = 0;
  const copyOf = (from: string): string => {
    copies += 1;
    const own = join(folder, `copy-${copies}`);
    cpSync(from, own, { recursive: true });
    return own;
  };
  const beginAt = (from: string, restore: () => void) => (answerMs: number) => {
    restore();
    const lives: Lives = { estate: world, folder: copyOf(from), crashes: new Map(), writes: new Map(), answerMs };
    return { run: new ImportRun(approved, lives, handlers), lives };
  };
  return {
    world,
    plan,
    disturbances,
    placeOf({ kind, payload: { path, id, name } }) {
      if (typeof path === 'string') return `${service}/${path}`.toLowerCase();
      if (typeof id === 'string') return id.toLowerCase();
      return kind === 'transfer-certificate' ? `certificate ${String(name)}`.toLowerCase() : service;
    },
    begin: beginAt(join(folder, 'approved'), snapshotOf(world.azure)),
    remember: ({ lives }) => beginAt(copyOf(lives.folder), snapshotOf(world.azure)),
    async close() {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the target holds now; the function it returns puts all of it back. */
function snapshotOf(azure: AzureState): () => void {
  const { resources, certificates, deletedCertificates, secrets, deletedSecrets } = azure;
  const maps: Map<string, unknown>[] = [resources, certificates, deletedCertificates, secrets, deletedSecrets];
  const kept = maps.map((map) => structuredClone(map));
  return () => {
    for (const [index, map] of maps.entries()) {
      map.clear();
      for (const [key, value] of kept[index] ?? []) map.set(key, value);
    }
    azure.revision += 1;
  };
}

/** A secret that somebody put into the vault before. */
function addSecret({ secrets }: AzureState, name: string): void {
  const version = { name, version: '0'.repeat(32), tags: {}, enabled: true, createdAt: Date.now() };
  secrets.set(name, [{ ...version, value: 'InstrumentationKey=00000000-0000-0000-0000-000000000000' }]);
}

async function approve(
  world: EstateWorld,
  { target, ...others }: { readonly target?: object } & Record<string, unknown>,
  folder: string,
): Promise<{ readonly approved: ApprovedPlan; readonly plan: MigrationPlan }> {
  mkdirSync(folder);
  const request = runRequest.parse({
    source: [SCOPE],
    keyVault: world.azure.vault,
    ...others,
    target: { ...world.target, ...target },
  });
  const inventory = await discoverSources(world.reader, [SCOPE]);
  const life = new Life({ estate: world, folder, crashes: new Map(), writes: new Map(), answerMs: 30_000 });
  const artifacts = await life.world.artifacts();
  const { digest: requestDigest } = await artifacts.putJson(RUN_ID, 'run.json', request);
  const { digest: inventoryDigest } = await artifacts.putJson(RUN_ID, 'inventory.json', inventory);
  const at = life.world.now().toISOString();
  const row = { runId: RUN_ID, createdAt: at, updatedAt: at, requester: 'olga', requestDigest, detail: {} };
  await (await life.world.runs()).insertRun({ ...row, state: 'accepted' });
  const built = await buildPlan.run({ runId: RUN_ID, inventoryDigest }, life.world);
  if (!built.ok) throw new Error(built.failure.message);
  const plan = await artifacts.getJson<MigrationPlan>(RUN_ID, built.planDigest);
  const blockers = plan.findings.filter(({ severity }) => severity === 'blocker');
  if (blockers.length > 0) throw new Error(blockers.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  await life.bury();
  return { approved: { runId: RUN_ID, planDigest: built.planDigest, wave: request.waves[0]?.name ?? '' }, plan };
}
