import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { discoverSources } from '../../../src/discovery/discover-source.ts';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { emptyAwsState } from '../../../src/local/sandbox/aws/state.ts';
import { addWardMonitor } from '../../../src/local/sandbox/estate/account/ward-monitor.ts';
import type { AwsInventory } from '../../../src/model/aws-inventory.ts';
import { STEP_PHASES, type MigrationPlan, type Step } from '../../../src/model/plan.ts';
import { runRequest } from '../../../src/model/run.ts';
import { buildPlan } from '../../../src/planning/build-plan.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import { SCOPE, startEstateWorld, type EstateWorld } from '../../support/estate-world.ts';
import type { SocketClient } from '../../support/socket-client.ts';

const SOURCE = 'wardmon1a2.execute-api.us-east-1.amazonaws.com';
const TARGET = 'crossgate-apim.azure-api.net';

let world: EstateWorld;
let inventory: AwsInventory;
let plan: MigrationPlan;
const connected: Record<string, unknown>[] = [];

beforeAll(async () => {
  const aws = emptyAwsState(SCOPE.account, SCOPE.region);
  addWardMonitor(aws);
  const estate = {
    aws,
    backends: [{ host: 'vitals.backends.health.example', behaviour: 'echo' as const }],
    lambdas: [],
    callers: [],
  };
  world = await startEstateWorld(estate, await createAuthority(), (name, value) => void vi.stubEnv(name, value));
  world.lambdas.define('ward-connections', (event) => {
    connected.push((event as { requestContext: Record<string, unknown> }).requestContext);
    return { statusCode: 200 };
  });
  world.lambdas.define('ward-authorizer', (event) => {
    const { methodArn, queryStringParameters } = event as Record<string, Record<string, string>> & {
      methodArn: string;
    };
    const Effect = queryStringParameters?.['token'] === 'of-a-ward' ? 'Allow' : 'Deny';
    return {
      principalId: 'ward',
      policyDocument: { Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: methodArn }] },
    };
  });
  inventory = await discoverSources(world.reader, [SCOPE]);
  plan = planOf({ '*': 'recommended' });
});
afterAll(async () => {
  await world.close();
  vi.unstubAllEnvs();
});

function planOf(decisions: Record<string, string>): MigrationPlan {
  const request = runRequest.parse({
    source: [SCOPE],
    target: world.target,
    keyVault: 'crossgate-vault',
    dns: [],
    waves: [{ name: 'all', apis: ['ward-monitor'], hostnames: [] }],
    decisions,
  });
  return buildPlan({ inventory, request, recordSets: {}, gatewayHost: TARGET, targetDigest: 'sha256:0' });
}

/** Runs a step; its undo comes back. */
async function run(step: Step) {
  const bound = bindStep(step);
  const before = await bound.capture(world.ports);
  let progress = await bound.apply(world.ports);
  while (progress.state === 'running') progress = await bound.proceed(progress.operation, world.ports);
  return bound.compensate(before);
}

const connect = (
  side: 'source' | 'target',
  query = '?token=of-a-ward',
  hostname = side === 'source' ? SOURCE : TARGET,
) =>
  world.connect(side, { hostname, path: `${side === 'source' ? '/live' : '/ward-monitor/live'}${query}`, headers: {} });

async function asked(client: SocketClient, ...messages: readonly object[]): Promise<string[]> {
  const answers: string[] = [];
  for (const message of messages) {
    client.send(JSON.stringify(message));
    answers.push(await client.next());
  }
  return answers;
}

describe('a WebSocket API that moves behind API Management', () => {
  const undos: Awaited<ReturnType<typeof run>>[] = [];

  it('has a plan without a blocker of its own, and every construct in its ledger', () => {
    expect(plan.findings.filter(({ severity }) => severity === 'blocker').map(({ code }) => code)).toEqual([]);
    expect(plan.ledger.blocked).toBe(0);
    const undecided = planOf({});
    expect(undecided.findings.filter(({ severity }) => severity === 'blocker').map(({ code }) => code)).toContain(
      'WEBSOCKET',
    );
  });

  it('lets nobody in until its last step', async () => {
    const phase = ({ place }: Step): number => STEP_PHASES.indexOf(place.phase);
    const after: Record<string, number> = {};
    for (const step of plan.steps.toSorted((one, other) => phase(one) - phase(other))) {
      undos.push(await run(step));
      after[step.id.replace(/:apis\/[^/]+$/, '')] = (await connect('target')).status;
    }
    // Without a subscription at first, then by the guard: what runs between does not open it either.
    const { put, guard, close, admit, open } = after;
    expect({ put, guard, close, admit, open }).toEqual({ put: 401, guard: 401, close: 401, admit: 503, open: 101 });
    expect(Object.values(after).filter((status) => status === 101)).toEqual([101]);
  });

  it('exchanges the same messages through both gateways', async () => {
    const messages = [
      { action: 'subscribe', ward: 'ICU' },
      { action: 'subscribe' },
      { action: 'subscribe', ward: 'ICU', note: 'ü'.repeat(9000) },
    ];
    const [source, target] = [await connect('source'), await connect('target')];
    expect([source.status, target.status]).toEqual([101, 101]);
    const plain = (answers: string[]) =>
      answers.map((text) => text.replaceAll(/"(connectionId|requestId)":"[^"]*"/g, '"$1":"-"'));
    const [atSource, atTarget] = [plain(await asked(source, ...messages)), plain(await asked(target, ...messages))];
    expect(atTarget).toEqual(atSource);
    expect(atTarget[0]).toBe('{"subscribed": true}');
    expect(atTarget[1]).toContain('"message":"Invalid request body"');
    target.close();
    expect(await target.closed()).toBe(1000);
    source.close();
  });

  it.each([
    ['no credentials', '', 401],
    ['wrong ones', '?token=of-nobody', 403],
  ])('is refused alike with %s', async (_what, query, status) => {
    const [source, target] = [await connect('source', query), await connect('target', query)];
    expect([source.status, target.status]).toEqual([status, status]);
    expect(target.body).toBe(source.body);
  });

  it('takes no plain request, as API Gateway takes none', async () => {
    const plain = { hostname: TARGET, method: 'GET', path: '/ward-monitor/live?token=of-a-ward', headers: {} };
    expect((await world.ask('target', plain)).status).toBe(404);
    expect((await world.ask('source', { ...plain, hostname: SOURCE, path: '/live?token=of-a-ward' })).status).toBe(403);
  });

  it('is called back at the address that its events name', async () => {
    connected.splice(0);
    const client = await connect('target');
    const { domainName, stage, connectionId } = connected[0] as Record<string, string>;
    expect(domainName).toBe(SOURCE);
    const call = {
      hostname: domainName ?? '',
      method: 'POST',
      path: `/${stage}/@connections/${encodeURIComponent(connectionId ?? '')}`,
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
      body: '{"vital":"stable"}',
    };
    expect((await world.ask('source', call)).status).toBe(200);
    expect(await client.next()).toBe('{"vital":"stable"}');
    client.close();
  });

  it('is gone again when its steps are undone, last first', async () => {
    for (const undo of undos.reverse()) if ('step' in undo) await run(undo.step);
    expect((await connect('target')).status).toBe(404);
    expect((await connect('source')).status).toBe(101);
  });
});
