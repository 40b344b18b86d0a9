import { describe, expect, it } from 'vitest';
import { runRequest } from '../../../src/model/run.ts';
import { buildPlan } from '../../../src/planning/build-plan.ts';
import { apiWith, inventoryOf, plannedRoutes, route, stageWith, translated } from '../fixture.ts';

const stage = stageWith({ clientCertificateId: 'abc123' });
const http = route('GET /orders', { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' });
const mock = route('GET /mock', {
  type: 'MOCK',
  requestTemplates: { 'application/json': '{"statusCode":200}' },
  responses: [{ at: http.at, statusCode: '200', responseParameters: {}, responseTemplates: {} }],
});
const api = apiWith([http, mock], { stage });

function planOf(changes: Record<string, unknown>) {
  const request = runRequest.parse({
    mode: 'migrate',
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: { subscriptionId: '00000000-0000-0000-0000-000000000000', resourceGroup: 'rg', service: 'apim' },
    keyVault: 'vault',
    dns: [],
    waves: [{ name: 'one', apis: ['a1b2c3d4e5/prod'], hostnames: [] }],
    decisions: { '*': 'recommended', 'CLIENT-CERTIFICATE': 'new-certificate' },
    ...changes,
  });
  return buildPlan({
    inventory: inventoryOf([api]),
    request,
    recordSets: {},
    gatewayHost: 'apim.azure-api.net',
    targetDigest: 'sha256:none',
  });
}

describe('a stage that shows its backends a certificate', () => {
  it('keeps API Gateway as the origin of what has a backend, and of nothing else', () => {
    expect(plannedRoutes(api).map(({ handling }) => handling.kind)).toEqual(['origin', 'mock']);
    const { findings, entries } = translated(api, { '*': 'recommended' });
    expect(findings.filter(({ code }) => code === 'CLIENT-CERTIFICATE')).toMatchObject([
      { severity: 'info', at: { pointer: expect.stringContaining('clientCertificateId') as string } },
    ]);
    expect(entries.filter(({ column }) => column === 'blocked')).toEqual([]);
  });

  it('shows one of the vault where that is decided and named', () => {
    const { steps, findings } = planOf({ clientCertificates: { abc123: 'backends-2026' } });
    const puts = steps.filter(({ kind }) => kind === 'put-apim-resource');
    const certificate = puts.find(({ payload }) => String(payload['path']).startsWith('certificates/'));
    expect(certificate?.payload['properties']).toEqual({
      keyVault: { secretIdentifier: 'https://vault.vault.azure.net/secrets/backends-2026' },
    });
    const path = String(certificate?.payload['path']);
    const backend = puts.find(({ payload }) => String(payload['path']).startsWith('backends/orders-example-com'));
    expect(backend?.payload['properties']).toEqual({
      url: 'https://orders.example.com',
      protocol: 'http',
      credentials: {
        certificateIds: [
          `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/${path}`,
        ],
      },
    });
    expect(backend?.dependsOn).toEqual([certificate?.id]);
    expect(findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
  });

  it('refuses the option where run.json names none for it', () => {
    for (const clientCertificates of [undefined, { other: 'backends-2026' }]) {
      const { steps, findings } = planOf({ clientCertificates });
      expect(findings.find(({ code }) => code === 'ROUTE-OPTION')?.message).toContain(
        'run.json names no certificate in place of abc123',
      );
      expect(steps.filter(({ id }) => id.startsWith('put:certificates/'))).toEqual([]);
    }
  });
});
