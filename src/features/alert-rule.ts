import type { AwsAlarm } from '../model/aws-account.ts';
import type { MetricAlert } from '../model/azure-alert.ts';
import { shortHash, slug } from './operations.ts';

const METRICS: Readonly<Record<string, Pick<MetricAlert, 'metric' | 'category'>>> = {
  'Count': { metric: 'Requests' },
  '4XXError': { metric: 'Requests', category: '4xx' },
  '4xx': { metric: 'Requests', category: '4xx' },
  '5XXError': { metric: 'Requests', category: '5xx' },
  '5xx': { metric: 'Requests', category: '5xx' },
  'Latency': { metric: 'Duration' },
  'IntegrationLatency': { metric: 'BackendDuration' },
};
const STATISTICS: Readonly<Record<string, MetricAlert['aggregation']>> = {
  Average: 'Average',
  Maximum: 'Maximum',
  Minimum: 'Minimum',
  SampleCount: 'Count',
  Sum: 'Total',
};
const OPERATORS: Readonly<Record<string, MetricAlert['operator']>> = {
  GreaterThanOrEqualToThreshold: 'GreaterThanOrEqual',
  GreaterThanThreshold: 'GreaterThan',
  LessThanOrEqualToThreshold: 'LessThanOrEqual',
  LessThanThreshold: 'LessThan',
};
/** Seconds of the windows that a metric alert may have, and their names. */
const WINDOWS = [
  [60, 'PT1M'],
  [300, 'PT5M'],
  [900, 'PT15M'],
  [1800, 'PT30M'],
  [3600, 'PT1H'],
  [21_600, 'PT6H'],
  [43_200, 'PT12H'],
] as const;
const LONGEST = [86_400, 'P1D'] as const;

/** An alarm of CloudWatch as an alert on the service's metrics (docs: mapping, B8); text for why it is none. */
export function alertOf(alarm: AwsAlarm): MetricAlert | string {
  const metric = METRICS[alarm.metric];
  const aggregation = STATISTICS[alarm.statistic];
  const operator = OPERATORS[alarm.comparison];
  if (!(alarm.period > 0) || !Number.isFinite(alarm.threshold)) return 'its period or threshold is not known';
  if (metric === undefined) return `the service has no metric for ${alarm.metric}`;
  if (aggregation === undefined) return `metrics have no ${alarm.statistic}`;
  if (operator === undefined) return `a comparison by ${alarm.comparison} is no fixed threshold`;
  // The mean of an error metric is a share of the calls; a count of calls has none.
  if (metric.category !== undefined && aggregation !== 'Total') return 'a share of errors needs an alert on logs';
  const [seconds, window] = WINDOWS.find(([length]) => length >= alarm.period) ?? LONGEST;
  const isCounted = aggregation === 'Total' || aggregation === 'Count';
  return {
    name: `${slug(alarm.name)}-${shortHash(alarm.at.arn, 6)}`,
    description: `Was the CloudWatch alarm ${alarm.name}: ${alarm.statistic} of ${alarm.metric}, ${alarm.evaluationPeriods} periods of ${alarm.period} s.`,
    ...metric,
    aggregation,
    operator,
    // A longer window holds more calls for the same pace.
    threshold: isCounted ? (alarm.threshold * seconds) / alarm.period : alarm.threshold,
    window,
    frequency: seconds <= 60 ? 'PT1M' : 'PT5M',
  };
}
