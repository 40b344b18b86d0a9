import { alertOf } from '../../features/alert-rule.ts';
import type { AwsAlarm } from '../../model/aws-account.ts';
import type { MetricAlert } from '../../model/azure-alert.ts';
import type { Step } from '../../model/plan.ts';
import type { RunRequest } from '../../model/run.ts';
import { aroundStep, type Around } from './around.ts';
import { ALERT_TYPE, ALERT_VERSION, metricAlertBody } from './metric-alert.ts';
import { groupOf, serviceIdOf } from './scopes.ts';

const GROUP_NAME = 'crossgate-alerts';

/**
 * Alerts on the service in place of alarms, and a group that is told by mail. An alert that waits for too little traffic stands when
 * the wave is committed: before, it would only say that nobody calls yet.
 */
export function alertSteps(alarms: readonly AwsAlarm[], { target, waves }: RunRequest): readonly Step[] {
  const alerts = alarms.flatMap((alarm) => {
    const alert = alertOf(alarm);
    return typeof alert === 'string' ? [] : [{ alarm, alert }];
  });
  const [wave] = waves;
  if (target.alerts === undefined || wave === undefined || alerts.length === 0) return [];
  const { emails, actionGroups } = target.alerts;
  const made = emails.length === 0 ? [] : [actionGroupStep(target, emails, wave.name, alarms)];
  const told = [...actionGroups, ...made.map(({ payload }) => String(payload['id']))];
  return [
    ...made,
    ...alerts.map(({ alarm, alert }) =>
      aroundStep(alertResource(alert, target, told), {
        summary: `alert ${alert.name} in place of the alarm ${alarm.name}`,
        from: [alarm.at],
        place: { wave: wave.name, phase: phaseOf(alert), unit: `alert-${alert.name}` },
        dependsOn: made,
      }),
    ),
  ];
}

const phaseOf = ({ operator }: MetricAlert): Step['place']['phase'] =>
  operator.startsWith('LessThan') ? 'committing' : 'opening';

function alertResource(alert: MetricAlert, target: RunRequest['target'], told: readonly string[]): Around {
  const actions = told.map((actionGroupId) => ({ actionGroupId }));
  return {
    id: `${groupOf(target)}/providers/${ALERT_TYPE}/${alert.name}`,
    apiVersion: ALERT_VERSION,
    body: { tags: {}, ...metricAlertBody(alert, serviceIdOf(target), actions) },
  };
}

/** Published contract 2023-01-01; a short name has 12 characters at most. */
function actionGroupStep(
  target: RunRequest['target'],
  emails: readonly string[],
  wave: string,
  alarms: readonly AwsAlarm[],
): Step {
  const body = {
    location: 'Global',
    tags: {},
    properties: {
      groupShortName: 'crossgate',
      enabled: true,
      emailReceivers: emails.map((emailAddress, index) => ({
        name: `email-${index + 1}`,
        emailAddress,
        useCommonAlertSchema: true,
      })),
    },
  };
  return aroundStep(
    {
      id: `${groupOf(target)}/providers/Microsoft.Insights/actionGroups/${GROUP_NAME}`,
      apiVersion: '2023-01-01',
      body,
    },
    {
      summary: `an action group that writes to ${emails.length === 1 ? 'one address' : `${emails.length} addresses`}`,
      from: alarms.map(({ at }) => at),
      place: { wave, phase: 'importing', unit: 'alerts' },
    },
  );
}
