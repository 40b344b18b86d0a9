import type { AwsInventory } from '../../src/model/aws-inventory.ts';
import type { DnsAnswer } from '../../src/ports/dns.ts';
import type { ProbeAnswer, ProbeRequest, TlsHandshake } from '../../src/ports/probe.ts';
import type { TrafficCounts } from '../../src/ports/traffic.ts';
import type { World } from '../../src/ports/world.ts';
import { canonicalJson, digestOf } from '../../src/planning/digest.ts';
import { targetSeen } from '../../activities/target-state.ts';
import { draftPlan, planFor } from '../../src/planning/build-plan.ts';
import { EMPTY_TARGET, pathsOf } from '../../src/planning/target-snapshot.ts';
import { runRequest } from '../../src/model/run.ts';
import { sqliteRunStore } from '../../src/adapters/store/sqlite-run-store.ts';
import type { MigrationPlan } from '../../src/model/plan.ts';
import type { DnsRecordSet } from '../../src/model/dns.ts';
import { MemoryCloud } from './memory-cloud.ts';

const refuse = () => Promise.reject(new Error('not part of this test'));

/** A world in memory around one run of which a plan is made: what a test wants otherwise, it sets. */
export class MemoryWorld implements World {
  readonly cloud: MemoryCloud;
  readonly store = sqliteRunStore(':memory:');
  readonly documents = new Map<string, string>();
  readonly slept: number[] = [];
  clock = Date.parse('2026-11-25T00:00:00Z');
  answers: readonly DnsAnswer[] = [];
  silent: readonly string[] = [];
  resolve: (name: string) => readonly string[] = () => ['127.0.0.9'];
  handshake: (hostname: string) => TlsHandshake = () => ({ authorized: true, protocol: 'TLSv1.3', daysLeft: 90 });
  ask: (request: ProbeRequest) => number = () => 200;
  source_: TrafficCounts | undefined;
  target_: TrafficCounts | undefined;

  constructor(sets: readonly DnsRecordSet[] = []) {
    this.cloud = new MemoryCloud(sets);
  }

  now = () => new Date(this.clock);
  sleep = (milliseconds: number) => {
    this.slept.push(milliseconds);
    return Promise.resolve();
  };
  randomId = () => 'nonce';
  runs = () => Promise.resolve(this.store);
  artifacts = () =>
    Promise.resolve({
      putJson: (_runId: string, _name: string, value: unknown) => {
        const digest = digestOf(value);
        this.documents.set(digest, canonicalJson(value));
        return Promise.resolve({ digest });
      },
      getJson: <T>(_runId: string, digest: string) =>
        Promise.resolve(JSON.parse(this.documents.get(digest) ?? '') as T),
      list: refuse,
    });
  source = refuse;
  certificateSource = refuse;
  pfxWriter = refuse;
  certificateVault = () => Promise.resolve(this.cloud.certificateVault);
  secretVault = () => Promise.resolve(this.cloud.secretVault);
  apiManagement = () => Promise.resolve(this.cloud.apiManagement);
  azureResources = () => Promise.resolve(this.cloud.azureResources);
  dnsZones = () => Promise.resolve(this.cloud.dnsZones);
  dnsQueries = () =>
    Promise.resolve({
      ask: () => Promise.resolve({ answers: this.answers, silent: this.silent }),
      addresses: (name: string) => Promise.resolve(this.resolve(name)),
    });
  probe = () =>
    Promise.resolve({
      handshake: (_address: string, _port: number, hostname: string) => Promise.resolve(this.handshake(hostname)),
      request: (request: ProbeRequest): Promise<ProbeAnswer> =>
        Promise.resolve({ status: this.ask(request), headers: {}, bodyBytes: 0, latencyMs: 1 }),
    });
  sourceTraffic = () => Promise.resolve({ counts: () => Promise.resolve(this.source_) });
  targetTraffic = () => Promise.resolve({ counts: () => Promise.resolve(this.target_) });

  /** A plan that was made here. */
  planned = (digest: string): Promise<MigrationPlan> =>
    Promise.resolve(JSON.parse(this.documents.get(digest) ?? '') as MigrationPlan);

  /** Stores a run of this request, and the plan of it; gives what activities are called with. */
  async plan(inventory: AwsInventory, request: Record<string, unknown>, recordSets: Record<string, DnsRecordSet[]>) {
    const runId = 'run-1';
    const artifacts = await this.artifacts();
    const run = runRequest.parse(request);
    const { digest: requestDigest } = await artifacts.putJson(runId, 'run.json', run);
    const at = this.now().toISOString();
    await this.store.insertRun({
      runId,
      createdAt: at,
      updatedAt: at,
      requester: 'olga',
      requestDigest,
      state: 'accepted',
      detail: {},
    });
    await artifacts.putJson(runId, 'inventory.json', inventory);
    const gatewayHost = 'contoso.azure-api.net';
    const draft = draftPlan({ inventory, request: run, recordSets, gatewayHost });
    const paths = pathsOf(draft.content.steps);
    const seen = targetSeen({ hostnames: [gatewayHost] }, paths, new Map());
    const { digest: targetDigest } = await artifacts.putJson(runId, 'target.json', seen);
    const { plan } = planFor(draft, EMPTY_TARGET, targetDigest);
    const { digest: planDigest } = await artifacts.putJson(runId, 'plan.json', plan);
    return { runId, planDigest, wave: run.waves[0]?.name ?? '' };
  }
}
