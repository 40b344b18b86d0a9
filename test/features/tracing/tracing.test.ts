import { describe, expect, it } from 'vitest';
import { assessSource } from '../../../src/cli/assess-source.ts';
import type { AwsMethodSettings } from '../../../src/model/aws.ts';
import { runRequest } from '../../../src/model/run.ts';
import { below } from '../../../src/model/source-ref.ts';
import type { ApimTier } from '../../../src/model/tier.ts';
import { buildPlan } from '../../../src/planning/build-plan.ts';
import { insightsFiles } from '../../../src/report/artefacts/bicep/application-insights.ts';
import { apiWith, inventoryOf, route, stageWith } from '../fixture.ts';

const routes = [route('GET /a', { type: 'HTTP_PROXY', uri: 'https://a.example.com/' })];
const applicationInsights = {
  resourceId:
    '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Insights/components/traces',
  connectionString: 'https://contoso-vault.vault.azure.net/secrets/traces',
};
const cached: AwsMethodSettings = {
  at: below(stageWith().at, 'methodSettings', '*/*'),
  key: '*/*',
  cachingEnabled: true,
  dataTraceEnabled: false,
  metricsEnabled: false,
};
const accessLog = { destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:l', format: '$context.requestId' };

function planOf(stage: Parameters<typeof stageWith>[0], target: object = { applicationInsights }) {
  const api = apiWith(routes, { stage: stageWith(stage) });
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
    decisions: { '*': 'recommended' },
  });
  return buildPlan({
    inventory: inventoryOf([api]),
    request,
    recordSets: {},
    gatewayHost: 'contoso.azure-api.net',
    targetDigest: 'sha256:t',
  });
}
const codes = (plan: ReturnType<typeof planOf>): string[] =>
  plan.findings.map(({ code }) => code).filter((code) => /^(TRACING|LOGGING)/.test(code));
const sampled = (stage: Parameters<typeof stageWith>[0], tier: ApimTier = 'Premium') => {
  const { steps } = planOf(stage, { applicationInsights, tier });
  const step = steps.find(({ id }) => id.endsWith('/diagnostics/applicationinsights'));
  return (step?.payload['properties'] as { sampling?: { percentage?: number } } | undefined)?.sampling?.percentage;
};

describe('an API that X-Ray traces', () => {
  it('has a diagnostic to the instance of the run, after the logger, after the secret that the logger reads', () => {
    const plan = planOf({ tracingEnabled: true });
    const ids = plan.steps.map(({ id }) => id);
    const wanted = ['put:namedValues/crossgate-application-insights', 'put:loggers/applicationinsights'];
    const places = [...wanted, ids.find((id) => id.endsWith('/diagnostics/applicationinsights')) ?? ''].map((id) =>
      ids.indexOf(id),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const [value, logger, diagnostic] = places.map((at) => plan.steps[at]);
    expect(value?.payload['properties']).toEqual({
      displayName: 'crossgate-application-insights',
      secret: true,
      keyVault: { secretIdentifier: applicationInsights.connectionString },
    });
    expect(logger).toMatchObject({ dependsOn: [value?.id], place: { unit: value?.place.unit } });
    expect(logger?.payload['properties']).toMatchObject({
      resourceId: applicationInsights.resourceId,
      credentials: { connectionString: '{{crossgate-application-insights}}' },
    });
    expect(diagnostic?.payload['properties']).toMatchObject({
      httpCorrelationProtocol: 'W3C',
      alwaysLog: 'allErrors',
      sampling: { percentage: 5 },
      frontend: { request: { headers: [], body: { bytes: 0 } } },
    });
    expect(codes(plan)).toEqual(['TRACING-CARRIED']);
  });

  it('is only spoken of where the run names no instance', () => {
    const plan = planOf({ tracingEnabled: true }, {});
    expect(plan.steps.filter(({ id }) => id.includes('applicationinsights'))).toEqual([]);
    expect(codes(plan)).toEqual(['TRACING']);
  });
});

it('sends all calls where they stand for the access log of a Consumption service, and none where only counters are wanted', () => {
  expect(sampled({ accessLog }, 'Consumption')).toBe(100);
  expect(sampled({ methodSettings: [cached] })).toBe(0);
  expect(sampled({ accessLog })).toBeUndefined();
  expect(codes(planOf({ accessLog }, { applicationInsights, tier: 'Consumption' }))).toEqual(['LOGGING-BY-TRACES']);
});

it('refuses a connection string, and a secret of one version, as the place of one', () => {
  const parsed = (connectionString: string) => () =>
    planOf({}, { applicationInsights: { ...applicationInsights, connectionString } });
  expect(parsed('InstrumentationKey=00000000-0000-0000-0000-000000000000')).toThrow('a Key Vault secret');
  expect(parsed(`${applicationInsights.connectionString}/0123456789abcdef`)).toThrow('without a version');
});

it('is a file to deploy in an assessment, for the APIs that are traced', async () => {
  const traced = apiWith(routes, { stage: stageWith({ tracingEnabled: true }) });
  const [file] = insightsFiles(assessSource(inventoryOf([traced])));
  await expect(file?.content).toMatchFileSnapshot('golden/application-insights.bicep');
  expect(insightsFiles(assessSource(inventoryOf([apiWith(routes)])))).toEqual([]);
});
