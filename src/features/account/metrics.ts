import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** CloudWatch metrics of API Gateway and what shows the same at Azure (docs: mapping, B8). */
export const metrics = defineAccountFeature({
  id: 'metrics',
  fidelity: 'C',
  findings: {
    'METRICS': {
      severity: 'info',
      message: '{detail} has other metrics.',
      awsBehaviour:
        'CloudWatch counts Count, 4XXError, 5XXError, Latency, IntegrationLatency, DataProcessed, CacheHitCount and CacheMissCount by stage.',
      apimBehaviour:
        'Azure Monitor has Requests by response code, Duration and BackendDuration of the service. Bytes, and hits and misses of the cache, are columns of the gateway logs.',
      remedy:
        'Point dashboards at the new metrics: bicep/workbook.bicep of the assessment shows all of them, from the logs where there is no metric.',
    },
    'METRICS-PER-METHOD': {
      severity: 'review',
      message: 'Metrics are kept for every method of {detail}.',
      awsBehaviour: 'Detailed metrics have the method and the resource as dimensions.',
      apimBehaviour: 'Metrics have no dimension for the operation; the gateway logs do.',
      remedy: 'Query ApiManagementGatewayLogs by OperationId where a method must be watched by itself.',
    },
  },
  assess: (inventory) =>
    inventory.apis.flatMap(({ name, stage }) => [
      report(metrics, 'METRICS', stage.at, `The stage ${stage.name} of ${name}`),
      ...stage.methodSettings
        .filter(({ metricsEnabled }) => metricsEnabled)
        .map(({ at, key }) =>
          report(metrics, 'METRICS-PER-METHOD', below(at, 'metricsEnabled'), `${name} ${stage.name} (${key})`),
        ),
    ]),
});
