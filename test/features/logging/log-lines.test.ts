import { describe, expect, it } from 'vitest';
import { logLine } from '../../../src/features/log-line.ts';
import { runRequest } from '../../../src/model/run.ts';
import { buildPlan } from '../../../src/planning/build-plan.ts';
import { plannedConfiguration } from '../../../src/simulator/planned-configuration.ts';
import type { BackendAnswer } from '../../../src/simulator/message.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { fakeEffects } from '../../unit/simulator/fixture.ts';
import { apiWith, inventoryOf, route, stageWith } from '../fixture.ts';

/** The form that the console of API Gateway proposes, and some more. */
const JSON_FORMAT =
  '{ "requestId":"$context.requestId", "ip": "$context.identity.sourceIp", "caller":"$context.identity.caller", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath", "status":"$context.status","agent":"$context.identity.userAgent", "error":$context.error.messageString, "stage":"$context.stage", "latency":"$context.responseLatency" }';
const TEXT_FORMAT =
  '$context.identity.sourceIp [$context.requestTime] "$context.httpMethod $context.path" $context.status';
const eventHub = { namespace: 'contoso.servicebus.windows.net', name: 'access' };

function planOf(format: string, decisions: Record<string, string>, target: object = { eventHub }) {
  const routes = [
    route('GET /orders/{id}', { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' }),
    route('GET /down', { type: 'HTTP_PROXY', uri: 'https://down.example.com/' }),
  ];
  const accessLog = { destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:l', format };
  const request = runRequest.parse({
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: {
      subscriptionId: '00000000-0000-4000-8000-000000000001',
      resourceGroup: 'rg',
      service: 'contoso',
      ...target,
    },
    keyVault: 'contoso-vault',
    dns: [],
    waves: [{ name: 'pilot', apis: ['Orders'], hostnames: [] }],
    decisions,
  });
  const api = apiWith(routes, { stage: stageWith({ accessLog }) });
  return buildPlan({
    inventory: inventoryOf([api]),
    request,
    recordSets: {},
    gatewayHost: 'contoso.azure-api.net',
    targetDigest: 'sha256:t',
  });
}
const TO_HUB = { 'LOG-FORMAT': 'event-hub' };

/** Lines that a call leaves, and what it was answered. */
async function linesOf(format: string, path: string) {
  const configuration = plannedConfiguration(planOf(format, TO_HUB).steps, {
    serviceName: 'contoso',
    hostname: 'api.example.com',
    keyValue: () => undefined,
  });
  const [api] = configuration.apis;
  const effects = fakeEffects({
    send: ({ url }) =>
      Promise.resolve<BackendAnswer>(
        url.startsWith('https://down.')
          ? { ok: false, reason: 'BackendConnectionFailure', message: 'down' }
          : { ok: true, response: { status: 201, reason: 'Created', headers: [], body: new Uint8Array() } },
      ),
  });
  const request = {
    method: 'GET',
    url: `https://api.example.com/${api?.path ?? ''}${path}`,
    headers: [['User-Agent', 'a "quoted\\" agent']] as const,
    ip: '192.0.2.1',
  };
  const { telemetry = [], response, defect } = await simulate(configuration, request, effects);
  expect(defect).toBeUndefined();
  return { status: response.status, lines: telemetry.map((each) => ('text' in each ? each.text : '')) };
}

describe('lines of an access log', () => {
  it('are sent in the form of the stage, as JSON whatever a caller sends', async () => {
    const { status, lines } = await linesOf(JSON_FORMAT, '/orders/7');
    expect([status, lines.length]).toEqual([201, 1]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      requestId: '00000000-0000-4000-8000-000000000000',
      ip: '192.0.2.1',
      caller: '-',
      requestTime: '23/Nov/2026:00:00:00 +0000',
      httpMethod: 'GET',
      resourcePath: '/orders/{id}',
      status: '201',
      agent: 'a "quoted\\" agent',
      error: '-',
      stage: 'prod',
      latency: '-',
    });
  });

  it('are text where the form is text', async () => {
    const { lines } = await linesOf(TEXT_FORMAT, '/orders/7');
    expect(lines).toEqual(['192.0.2.1 [23/Nov/2026:00:00:00 +0000] "GET /orders/prod/orders/7" 201']);
  });

  it('are sent for calls that fail as well, once', async () => {
    const { status, lines } = await linesOf('$context.status $context.resourcePath', '/down');
    expect(status).toBe(504);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('/down');
  });

  it('name what cannot be told', () => {
    const api = apiWith([]);
    expect(logLine(api, JSON_FORMAT).missing).toEqual(['$context.responseLatency']);
    expect(logLine(api, '$context.identity.apiKey').line).toBe('-');
    expect(logLine(api, 'no variables, {{braces}}').line).toBe('no variables, {{braces}}');
  });
});

describe('the decision about the form of lines', () => {
  const found = (decisions: Record<string, string>, target?: object) => {
    const { findings, steps } = planOf(TEXT_FORMAT, decisions, target);
    return {
      codes: findings.filter(({ code }) => code.startsWith('LOG')).map(({ code, severity }) => `${severity} ${code}`),
      loggers: steps.flatMap(({ id }) => (id.startsWith('put:loggers/') ? [id.slice('put:loggers/'.length)] : [])),
    };
  };

  it('stops no migration while it is open', () => {
    const { codes, loggers } = found({});
    expect(codes).toEqual(['decision LOG-FORMAT', 'review LOGGING-CARRIED']);
    expect(loggers).toEqual(['azuremonitor']);
  });

  it('sends lines to the hub, without a key, and nothing to Azure Monitor', () => {
    const { codes, loggers } = found(TO_HUB);
    expect(codes).toEqual(['info LOG-FORMAT', 'review LOG-LINES']);
    expect(loggers).toEqual(['crossgate-access-log']);
    const logger = planOf(TEXT_FORMAT, TO_HUB).steps.find(({ id }) => id === 'put:loggers/crossgate-access-log');
    expect(logger?.payload['properties']).toEqual({
      loggerType: 'azureEventHub',
      isBuffered: true,
      credentials: { name: 'access', endpointAddress: eventHub.namespace, identityClientId: 'SystemAssigned' },
    });
  });

  it('blocks where no hub is named', () => {
    expect(found(TO_HUB, {})).toEqual({ codes: ['blocker LOG-HUB-MISSING'], loggers: [] });
  });

  it('offers the lines of a Consumption service to a hub, or to nobody', () => {
    const asked = planOf(TEXT_FORMAT, {}, { tier: 'Consumption' }).findings.find(({ code }) => code === 'LOG-FORMAT');
    expect(asked?.options?.map(({ name }) => name)).toEqual(['no-lines', 'event-hub']);
    expect(found(TO_HUB, { tier: 'Consumption', eventHub }).codes).toEqual(['info LOG-FORMAT', 'review LOG-LINES']);
  });
});
