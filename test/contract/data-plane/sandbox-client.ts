import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { pfxWriter } from '../../../src/adapters/azure/pfx.ts';
import type { Sandbox } from '../../../src/local/sandbox/sandbox.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const SOURCE = '127.0.0.2';
export const TARGET = '127.0.0.3';

/** Drives a sandbox from outside: the control planes with their token, and the gateways as a caller of a host name. */
export class SandboxClient {
  readonly #sandbox: Sandbox;
  readonly #ca: string;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#ca = readFileSync(sandbox.endpoints.caFile, 'utf8');
  }

  /** Calls a gateway's address as a caller who looked `hostname` up. */
  gateway(address: string, hostname: string, call: Call): Promise<Answer> {
    const { gatewayPort } = this.#sandbox.endpoints;
    return this.#send({ host: address, port: gatewayPort, servername: hostname }, call, { host: hostname });
  }

  /** ARM below the service, `''` for the service itself; waits for what runs long. */
  async arm(method: string, path: string, body?: object): Promise<Answer> {
    const { arm, token, subscriptionId, resourceGroup, service } = this.#sandbox.endpoints;
    const root = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ApiManagement/service/${service}`;
    const url = new URL(`${root}${path === '' ? '' : `/${path}`}?api-version=2024-05-01`, arm);
    const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await this.#control(url, { method, body, headers });
    const operation = answer.headers['azure-asyncoperation'];
    const isRunning = async (url: string): Promise<boolean> =>
      (await this.#control(new URL(url), { method: 'GET', headers })).body.includes('InProgress');
    if (typeof operation === 'string') while (await isRunning(operation));
    return answer;
  }

  /** Imports the certificate that ACM holds for a custom domain name; returns the id of its secret, without version. */
  async importCertificate(hostname: string, name: string): Promise<string> {
    const { keyVault, token, vault } = this.#sandbox.endpoints;
    const certificate = [...this.#sandbox.aws.certificates.values()].find(
      ({ detail }) => detail.DomainName === hostname,
    );
    if (!certificate) throw new Error(`no certificate of ${hostname}`);
    const passphrase = 'between-us';
    const key = createPrivateKey(certificate.privateKeyPem);
    const exported = {
      certificatePem: certificate.certificatePem,
      chainPem: certificate.chainPem,
      encryptedKeyPem: key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString(),
      passphrase,
    };
    const { pfx } = await pfxWriter.write(exported, 'pfx-password', 'aes256-sha256');
    const body = { value: Buffer.from(pfx).toString('base64'), pwd: 'pfx-password' };
    const url = new URL(`/certificates/${name}/import?api-version=7.5`, keyVault);
    const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await this.#control(url, { method: 'POST', body, headers });
    if (answer.status !== 200) throw new Error(`import answered ${answer.status}: ${answer.body}`);
    return `https://${vault}.vault.azure.net/secrets/${name}`;
  }

  #control(
    url: URL,
    call: { readonly method: string; readonly body?: object | undefined; readonly headers: Record<string, string> },
  ): Promise<Answer> {
    const { method, headers, body } = call;
    const path = `${url.pathname}${url.search}`;
    const to = { host: url.hostname, port: Number(url.port), servername: 'localhost' };
    return this.#send(to, { method, path, headers, ...(body && { body: JSON.stringify(body) }) }, { host: url.host });
  }

  #send(
    to: { host: string; port: number; servername: string },
    call: Call,
    own: Record<string, string>,
  ): Promise<Answer> {
    const { method = 'GET', path, headers = {}, body } = call;
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(
        { ...to, method, path, ca: this.#ca, agent: false, headers: { ...own, ...headers } },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
