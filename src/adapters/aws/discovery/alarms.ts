import type { AwsAlarm } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import type { SourceReading } from './source-reading.ts';

/** Alarms on metrics of API Gateway; those on others are nobody's here. */
export async function readAlarms(reading: SourceReading): Promise<readonly AwsAlarm[]> {
  const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const client = await reading.clients.cloudWatch(reading.scope);
  const read = reading.readOf({ action: 'cloudwatch:DescribeAlarms', resource: '*', severity: 'review' });
  const found = await reading.allOrGap(read, async (NextToken) => {
    const answer = await client.send(
      new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'], MaxRecords: 100, NextToken }),
    );
    return { items: answer.MetricAlarms, next: answer.NextToken };
  });
  return found
    .filter(({ Namespace, Metrics = [] }) =>
      [Namespace, ...Metrics.map(({ MetricStat }) => MetricStat?.Metric?.Namespace)].includes('AWS/ApiGateway'),
    )
    .map((alarm) => {
      // An alarm on an expression has its metrics inside; the first of them names what is watched.
      const inside = alarm.Metrics?.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat;
      const dimensions = alarm.Dimensions ?? inside?.Metric?.Dimensions ?? [];
      return defined({
        at: { arn: alarm.AlarmArn ?? '', pointer: '' },
        name: alarm.AlarmName ?? '',
        metric: alarm.MetricName ?? inside?.Metric?.MetricName ?? '',
        dimensions: Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
        statistic: alarm.ExtendedStatistic ?? alarm.Statistic ?? inside?.Stat ?? '',
        period: alarm.Period ?? inside?.Period ?? 0,
        evaluationPeriods: alarm.EvaluationPeriods ?? 1,
        threshold: alarm.Threshold ?? 0,
        comparison: alarm.ComparisonOperator ?? '',
        missingData: alarm.TreatMissingData,
        actions: alarm.AlarmActions ?? [],
      });
    });
}
