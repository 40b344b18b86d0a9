import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let estate: EstateCloud;
beforeAll(async () => {
  estate = await startEstateCloud();
});
afterAll(() => estate.cloud.close());

const startOfHour = (): number => Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

/** A statistic of a metric, by time. */
async function metric(
  dimensions: Readonly<Record<string, string>>,
  MetricName: string,
  Stat: string,
  span: readonly [number, number],
  Period = 3600,
) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: 'AWS/ApiGateway', MetricName, Dimensions };
  const asked = new GetMetricDataCommand({
    StartTime: new Date(span[0]),
    EndTime: new Date(span[1]),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [{ Id: 'one', MetricStat: { Metric, Period, Stat } }],
  });
  const { MetricDataResults } = await new CloudWatchClient(estate.client()).send(asked);
  return MetricDataResults?.[0] ?? {};
}

describe('metrics of API Gateway, by the SDK client of CloudWatch', () => {
  const rest = { ApiName: 'patient-records', Stage: 'prod' };

  it('has the traffic of the last days, hour by hour', async () => {
    const day = [startOfHour() - 3 * DAY_MS, startOfHour() - 2 * DAY_MS] as const;
    const { Timestamps = [], Values = [] } = await metric(rest, 'Count', 'Sum', day);
    expect(Timestamps).toHaveLength(24);
    expect(Timestamps[0]?.getTime()).toBe(day[0]);
    expect(Values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(24 * 42_000, -3);
    expect(Math.max(...Values) / Math.min(...Values)).toBeGreaterThan(3);
    const { Values: days = [] } = await metric(rest, 'Count', 'Sum', day, 86_400);
    expect(days.reduce((sum, value) => sum + value, 0)).toBeCloseTo(24 * 42_000, -3);
  });

  it('tells several statistics of each metric of a REST API', async () => {
    const hour = [startOfHour() - 26 * HOUR_MS, startOfHour() - 25 * HOUR_MS] as const;
    const valueOf = async (name: string, stat: string) => (await metric(rest, name, stat, hour)).Values?.[0];
    expect(await valueOf('Latency', 'Average')).toBeCloseTo(84, 0);
    expect(await valueOf('Latency', 'p99')).toBeGreaterThan((await valueOf('Latency', 'p50')) ?? 0);
    expect(await valueOf('IntegrationLatency', 'Maximum')).toBeGreaterThan(84);
    const [requests = 0, failed = 0] = [await valueOf('Count', 'SampleCount'), await valueOf('5XXError', 'Sum')];
    expect(failed / requests).toBeCloseTo(0.0006, 3);
    expect(await valueOf('4XXError', 'Average')).toBeCloseTo(0.021, 3);
    expect(await valueOf('4xx', 'Sum')).toBeUndefined();
  });

  it('names those of HTTP APIs otherwise, and knows them by id', async () => {
    const hour = [startOfHour() - 26 * HOUR_MS, startOfHour() - 25 * HOUR_MS] as const;
    const [care = ''] = estate.state.httpApis.keys();
    const http = { ApiId: care, Stage: '$default' };
    expect((await metric(http, '4xx', 'Sum', hour)).Values?.[0]).toBeGreaterThan(0);
    expect((await metric(http, 'DataProcessed', 'Sum', hour)).Values?.[0]).toBeGreaterThan(1_000_000);
    expect((await metric({ ApiName: 'care-services' }, 'Count', 'Sum', hour)).Values).toEqual([]);
    const { Metrics } = await new CloudWatchClient(estate.client()).send(new ListMetricsCommand({}));
    expect(Metrics).toContainEqual(
      expect.objectContaining({
        MetricName: '5xx',
        Dimensions: [
          { Name: 'ApiId', Value: care },
          { Name: 'Stage', Value: '$default' },
        ],
      }),
    );
  });

  it('adds what the gateway counts now, and has nothing in between', async () => {
    const now = Date.now();
    const [apiId = ''] = estate.state.restApis.keys();
    estate.state.metrics.add({
      apiName: 'patient-records',
      apiId,
      stage: 'prod',
      at: now,
      status: 502,
      latencyMs: 7,
      bytes: 11,
    });
    const { Values } = await metric(rest, '5XXError', 'Sum', [now - 60_000, now + 60_000], 60);
    expect(Values).toEqual([1]);
    expect((await metric(rest, 'Count', 'Sum', [startOfHour() - HOUR_MS + 1, now - 60_000])).Values).toEqual([]);
  });

  it('gives datapoints page by page', async () => {
    const client = new CloudWatchClient(estate.client());
    const Dimensions = Object.entries(rest).map(([Name, Value]) => ({ Name, Value }));
    const query = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: 'AWS/ApiGateway', MetricName, Dimensions }, Period: 3600, Stat: 'Sum' },
    });
    const input = {
      StartTime: new Date(startOfHour() - 30 * HOUR_MS),
      EndTime: new Date(startOfHour() - 26 * HOUR_MS),
      MetricDataQueries: [query('requests', 'Count'), query('errors', '5XXError')],
      MaxDatapoints: 3,
    };
    const values: Record<string, number[]> = {};
    let NextToken: string | undefined;
    do {
      const page = await client.send(new GetMetricDataCommand({ ...input, NextToken }));
      for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) (values[Id] ??= []).push(...Values);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    const whole = await client.send(new GetMetricDataCommand({ ...input, MaxDatapoints: 100 }));
    expect(Object.values(values)).toEqual(whole.MetricDataResults?.map(({ Values }) => Values));
    expect(values['requests']).toHaveLength(4);
  });

  it('refuses periods that are no minutes, and statistics that are none', async () => {
    const span = [Date.now() - DAY_MS, Date.now()] as const;
    const invalid = { name: 'ValidationException' };
    await expect(metric(rest, 'Count', 'Sum', span, 90)).rejects.toMatchObject(invalid);
    await expect(metric(rest, 'Count', 'Median', span)).rejects.toMatchObject(invalid);
  });
});

describe('alarms', () => {
  it('lists metric alarms, and composite ones when they are asked for', async () => {
    const client = new CloudWatchClient(estate.client());
    const first = await client.send(new DescribeAlarmsCommand({ MaxRecords: 2 }));
    const second = await client.send(new DescribeAlarmsCommand({ MaxRecords: 2, NextToken: first.NextToken }));
    const alarms = [...(first.MetricAlarms ?? []), ...(second.MetricAlarms ?? [])];
    expect(alarms.map(({ AlarmName }) => AlarmName)).toEqual([
      'patient-records-errors',
      'patient-records-slow',
      'care-services-errors',
    ]);
    expect(alarms[0]).toMatchObject({
      MetricName: '5XXError',
      AlarmActions: ['arn:aws:sns:us-east-1:111122223333:health-on-call'],
    });
    expect(second.NextToken).toBeUndefined();
    expect(second.CompositeAlarms).toEqual([]);
    const AlarmTypes: ('CompositeAlarm' | 'MetricAlarm')[] = ['CompositeAlarm'];
    const { CompositeAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmTypes }));
    expect(CompositeAlarms?.[0]?.AlarmRule).toContain('care-services-errors');
    const many = new DescribeAlarmsCommand({ MaxRecords: 101 });
    await expect(client.send(many)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('log groups, by the SDK client of CloudWatch Logs', () => {
  it('finds by prefix or by a part of the name, page by page', async () => {
    const client = new CloudWatchLogsClient(estate.client());
    const execution = { logGroupNamePrefix: 'API-Gateway-Execution-Logs_' };
    const { logGroups } = await client.send(new DescribeLogGroupsCommand(execution));
    expect(logGroups).toMatchObject([{ retentionInDays: 30 }]);
    const first = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'PATIENT', limit: 1 }));
    const { nextToken } = first;
    const rest = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'PATIENT', nextToken }));
    const names = [first, rest].flatMap((page) => page.logGroups?.map(({ logGroupName }) => logGroupName));
    expect(names).toEqual(['/aws/lambda/patient-record-update', 'patient-records']);
    const both = new DescribeLogGroupsCommand({ ...execution, logGroupNamePattern: 'x' });
    await expect(client.send(both)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('rules, by the SDK client of EventBridge', () => {
  it('tells the rules of a bus and what each starts', async () => {
    const client = new EventBridgeClient(estate.client());
    const { Rules } = await client.send(new ListRulesCommand({}));
    expect(Rules?.[0]?.EventPattern).toContain('aws.apigateway');
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: Rules?.[0]?.Name }));
    expect(Targets?.map(({ Arn }) => Arn)).toEqual(['arn:aws:sns:us-east-1:111122223333:health-on-call']);
    const missing = { name: 'ResourceNotFoundException' };
    await expect(client.send(new ListTargetsByRuleCommand({ Rule: 'none' }))).rejects.toMatchObject(missing);
    await expect(client.send(new ListRulesCommand({ EventBusName: 'none' }))).rejects.toMatchObject(missing);
  });
});
