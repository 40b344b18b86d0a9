/** A metric alert of Azure Monitor on the service (Microsoft.Insights/metricAlerts 2018-03-01; Microsoft Learn, read 2026-11-28). */
export interface MetricAlert {
  /** Good for a resource. */
  readonly name: string;
  readonly description: string;
  readonly metric: 'BackendDuration' | 'Duration' | 'Requests';
  /** Category of the gateway's answers that count, such as `5xx`; absent: all. */
  readonly category?: '4xx' | '5xx';
  readonly aggregation: 'Average' | 'Count' | 'Maximum' | 'Minimum' | 'Total';
  readonly operator: 'GreaterThan' | 'GreaterThanOrEqual' | 'LessThan' | 'LessThanOrEqual';
  readonly threshold: number;
  /** ISO 8601 durations that Azure Monitor knows. */
  readonly window: string;
  readonly frequency: string;
}
