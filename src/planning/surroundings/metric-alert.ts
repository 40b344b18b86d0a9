import type { MetricAlert } from '../../model/azure-alert.ts';

export const ALERT_TYPE = 'Microsoft.Insights/metricAlerts';
export const ALERT_VERSION = '2018-03-01';

/**
 * A metric alert as its contract has it. Files and steps are made of this one: `Ref` is a text, or whatever a file refers by.
 * @param actions who is told: a list of action groups, or what stands for it
 */
export function metricAlertBody<Ref, Actions>(alert: MetricAlert, serviceId: Ref, actions: Actions) {
  const { description, metric, category, aggregation, operator, threshold, window, frequency } = alert;
  return {
    location: 'global',
    properties: {
      description,
      severity: 2,
      enabled: true,
      scopes: [serviceId],
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
            ...(category !== undefined && {
              dimensions: [{ name: 'GatewayResponseCodeCategory', operator: 'Include', values: [category] }],
            }),
            operator,
            threshold,
            timeAggregation: aggregation,
          },
        ],
      },
      actions,
    },
  };
}
