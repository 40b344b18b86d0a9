import { defineAccountFeature } from '../account-feature.ts';
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
        'Make a metric alert with the same threshold, window and reaction to missing data, and name who is called.',
    },
  },
  assess: (inventory) => inventory.alarms.map((alarm) => report(alarms, 'ALARM', alarm.at, wordsOf(alarm))),
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
