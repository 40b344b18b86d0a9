import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AwsState } from '../../aws/state.ts';
import { addLogGroup, arnOf, BUILT_AT, startOfPresent } from './account.ts';

/** An API as monitoring knows it. */
export interface MonitoredApis {
  readonly patients: string;
  readonly care: string;
  readonly legacy: string;
}

const ON_CALL = 'health-on-call';

/** What is written, watched and told of the APIs, and the traffic that they had so far. */
export function addMonitoring(aws: AwsState, apis: MonitoredApis): void {
  addLogGroup(aws, `API-Gateway-Execution-Logs_${apis.patients}/prod`, 734_003_200, 30);
  addLogGroup(aws, 'patient-records', 8_589_934_592);
  addAlarms(aws, apis);
  aws.eventRules.push({
    rule: {
      Name: 'gateway-changes',
      Arn: arnOf(aws, 'events', 'rule/gateway-changes'),
      Description: 'Tells the operators of each change of an API',
      EventBusName: 'default',
      State: 'ENABLED',
      EventPattern: JSON.stringify({
        'source': ['aws.apigateway'],
        'detail-type': ['AWS API Call via CloudTrail'],
        'detail': { eventSource: ['apigateway.amazonaws.com'] },
      }),
    },
    targets: [{ Id: 'operators', Arn: arnOf(aws, 'sns', ON_CALL) }],
  });
  addPastTraffic(aws, apis);
}

function addAlarms(aws: AwsState, { care }: MonitoredApis): void {
  const actions = [arnOf(aws, 'sns', ON_CALL)];
  const alarm = (name: string, settings: MetricAlarm): void => {
    aws.alarms.metric.push({
      AlarmName: name,
      AlarmArn: arnOf(aws, 'cloudwatch', `alarm:${name}`),
      ActionsEnabled: true,
      AlarmActions: actions,
      OKActions: actions,
      InsufficientDataActions: [],
      AlarmConfigurationUpdatedTimestamp: BUILT_AT,
      StateValue: 'OK',
      StateReason: 'Threshold not crossed',
      StateUpdatedTimestamp: BUILT_AT,
      Namespace: 'AWS/ApiGateway',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...settings,
    });
  };
  const patients = [
    { Name: 'ApiName', Value: 'patient-records' },
    { Name: 'Stage', Value: 'prod' },
  ];
  alarm('patient-records-errors', {
    MetricName: '5XXError',
    Dimensions: patients,
    Statistic: 'Average',
    Threshold: 0.01,
  });
  alarm('patient-records-slow', {
    MetricName: 'Latency',
    Dimensions: patients,
    ExtendedStatistic: 'p99',
    Threshold: 2_000,
  });
  alarm('care-services-errors', {
    MetricName: '5xx',
    Dimensions: [{ Name: 'ApiId', Value: care }],
    Statistic: 'Sum',
    Threshold: 10,
  });
  aws.alarms.composite.push({
    AlarmName: 'health-apis',
    AlarmArn: arnOf(aws, 'cloudwatch', 'alarm:health-apis'),
    AlarmRule: 'ALARM("patient-records-errors") OR ALARM("care-services-errors")',
    ActionsEnabled: true,
    AlarmActions: actions,
    StateValue: 'OK',
    StateUpdatedTimestamp: BUILT_AT,
  });
}

function addPastTraffic(aws: AwsState, { patients, care, legacy }: MonitoredApis): void {
  const until = startOfPresent();
  aws.pastTraffic.push(
    {
      apiName: 'patient-records',
      apiId: patients,
      stage: 'prod',
      requestsPerHour: 42_000,
      clientErrors: 0.021,
      serverErrors: 0.0006,
      latencyMs: 84,
      bytesPerRequest: 3_100,
      until,
    },
    {
      apiName: 'care-services',
      apiId: care,
      stage: '$default',
      requestsPerHour: 9_500,
      clientErrors: 0.012,
      serverErrors: 0.0011,
      latencyMs: 61,
      bytesPerRequest: 1_900,
      until,
    },
    {
      apiName: 'legacy-directory',
      apiId: legacy,
      stage: '$default',
      requestsPerHour: 310,
      clientErrors: 0.004,
      serverErrors: 0,
      latencyMs: 38,
      bytesPerRequest: 820,
      until,
    },
  );
}
