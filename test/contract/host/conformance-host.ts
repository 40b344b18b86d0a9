import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { DurableClient } from '../../support/durable-client.ts';
import { CONFORMANCE_APP, startHostProcess, type HostProcess } from '../../support/host-process.ts';

/**
 * A client of the conformance app (test/support/conformance-app) for a suite. CROSSGATE_CONFORMANCE_URL names any Functions
 * host that serves it, in one worker process; without it the local host is started for the suite and stopped after it.
 */
export function conformanceHost(): () => DurableClient {
  let client: DurableClient | undefined;
  let host: HostProcess | undefined;
  let state: string | undefined;
  beforeAll(async () => {
    const url = process.env['CROSSGATE_CONFORMANCE_URL'];
    if (url === undefined || url === '') {
      state = await mkdtemp(join(tmpdir(), 'crossgate-host-'));
      host = await startHostProcess({ app: CONFORMANCE_APP, state });
    }
    client = new DurableClient(host?.url ?? (url as string));
  });
  afterAll(async () => {
    await host?.stop();
    if (state !== undefined) await rm(state, { recursive: true, force: true });
  });
  return () => {
    if (client === undefined) throw new Error('the host has not started');
    return client;
  };
}
