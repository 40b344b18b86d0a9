import { expect, it } from 'vitest';
import { alertOf } from '../../../src/features/alert-rule.ts';
import type { AwsAlarm } from '../../../src/model/aws-account.ts';
import type { MetricAlert } from '../../../src/model/azure-alert.ts';
import { alertFiles, workbookFiles } from '../../../src/report/artefacts/bicep/monitoring.ts';

const alarm = (changes: Partial<AwsAlarm> = {}): AwsAlarm => ({
  at: { arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:errors', pointer: '' },
  name: 'errors of orders',
  metric: '5XXError',
  dimensions: { ApiName: 'orders' },
  statistic: 'Sum',
  period: 60,
  evaluationPeriods: 3,
  threshold: 5,
  comparison: 'GreaterThanThreshold',
  actions: [],
  ...changes,
});
const alert = (changes: Partial<AwsAlarm>): MetricAlert => {
  const made = alertOf(alarm(changes));
  if (typeof made === 'string') throw new Error(made);
  return made;
};

it('counts the same calls in a window that Azure Monitor has', () => {
  expect(alert({})).toMatchObject({
    metric: 'Requests',
    category: '5xx',
    aggregation: 'Total',
    threshold: 5,
    window: 'PT1M',
  });
  expect(alert({ period: 120 })).toMatchObject({ window: 'PT5M', threshold: 12.5 });
  expect(alert({ metric: 'Latency', statistic: 'Average', period: 120, threshold: 800 })).toMatchObject({
    metric: 'Duration',
    window: 'PT5M',
    threshold: 800,
  });
});

it.each([
  [{ statistic: 'p99', metric: 'Latency' }, 'p99'],
  [{ statistic: 'Average' }, 'share of errors'],
  [{ metric: 'CacheHitCount' }, 'no metric'],
  [{ comparison: 'LessThanLowerOrGreaterThanUpperThreshold' }, 'no fixed threshold'],
] satisfies [Partial<AwsAlarm>, string][])('says why an alarm is no metric alert: %j', (changes, why) => {
  expect(alertOf(alarm(changes))).toContain(why);
});

it('writes alerts and the workbook as entry points', async () => {
  const [file] = alertFiles([alert({}), alert({ period: 120, name: "it's ${late}" })]);
  await expect(file?.content).toMatchFileSnapshot('golden/alerts.bicep');
  expect(workbookFiles().map(({ path }) => path)).toEqual(['bicep/parts/workbook.json', 'bicep/workbook.bicep']);
  expect(alertFiles([])).toEqual([]);
});
