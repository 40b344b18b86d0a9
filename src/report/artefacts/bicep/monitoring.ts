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

const CHARTS = [
  ['Requests by answer', 'Requests', 'GatewayResponseCodeCategory', 1],
  ['Duration, as callers see it', 'Duration', undefined, 4],
  ['Duration of the backends', 'BackendDuration', undefined, 4],
] as const;

/** A workbook with what an operator of API Gateway watched: calls, errors and both latencies. */
export function workbookFiles(): readonly ArtefactFile[] {
  const items = CHARTS.map(([title, metric, splitBy, aggregation], index) => ({
    type: 10,
    name: `chart-${index + 1}`,
    content: {
      chartId: `chart-${index + 1}`,
      version: 'MetricsItem/2.0',
      size: 0,
      chartType: 2,
      resourceType: 'microsoft.apimanagement/service',
      metricScope: 0,
      resourceIds: ['{Service}'],
      timeContext: { durationMs: 3_600_000 },
      metrics: [
        {
          namespace: 'microsoft.apimanagement/service',
          metric: `microsoft.apimanagement/service--${metric}`,
          aggregation,
          ...(splitBy !== undefined && { splitBy }),
        },
      ],
      title,
    },
  }));
  const parameters = {
    type: 9,
    name: 'parameters',
    content: {
      version: 'KqlParameterItem/1.0',
      parameters: [
        {
          id: '7f0f3d5a-6f0e-4d52-9f0e-8c6e3a1b2c4d',
          version: 'KqlParameterItem/1.0',
          name: 'Service',
          type: 5,
          isRequired: true,
          typeSettings: { resourceTypeFilter: { 'microsoft.apimanagement/service': true } },
        },
      ],
      style: 'pills',
    },
  };
  const notebook = { version: 'Notebook/1.0', items: [parameters, ...items], fallbackResourceIds: ['Azure Monitor'] };
  const resource = bicepOf({
    name: new Reference("guid(resourceGroup().id, 'crossgate-workbook')"),
    location: new Reference('location'),
    kind: 'shared',
    properties: {
      displayName: 'API Management, as it was watched at API Gateway',
      category: 'workbook',
      sourceId: new Reference('serviceId'),
      serializedData: new Reference("loadTextContent('parts/workbook.json')"),
    },
  });
  return [
    { path: 'bicep/parts/workbook.json', content: `${JSON.stringify(notebook, null, 2)}\n` },
    {
      path: 'bicep/workbook.bicep',
      content: `${bicepComment('Calls, errors and latencies of the service on one page.')}param serviceId string\nparam location string = resourceGroup().location\n\nresource workbook 'Microsoft.Insights/workbooks@2022-04-01' = ${resource}\n`,
    },
  ];
}
