import { defineAccountFeature } from '../account-feature.ts';
import { alertOf } from '../alert-rule.ts';
import { report } from '../feature.ts';
import type { AwsAlarm } from '../../model/aws-account.ts';

/** Alarms on metrics of API Gateway (docs: mapping, B8). */
export const alarms = defineAccountFeature({
  id: 'alarms',
  fidelity: 'D',
  findings: {
    ALARM: {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'CloudWatch calls its actions when the metric passes the threshold.',
      apimBehaviour: 'Nothing alerts until a rule of Azure Monitor says so.',
      remedy:
        'Deploy bicep/alerts.bicep where the alarm is in it, with the action groups that are to be called; make an alert on logs for the others.',
    },
  },
  assess: (inventory) =>
    inventory.alarms.map((alarm) => {
      const alert = alertOf(alarm);
      const left = typeof alert === 'string' ? ` It is no metric alert: ${alert}.` : '';
      return report(alarms, 'ALARM', alarm.at, `${wordsOf(alarm)}${left}`);
    }),
});

function wordsOf({
  name,
  metric,
  dimensions,
  statistic,
  comparison,
  threshold,
  evaluationPeriods,
  period,
  missingData,
  actions,
}: AwsAlarm): string {
  const of = Object.entries(dimensions).map(([key, value]) => `${key} ${value}`);
  const when = `${statistic} of ${metric}${of.length === 0 ? '' : ` (${of.join(', ')})`} ${comparison} ${threshold} in ${evaluationPeriods} x ${period} s`;
  return `The alarm ${name} (${when}, missing data: ${missingData ?? 'missing'}) calls ${actions.join(', ') || 'nobody'}.`;
}
