import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { nodeProbe } from '../../../../src/adapters/http/probe.ts';

describe('nodeProbe', () => {
  it('refuses a private address before it connects', async () => {
    const refused = { failure: { kind: 'denied', code: 'address-refused', at: '127.0.0.1' } };
    const request = { address: '127.0.0.1', port: 1, hostname: 'a.example', method: 'GET', path: '/' };
    await expect(nodeProbe().handshake('127.0.0.1', 1, 'a.example')).rejects.toMatchObject(refused);
    await expect(nodeProbe().request(request)).rejects.toMatchObject(refused);
  });

  it('calls a server that hangs up transient', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const probe = nodeProbe({ allowedRanges: ['127.0.0.0/8'] });
    const transient = { failure: { kind: 'transient', at: 'a.example' } };
    await expect(probe.handshake('127.0.0.1', port, 'a.example')).rejects.toMatchObject(transient);
    server.close();
  });
});
