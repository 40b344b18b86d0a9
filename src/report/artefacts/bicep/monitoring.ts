import type { MetricAlert } from '../../../model/azure-alert.ts';
import type { ArtefactFile } from '../apiops.ts';
import { bicepComment, bicepOf, Reference, type BicepValue } from './bicep-text.ts';

const PARAMETERS =
  "@description('Resource id of the API Management service.')\nparam serviceId string\n" +
  "@description('Resource ids of action groups that are told.')\nparam actionGroupIds array = []\n\n";

/** Metric alerts of the service as one entry point; none without alarms. */
export function alertFiles(alerts: readonly MetricAlert[]): readonly ArtefactFile[] {
  if (alerts.length === 0) return [];
  const resources = alerts.map(
    (alert, index) =>
      `${bicepComment(alert.description)}resource alert${index + 1} 'Microsoft.Insights/metricAlerts@2018-03-01' = ${bicepOf(alertResource(alert))}\n`,
  );
  const head = bicepComment('Alarms of CloudWatch as alerts on the whole service: its metrics do not tell APIs apart.');
  return [{ path: 'bicep/alerts.bicep', content: `${head}${PARAMETERS}${resources.join('\n')}` }];
}

function alertResource(alert: MetricAlert): BicepValue {
  const { name, description, metric, category, aggregation, operator, threshold, window, frequency } = alert;
  return {
    name,
    location: 'global',
    properties: {
      description,
      severity: 2,
      enabled: true,
      scopes: [new Reference('serviceId')],
      evaluationFrequency: frequency,
      windowSize: window,
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
        'allOf': [
          {
            name: 'threshold',
            criterionType: 'StaticThresholdCriterion',
            metricNamespace: 'Microsoft.ApiManagement/service',
            metricName: metric,
            dimensions:
              category === undefined
                ? undefined
                : [{ name: 'GatewayResponseCodeCategory', operator: 'Include', values: [category] }],
            operator,
            threshold: new Reference(bicepNumber(threshold)),
            timeAggregation: aggregation,
          },
        ],
      },
      actions: new Reference('[for id in actionGroupIds: { actionGroupId: id }]'),
    },
  };
}

/** Bicep has whole numbers only; others are read from text. */
const bicepNumber = (value: number): string => (Number.isInteger(value) ? String(value) : `json('${value}')`);
