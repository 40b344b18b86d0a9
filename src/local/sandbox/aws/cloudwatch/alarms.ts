import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Input } from '../json-service.ts';
import { pageOf, sizeOf } from '../paging.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';

/** DescribeAlarms: metric alarms unless composite ones are asked for too (API reference of CloudWatch, 2026-11-25). */
export function describeAlarms({ alarms }: AwsState, input: Input): unknown {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes = ['MetricAlarm'], StateValue, ActionPrefix } = input;
  if (AlarmNames !== undefined && AlarmNamePrefix !== undefined)
    throw new AwsError('InvalidParameterCombination', 'AlarmNames and AlarmNamePrefix exclude each other.');
  const fits = (alarm: MetricAlarm | CompositeAlarm): boolean =>
    (AlarmNames === undefined || (AlarmNames as readonly unknown[]).includes(alarm.AlarmName)) &&
    (alarm.AlarmName ?? '').startsWith((AlarmNamePrefix as string | undefined) ?? '') &&
    (StateValue === undefined || alarm.StateValue === StateValue) &&
    (ActionPrefix === undefined || (alarm.AlarmActions ?? []).some((arn) => arn.startsWith(ActionPrefix as string)));
  const types = AlarmTypes as readonly unknown[];
  const all = [
    ...(types.includes('CompositeAlarm') ? alarms.composite.map((alarm) => ({ alarm, isComposite: true })) : []),
    ...(types.includes('MetricAlarm') ? alarms.metric.map((alarm) => ({ alarm, isComposite: false })) : []),
  ].filter(({ alarm }) => fits(alarm));
  const size = sizeOf(
    input['MaxRecords'],
    { most: 100, otherwise: 50 },
    () => new AwsError('ValidationError', 'The value for parameter MaxRecords is not between 1 and 100.'),
  );
  const token = input['NextToken'] as string | undefined;
  const { items, next } = pageOf(all, token, size, () => new AwsError('InvalidNextToken', 'The token is not valid.'));
  return {
    CompositeAlarms: items.filter(({ isComposite }) => isComposite).map(({ alarm }) => alarm),
    MetricAlarms: items.filter(({ isComposite }) => !isComposite).map(({ alarm }) => alarm),
    NextToken: next,
  };
}
