import { describe, expect, it } from 'vitest';
import { azureResources } from '../../../../src/adapters/azure/azure-resources.ts';
import { scriptedClients, type Answer, type Sent } from './wire.ts';

const GROUP = '/subscriptions/3f2a1b0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c/resourceGroups/rg';
const id = `${GROUP}/providers/Microsoft.Insights/actionGroups/on call`;
const apiVersion = '2023-01-01';
const body = { location: 'Global', tags: {}, properties: { groupShortName: 'oncall', enabled: true } };
const absent: Answer = { status: 404, body: { error: { code: 'ResourceNotFound', message: 'not found' } } };
const ANY = { kind: 'any' } as const;

function connected(answer: (sent: Sent) => Answer) {
  const { clients, sent } = scriptedClients(answer);
  return { port: azureResources(clients), sent };
}

describe('Resources of any provider', () => {
  it('writes the whole body where its id says, in the version that it names', async () => {
    const { port, sent } = connected(() => ({ status: 201, body }));
    expect(await port.write({ id, apiVersion, body }, ANY)).toEqual({ done: true });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: 'PUT', body });
    expect(sent[0]?.url.href).toBe(
      `https://management.azure.com${GROUP}/providers/Microsoft.Insights/actionGroups/on%20call?api-version=2023-01-01`,
    );
    expect(sent[0]?.headers['authorization']).toBe('Bearer test');
  });

  it('reads what is there with its version, and nothing where nothing is', async () => {
    const { port } = connected(({ url }) =>
      url.pathname.endsWith('call') ? { status: 200, headers: { etag: '"1"' }, body } : absent,
    );
    expect(await port.read(id, apiVersion)).toEqual({ id, apiVersion, body, etag: '"1"' });
    expect(await port.read(`${GROUP}/providers/Microsoft.Insights/actionGroups/other`, apiVersion)).toBeUndefined();
  });

  it('lists page after page, and nothing of a scope that is not there', async () => {
    const collection = `${GROUP}/providers/Microsoft.Authorization/roleAssignments`;
    const { port, sent } = connected(({ url }) => {
      if (!url.pathname.includes('/rg/')) return absent;
      if (url.searchParams.has('page')) return { status: 200, body: { value: [{ id: 'b' }] } };
      const nextLink = `https://management.azure.com${collection}?api-version=2022-04-01&page=2`;
      return { status: 200, body: { value: [{ id: 'a' }], nextLink } };
    });
    const found = await port.list(collection, '2022-04-01', "principalId eq 'p'");
    expect(found.map((one) => one.id)).toEqual(['a', 'b']);
    expect(sent[0]?.url.searchParams.get('$filter')).toBe("principalId eq 'p'");
    expect(await port.list(collection.replace('/rg/', '/no/'), '2022-04-01')).toEqual([]);
  });

  it('writes on nothing, or on the version that was read', async () => {
    const { port, sent } = connected(({ method, headers }) => {
      if (method === 'GET') return { status: 200, headers: { etag: '"1"' }, body };
      return headers['if-match'] === '"1"'
        ? { status: 200, body }
        : { status: 412, body: { error: { code: 'PreconditionFailed', message: 'stale' } } };
    });
    const resource = { id, apiVersion, body };
    await expect(port.write(resource, { kind: 'absent' })).rejects.toMatchObject({
      failure: { code: 'ALREADY-THERE' },
    });
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
    expect(await port.write(resource, { kind: 'etag', etag: '"1"' })).toEqual({ done: true });
    const stale = port.write(resource, { kind: 'etag', etag: '"0"' });
    await expect(stale).rejects.toMatchObject({ failure: { kind: 'conflict', code: 'PreconditionFailed' } });
  });

  it('leaves a long write as an operation and looks again without a second PUT', async () => {
    let polls = 0;
    const { port, sent } = connected(({ method, url }) => {
      const at =
        'https://management.azure.com/subscriptions/s/providers/Microsoft.Network/locations/eastus/operations/1';
      if (method === 'PUT')
        return { status: 201, headers: { 'azure-asyncoperation': at }, body: { secret: 'answered' } };
      if (!url.pathname.includes('/operations/')) return { status: 200, body: { secret: 'answered' } };
      polls += 1;
      return { status: 200, body: { status: polls < 3 ? 'InProgress' : 'Succeeded' } };
    });
    let write = await port.write({ id, apiVersion, body }, ANY);
    let looks = 0;
    while (!write.done) {
      expect(write.operation).not.toContain('answered');
      write = await port.continueWrite(write.operation);
      looks += 1;
    }
    expect(looks).toBe(2);
    expect(sent.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('follows a removal, and takes one of nothing as done', async () => {
    let polls = 0;
    const { port } = connected(({ method, url }) => {
      if (method === 'DELETE' && url.pathname.endsWith('other')) return absent;
      if (method === 'DELETE')
        return { status: 202, headers: { location: 'https://management.azure.com/operations/1' } };
      polls += 1;
      return polls < 2 ? { status: 202 } : { status: 204 };
    });
    let removal = await port.remove(id, apiVersion, ANY);
    while (!removal.done) removal = await port.continueWrite(removal.operation);
    expect(polls).toBe(2);
    expect(await port.remove(`${GROUP}/providers/a/b/other`, apiVersion, ANY)).toEqual({ done: true });
  });

  it('says what Azure refused and why, and takes an overload as passing', async () => {
    const error = { code: 'BadRequest', message: 'wrong', details: [{ target: 'scopes', message: 'empty' }] };
    const refused = connected(() => ({ status: 400, body: { error } })).port.write({ id, apiVersion, body }, ANY);
    await expect(refused).rejects.toMatchObject({
      failure: { kind: 'invalid', code: 'BadRequest', message: 'wrong [scopes: empty] (HTTP 400)' },
    });
    const throttled = connected(() => ({ status: 429, headers: { 'retry-after': '7' } })).port.read(id, apiVersion);
    await expect(throttled).rejects.toMatchObject({ failure: { kind: 'transient', retryAfterSeconds: 7 } });
    const denied = connected(() => ({ status: 403, body: { error: { code: 'AuthorizationFailed' } } })).port.read(
      id,
      apiVersion,
    );
    await expect(denied).rejects.toMatchObject({ failure: { kind: 'denied', code: 'AuthorizationFailed' } });
  });
});
