import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { readFileSync } from 'node:fs';
import { decode, encode, streamDecode, streamEncode, AUTHORITATIVE_ANSWER, type Packet } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Control } from '../../../src/local/environment/control.ts';
import { startSandbox, type Sandbox } from '../../../src/local/sandbox/sandbox.ts';
import { SandboxClient, SOURCE, TARGET } from './sandbox-client.ts';

let sandbox: Sandbox;
let client: SandboxClient;
let control: Control;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = new SandboxClient(sandbox);
  control = new Control(sandbox.endpoints.control);
});
afterAll(() => sandbox.close());

/** What a handshake with a gateway's address under a server name ends with: the name on the certificate, or the refusal. */
function handshake(address: string, servername: string): Promise<string> {
  const { gatewayPort: port, caFile } = sandbox.endpoints;
  return new Promise((resolve) => {
    const socket = connectTls({ host: address, port, servername, ca: readFileSync(caFile) }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

const question = (name: string, type: 'A' | 'SOA'): Packet => ({ type: 'query', id: 7, questions: [{ type, name }] });

function askUdp(server: string, packet: Packet): Promise<Packet> {
  const [host = '', port] = server.split(':');
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.on('message', (message) => {
      socket.close();
      resolve(decode(message));
    });
    socket.send(encode(packet), Number(port), host);
  });
}

function askTcp(server: string, packet: Packet): Promise<Packet> {
  const [host = '', port] = server.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host, () => socket.write(streamEncode(packet)));
    socket.on('data', (data: Buffer) => {
      socket.destroy();
      resolve(streamDecode(data));
    });
  });
}

describe('the sandbox as a whole', () => {
  test('serves every caller of the health records system from the source', async () => {
    await control.setCallers({ running: true, phase: 'before', ratePerSecond: 100 });
    await vi.waitFor(async () => {
      const { counts } = await control.callers();
      expect(counts[0]?.requests).toBeGreaterThan(30);
    }, 20_000);
    await control.setCallers({ running: false });
    const { running, counts, failures } = await control.callers();
    expect(failures).toEqual([]);
    expect(running).toBe(false);
    expect(counts).toEqual([{ phase: 'before', side: 'source', requests: expect.any(Number), errors: 0 }]);
  });

  test('both DNS servers answer with authority over UDP and TCP', async () => {
    const { dnsServers } = sandbox.endpoints;
    expect(dnsServers).toHaveLength(2);
    for (const server of dnsServers)
      for (const ask of [askUdp, askTcp]) {
        const reply = await ask(server, question('api.health.example', 'A'));
        expect((reply.flags ?? 0) & AUTHORITATIVE_ANSWER).not.toBe(0);
        expect(reply.answers?.at(-1)).toMatchObject({ type: 'A', data: SOURCE });
        const own = await ask(server, question(`${sandbox.endpoints.service}.azure-api.net`, 'A'));
        expect(own.answers).toMatchObject([{ type: 'A', data: TARGET }]);
      }
  });

  test('the source gateway shows the certificate of the name that is asked for', async () => {
    expect(await handshake(SOURCE, 'api.health.example')).toBe('api.health.example');
    expect(await handshake(SOURCE, 'legacy.health.example')).toBe('legacy.health.example');
    const own = '*.execute-api.us-east-1.amazonaws.com';
    expect(await handshake(SOURCE, 'd-12345678.execute-api.us-east-1.amazonaws.com')).toBe(own);
    expect(await handshake(SOURCE, 'other.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('the target gateway shows a certificate of Key Vault once the host name is bound to it', async () => {
    const { service } = sandbox.endpoints;
    expect(await handshake(TARGET, `${service}.azure-api.net`)).toBe(`${service}.azure-api.net`);
    expect(await handshake(TARGET, 'legacy.health.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    const keyVaultId = await client.importCertificate('legacy.health.example', 'legacy');
    const bound = { type: 'Proxy', hostName: 'legacy.health.example', keyVaultId, certificateSource: 'KeyVault' };
    await client.arm('PATCH', '', { properties: { hostnameConfigurations: [bound] } });
    expect(await handshake(TARGET, 'legacy.health.example')).toBe('legacy.health.example');
    expect(await handshake(TARGET, 'api.health.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('an API in API Management reaches backends, and API Gateway as its origin', async () => {
    const legacy = [...sandbox.aws.httpApis.values()].find(({ api }) => api.Name === 'legacy-directory');
    const origin = `https://${legacy?.api.ApiId}.execute-api.us-east-1.amazonaws.com`;
    for (const [id, serviceUrl] of [
      ['native', 'http://directory.backends.health.example'],
      ['origin', origin],
    ] as const) {
      const api = { displayName: id, path: id, protocols: ['https'], serviceUrl, subscriptionRequired: false };
      await client.arm('PUT', `apis/${id}`, { properties: api });
      const operation = { displayName: 'any', method: 'GET', urlTemplate: '/*' };
      await client.arm('PUT', `apis/${id}/operations/any`, { properties: operation });
      const answer = await client.gateway(TARGET, `${sandbox.endpoints.service}.azure-api.net`, {
        path: `/${id}/people?name=ada`,
      });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toMatchObject({
        backend: 'directory.backends.health.example',
        query: { name: 'ada' },
      });
    }
  });

  test('tells what Azure holds that it did not hold at the start', async () => {
    const left = await control.leftovers();
    const root = left.find((id) => id.endsWith('/apis/native'))?.replace(/\/apis\/native$/, '');
    expect(left).toContain(`${root}/hostnameConfigurations/legacy.health.example`);
    expect(left).toContain(`https://${sandbox.endpoints.vault}.vault.azure.net/certificates/legacy`);
    for (const id of ['native', 'origin']) await client.arm('DELETE', `apis/${id}`);
    await client.arm('PATCH', '', { properties: { hostnameConfigurations: [] } });
    expect(await control.leftovers()).toEqual([
      `https://${sandbox.endpoints.vault}.vault.azure.net/certificates/legacy`,
    ]);
  });

  test('tells the estate, its records and the requests to the control planes', async () => {
    const estate = await control.estate();
    expect(estate).toMatchObject({
      accountId: '111122223333',
      region: 'us-east-1',
      hostnames: ['api.health.example', 'legacy.health.example'],
      zones: ['health.example'],
    });
    expect(estate.apis).toMatchObject([
      { name: 'patient-records', type: 'REST', stages: ['prod'] },
      { name: 'care-services', type: 'HTTP', stages: ['$default'] },
      { name: 'legacy-directory', type: 'HTTP', stages: ['$default'] },
    ]);
    const target = expect.stringMatching(/^d-[0-9a-f]{8}\.execute-api\.us-east-1\.amazonaws\.com$/);
    expect((await control.dns())['api.health.example']).toEqual([
      { name: 'api.health.example', type: 'CNAME', ttl: 10, values: [target] },
    ]);
    expect((await control.requests())['arm']).toBeGreaterThan(0);
  });

  test('says all that other processes need', () => {
    const { endpoints } = sandbox;
    const urls = ['arm', 'keyVault', 'aws', 'identityEndpoint', 'control'] as const;
    for (const name of urls) expect(endpoints[name]).toMatch(/^https?:\/\/127\.0\.0\.1:\d+$/);
    const keys = ['dns', 'subscriptionId', 'resourceGroup', 'service', 'vault', 'token', 'caFile', 'dnsServers'];
    const access = [
      'identityHeader',
      'awsAccessKeyId',
      'awsSecretAccessKey',
      'awsAccountId',
      'awsRegion',
      'gatewayPort',
    ];
    expect(Object.keys(endpoints).toSorted()).toEqual([...urls, ...keys, ...access].toSorted());
    expect(endpoints.dns).toBe(endpoints.dnsServers[0]);
  });

  test('refuses an order that it does not understand', async () => {
    const order = fetch(new URL('/callers', sandbox.endpoints.control), { method: 'PUT', body: '{"running":"yes"}' });
    expect((await order).status).toBe(400);
    const fault = fetch(new URL('/faults', sandbox.endpoints.control), { method: 'POST', body: '{"kind":"none"}' });
    expect((await fault).status).toBe(400);
    expect((await fetch(new URL('/other', sandbox.endpoints.control))).status).toBe(404);
  });
});
