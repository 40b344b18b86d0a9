import type { MetricAlert } from '../../../model/azure-alert.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepComment, bicepOf, Reference, type BicepValue } from './bicep-text.ts';
import { ALERT_TYPE, ALERT_VERSION, metricAlertBody } from '../../../planning/surroundings/metric-alert.ts';

const PARAMETERS =
  "@description('Resource id of the API Management service.')\nparam serviceId string\n" +
  "@description('Resource ids of action groups that are told.')\nparam actionGroupIds array = []\n\n";

/** Metric alerts of the service as one entry point; none without alarms. */
export function alertFiles(alerts: readonly MetricAlert[]): readonly ArtefactFile[] {
  if (alerts.length === 0) return [];
  const resources = alerts.map(
    (alert, index) =>
      `${bicepComment(alert.description)}resource alert${index + 1} '${ALERT_TYPE}@${ALERT_VERSION}' = ${bicepOf(alertResource(alert))}\n`,
  );
  const head = bicepComment('Alarms of CloudWatch as alerts on the whole service: its metrics do not tell APIs apart.');
  return [{ path: 'bicep/alerts.bicep', content: `${head}${PARAMETERS}${resources.join('\n')}` }];
}

function alertResource(alert: MetricAlert): BicepValue {
  const actions = new Reference('[for id in actionGroupIds: { actionGroupId: id }]');
  return { name: alert.name, ...metricAlertBody(alert, new Reference('serviceId'), actions) };
}
