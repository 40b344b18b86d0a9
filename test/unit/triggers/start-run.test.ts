import { describe, expect, it } from 'vitest';
import { apiBench, runJson } from '../../support/api-bench.ts';

describe('starting a run', () => {
  it('accepts it, keeps the request, starts the orchestration and says where to poll', async () => {
    const { send, runs, artifacts, durable } = apiBench();
    const { status, headers, body } = await send('POST', '/api/runs', { body: { ...runJson, name: 'health' } });
    const runId = body['runId'] as string;
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'accepted', links: { self: `/api/runs/${runId}` } });
    expect([headers.get('location'), headers.get('retry-after')]).toEqual([`/api/runs/${runId}`, '2']);
    expect(durable.started).toEqual([runId]);
    const row = (await runs.run(runId))?.value;
    expect(row).toMatchObject({ state: 'accepted', requester: 'olga', detail: { name: 'health', mode: 'migrate' } });
    expect(await artifacts.getJson(runId, row?.requestDigest ?? '')).toMatchObject({ keyVault: 'contoso-vault' });
  });

  it('starts one run for one Idempotency-Key of one caller', async () => {
    const { send, durable } = apiBench();
    const start = async (as: string) =>
      (await send('POST', '/api/runs', { as, body: runJson, headers: { 'idempotency-key': 'k1' } })).body['runId'];
    const first = await start('olga');
    expect([await start('olga'), (await start('otto')) === first]).toEqual([first, false]);
    expect(durable.started).toHaveLength(2);
  });

  it('names every mistake by its pointer, in words that say what to do', async () => {
    const { send, durable } = apiBench();
    const { dns: _left, ...rest } = runJson;
    const body = { ...rest, onFailuer: 'rollback', source: [{ account: '1', region: 'us-east-1', rolArn: 'x' }] };
    const answer = await send('POST', '/api/runs', { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(answer.body['errors']).toEqual([
      { pointer: '/source/0/account', detail: 'a 12-digit AWS account id' },
      { pointer: '/source/0/rolArn', detail: 'is not a member of this document: remove it or correct its name' },
      { pointer: '/dns', detail: 'is required: an array' },
      { pointer: '/onFailuer', detail: 'is not a member of this document: remove it or correct its name' },
    ]);
    expect(durable.started).toEqual([]);
  });

  it.each(['rehearse', 'repoint'])('refuses the mode %s before anything is started', async (mode) => {
    const { send, runs, durable } = apiBench();
    const answer = await send('POST', '/api/runs', { body: { ...runJson, mode } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'not-yet-supported' } });
    expect(answer.body['errors']).toEqual([
      { pointer: '/mode', detail: expect.stringContaining('use "migrate"') as string },
    ]);
    expect([durable.started, (await runs.runs({ top: 1 })).rows]).toEqual([[], []]);
  });

  it.each(['assess', 'plan'])('starts a run of the mode %s', async (mode) => {
    const { send, runs } = apiBench();
    const { status, body } = await send('POST', '/api/runs', { body: { ...runJson, mode } });
    expect([status, (await runs.run(body['runId'] as string))?.value.detail]).toEqual([202, { mode }]);
  });

  it('refuses snapshots and Azure DNS, each by its pointer; another strategy is left to the plan', async () => {
    const { send, durable } = apiBench();
    const body = {
      ...runJson,
      source: [...runJson.source, { snapshot: 'estate.jsonl' }],
      dns: [...runJson.dns, { provider: 'azure-dns', zone: 'contoso.example' }],
      waves: [{ ...runJson.waves[0], hostnames: [{ name: 'api.health.example', strategy: 'weighted' }] }],
    };
    const { status, body: problem } = await send('POST', '/api/runs', { body });
    expect([status, (problem['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)]).toEqual([
      400,
      ['/source/1/snapshot', '/dns/1/provider'],
    ]);
    const { source, dns } = runJson;
    expect((await send('POST', '/api/runs', { body: { ...body, source, dns } })).status).toBe(202);
    expect(durable.started).toHaveLength(1);
  });

  it('refuses what is no JSON, and whoever is no operator', async () => {
    const { send } = apiBench();
    expect(await send('POST', '/api/runs', { body: '{' })).toMatchObject({
      status: 400,
      body: { code: 'invalid-json' },
    });
    expect(await send('POST', '/api/runs', { body: runJson, as: 'ada:approver' })).toMatchObject({ status: 403 });
  });
});
