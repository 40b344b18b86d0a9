import { getClient } from '@azure-rest/core-client';
import { ApiManagementClient } from '@azure/arm-apimanagement';
import { MonitorClient } from '@azure/arm-monitor';
import { CertificateClient } from '@azure/keyvault-certificates';
import { SecretClient } from '@azure/keyvault-secrets';
import type { AzureClients } from '../../../../src/adapters/azure/clients.ts';

/** The SDKs' own types of the wire, taken from a client: their package is no dependency of ours. */
type HttpClient = NonNullable<NonNullable<ConstructorParameters<typeof CertificateClient>[2]>['httpClient']>;
type WireRequest = Parameters<HttpClient['sendRequest']>[0];

/** A request that an SDK sent, and what it is answered. */
export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The real SDK clients over a scripted wire: real URLs, headers and bodies, no socket. */
export function scriptedClients(answer: (sent: Sent) => Answer): { clients: AzureClients; sent: Sent[] } {
  const sent: Sent[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const one: Sent = {
        method: request.method,
        url: new URL(request.url),
        headers: request.headers.toJSON(),
        body: typeof request.body === 'string' && request.body !== '' ? JSON.parse(request.body) : undefined,
      };
      sent.push(one);
      const { status, headers = {}, body } = answer(one);
      return {
        status,
        request,
        headers: headersOf(request, { 'content-type': 'application/json', ...headers }),
        bodyAsText: body === undefined ? '' : JSON.stringify(body),
      };
    },
  };
  const credential = { getToken: async () => ({ token: 'test', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const options = { httpClient, retryOptions: { maxRetries: 0 } };
  const clients: AzureClients = {
    credential: async () => credential,
    apiManagement: async (subscriptionId) => new ApiManagementClient(credential, subscriptionId, options),
    monitor: async (subscriptionId) => new MonitorClient(credential, subscriptionId, options),
    resourceManager: async () => getClient('https://management.azure.com', credential, options),
    certificates: async (vaultUrl) => new CertificateClient(vaultUrl, credential, options),
    secrets: async (vaultUrl) => new SecretClient(vaultUrl, credential, options),
  };
  return { clients, sent };
}

/** Headers of the SDK's own class, made from those of the request. */
function headersOf(request: WireRequest, values: Readonly<Record<string, string>>): WireRequest['headers'] {
  const headers = new (request.headers.constructor as new () => WireRequest['headers'])();
  for (const [name, value] of Object.entries(values)) headers.set(name, value);
  return headers;
}
