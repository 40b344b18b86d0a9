import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';

export interface AlarmsState {
  metric: MetricAlarm[];
  composite: CompositeAlarm[];
}
