import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Where `npm run setup:system` puts the tools that system tests need. */
const AZURITE = join('.crossgate', 'tools', 'node_modules', 'azurite', 'dist', 'src', 'azurite.js');
/** The account and key that Azurite documents for everybody: no secret. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** Microsoft's storage emulator on free ports, everything in memory. @throws Error with the remedy when it is not installed. */
export async function startAzurite(): Promise<Azurite> {
  if (!existsSync(AZURITE)) throw new Error('Azurite is not installed: run "npm run setup:system" once');
  const [blob, queue, table] = [await freePort(), await freePort(), await freePort()];
  const ports = ['--blobPort', String(blob), '--queuePort', String(queue), '--tablePort', String(table)];
  // The SDKs ask for API versions that it does not know yet.
  const options = ['--silent', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'];
  const child = spawn(process.execPath, [AZURITE, ...options, ...ports], { stdio: ['ignore', 'pipe', 'inherit'] });
  await listening(child, 3);
  const endpoint = (kind: string, port: number): string => `${kind}Endpoint=http://127.0.0.1:${port}/${ACCOUNT};`;
  return {
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};` +
      endpoint('Blob', blob) +
      endpoint('Table', table),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

/** It prints one line for each of its services that listens. */
function listening(child: ChildProcess, services: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Azurite ended with ${String(code)}: ${printed}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.split('successfully listening').length > services) resolve();
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
