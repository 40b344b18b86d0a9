import { expect, test, vi } from 'vitest';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { Callers } from '../../../src/local/sandbox/callers/callers.ts';
import { startDnsServer } from '../../../src/local/sandbox/dns/server.ts';
import { listen } from '../../../src/local/sandbox/http-server.ts';

test('callers resolve, connect with TLS and count by phase and side', async () => {
  const authority = await createAuthority();
  const { keyPem, certPem } = await authority.issue({ hostnames: ['api.shop.test'] });
  const tls = { key: keyPem, cert: certPem };
  let status = 200;
  const gateway = await listen(() => ({ status }), { host: '127.0.0.2', tls });
  const synthetic = [{ suffix: 'shop.test', address: '127.0.0.2', ttlSeconds: 60 }];
  const dns = await startDnsServer({ zones: () => [], synthetic });
  const scenario = { name: 'read', hostname: 'api.shop.test', method: 'GET', path: '/', expectStatus: 200 };
  const { port } = gateway;
  const callers = new Callers({ scenarios: [scenario], servers: [dns], port, ca: authority.caPem });
  callers.start();
  await vi.waitFor(() => expect(callers.counts()[0]?.requests).toBeGreaterThan(1), 5000);
  expect(callers.failures()).toEqual([]);
  status = 500;
  callers.setPhase('after');
  await vi.waitFor(() => expect(callers.failures().at(-1)).toMatchObject({ phase: 'after', side: 'source' }), 5000);
  await callers.stop();
  await Promise.all([gateway.close(), dns.close()]);
});

test('a request counts for the phase in which it was sent', async () => {
  const authority = await createAuthority();
  const { keyPem, certPem } = await authority.issue({ hostnames: ['api.shop.test'] });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let asked = 0;
  const hold = async () => {
    asked += 1;
    await released;
    return { status: 500 };
  };
  const gateway = await listen(hold, { host: '127.0.0.2', tls: { key: keyPem, cert: certPem } });
  const dns = await startDnsServer({
    zones: () => [],
    synthetic: [{ suffix: 'shop.test', address: '127.0.0.2', ttlSeconds: 60 }],
  });
  const scenario = { name: 'read', hostname: 'api.shop.test', method: 'GET', path: '/', expectStatus: 200 };
  const { port } = gateway;
  const callers = new Callers({ scenarios: [scenario], servers: [dns], port, ca: authority.caPem, phase: 'early' });
  callers.start(50);
  await vi.waitFor(() => expect(asked).toBeGreaterThan(0), 5000);
  const stopped = callers.stop();
  callers.setPhase('late');
  release();
  await stopped;
  expect(callers.counts().map(({ phase, errors }) => [phase, errors > 0])).toEqual([['early', true]]);
  await Promise.all([gateway.close(), dns.close()]);
});
