import { expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, route, stageWith, translated } from '../fixture.ts';

const routes = [route('GET /a', { type: 'HTTP_PROXY', uri: 'https://a.example.com/' })];
const settings = (loggingLevel: string) => ({
  at: below(stageWith().at, 'methodSettings', '*/*'),
  key: '*/*',
  loggingLevel,
  cachingEnabled: false,
  dataTraceEnabled: false,
  metricsEnabled: false,
});
const logged = (stage: Parameters<typeof stageWith>[0]) => translated(apiWith(routes, { stage: stageWith(stage) }));

it('logs every call where the stage had an access log, without headers and bodies', () => {
  const { ofApi, shared, entries } = logged({
    accessLog: {
      destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:l',
      format: '$context.identity.sourceIp $context.status',
    },
  });
  expect(shared).toMatchObject([{ path: 'loggers/azuremonitor', properties: { loggerType: 'azureMonitor' } }]);
  expect(ofApi).toMatchObject([
    {
      path: 'diagnostics/azuremonitor',
      properties: {
        loggerId: '/loggers/azuremonitor',
        logClientIp: true,
        sampling: { percentage: 100 },
        frontend: { request: { headers: [], body: { bytes: 0 } } },
      },
    },
  ]);
  expect(entries.find(({ construct }) => construct === 'logging')?.column).toBe('differs');
});

it('logs errors only where the stage logged errors only, and nothing where it logged nothing', () => {
  const [diagnostic] = logged({ methodSettings: [settings('ERROR')] }).ofApi;
  expect(diagnostic?.properties).toMatchObject({
    verbosity: 'error',
    alwaysLog: 'allErrors',
    sampling: { percentage: 0 },
  });
  expect(logged({ methodSettings: [settings('OFF')] }).ofApi).toEqual([]);
});
