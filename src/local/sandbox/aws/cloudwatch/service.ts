import { jsonService } from '../json-service.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { describeAlarms } from './alarms.ts';
import { getMetricData, listMetrics } from './metrics.ts';

/** CloudWatch's metrics of API Gateway and its alarms, in JSON 1.0 as the SDK speaks since 2025. */
export function cloudWatch(state: AwsState, delayMs: number): AwsService {
  return jsonService({
    name: 'cloudwatch',
    signingName: 'monitoring',
    version: '1.0',
    operations: {
      ListMetrics: (input) => listMetrics(state, input),
      GetMetricData: (input) => getMetricData(state, input, delayMs),
      DescribeAlarms: (input) => describeAlarms(state, input),
    },
  });
}
