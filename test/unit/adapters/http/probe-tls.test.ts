import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeProbe } from '../../../../src/adapters/http/probe.ts';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import type { Probe } from '../../../../src/ports/probe.ts';

const MIB = 1024 * 1024;
const [address, hostname] = ['127.0.0.1', 'api.health.example'];
let server: Server;
let port: number;
let probe: Probe;

beforeAll(async () => {
  const authority = await createAuthority();
  const { keyPem, certPem, chainPem } = await authority.issue({ hostnames: [hostname] });
  server = createServer({ key: keyPem, cert: certPem + chainPem }, (request, response) => {
    response.writeHead(request.url === '/teapot' ? 418 : 200, { 'x-host': request.headers.host, 'x-many': ['a', 'b'] });
    response.end(request.url === '/large' ? Buffer.alloc(3 * MIB) : 'hello');
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  ({ port } = server.address() as AddressInfo);
  probe = nodeProbe({ allowedRanges: ['127.0.0.0/8'], ca: [authority.caPem] });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('nodeProbe over TLS', () => {
  it('shows an authorized handshake with the days left', async () => {
    const seen = await probe.handshake(address, port, hostname);
    expect(seen).toMatchObject({ authorized: true, protocol: 'TLSv1.3' });
    expect(seen.daysLeft).toBeGreaterThan(80);
    expect(seen).not.toHaveProperty('code');
  });

  it('names why a handshake is not authorized', async () => {
    const other = await probe.handshake(address, port, 'other.example');
    expect(other).toMatchObject({ authorized: false, code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    const untrusting = nodeProbe({ allowedRanges: ['127.0.0.0/8'] });
    expect(await untrusting.handshake(address, port, hostname)).toMatchObject({ authorized: false });
  });

  it('sends the name as Host and shows the answer', async () => {
    const answer = await probe.request({ address, port, hostname, method: 'GET', path: '/teapot' });
    expect(answer).toMatchObject({ status: 418, bodyBytes: 5, headers: { 'x-host': hostname, 'x-many': 'a, b' } });
  });

  it('cuts a long body', async () => {
    const answer = await probe.request({ address, port, hostname, method: 'GET', path: '/large' });
    expect(answer.bodyBytes).toBe(MIB);
  });

  it('sends nothing to a gateway that is not the name', async () => {
    const request = { address, port, hostname: 'other.example', method: 'GET', path: '/' };
    const failure = { kind: 'transient', code: 'ERR_TLS_CERT_ALTNAME_INVALID', at: 'other.example' };
    await expect(probe.request(request)).rejects.toMatchObject({ failure });
  });
});
