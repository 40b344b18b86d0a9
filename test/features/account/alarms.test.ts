import { expect, it } from 'vitest';
import { alertOf } from '../../../src/features/alert-rule.ts';
import type { AwsAlarm } from '../../../src/model/aws-account.ts';
import type { MetricAlert } from '../../../src/model/azure-alert.ts';
import { alertFiles } from '../../../src/report/artefacts/bicep/monitoring.ts';
import { workbookFiles } from '../../../src/report/artefacts/bicep/workbook.ts';

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

it.each([
  'Count',
  '4XXError',
  '5XXError',
  'Latency',
  'IntegrationLatency',
  'DataProcessed',
  'CacheHitCount',
  'CacheMissCount',
])('the workbook has a chart of %s', (metric) => {
  const [file] = workbookFiles();
  const { items } = JSON.parse(file?.content ?? '') as { items: { content: { title?: string; query?: string } }[] };
  const titles = items.map(({ content }) => content.title ?? '');
  expect(titles.filter((title) => new RegExp(`(^|[ ,])${metric}\\b`).test(title))).not.toEqual([]);
});

it('the workbook queries columns that the gateway logs have, of the service that is chosen', () => {
  const [file] = workbookFiles();
  const { items } = JSON.parse(file?.content ?? '') as { items: { content: { query?: string } }[] };
  const queries = items.flatMap(({ content }) => content.query ?? []);
  const columns = [
    'ApiId',
    'BackendTime',
    'Cache',
    'OperationId',
    'RequestSize',
    'ResponseCode',
    'ResponseSize',
    'TimeGenerated',
    'TotalTime',
  ];
  expect(queries).toHaveLength(3);
  for (const query of queries) {
    expect(query).toContain('| where _ResourceId =~ "{Service}"');
    const summary = query.slice(query.indexOf('summarize'));
    const named = summary.match(/\b[A-Z][A-Za-z]+\b(?! =)/g) ?? [];
    expect(named.filter((column) => !columns.includes(column))).toEqual([]);
  }
});
