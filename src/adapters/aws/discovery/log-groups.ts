import type { AwsApi } from '../../../model/aws.ts';
import type { AwsLogGroup } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import type { SourceReading } from './source-reading.ts';

/** The log groups that stages write to: those of access logs, and API Gateway's own of execution logs. */
export async function readLogGroups(reading: SourceReading, apis: readonly AwsApi[]): Promise<readonly AwsLogGroup[]> {
  const groups = new Map<string, AwsLogGroup>();
  for (const name of new Set(apis.flatMap(groupNames)))
    for (const group of await describe(reading, name)) groups.set(group.name, group);
  return [...groups.values()];
}

function groupNames({ id, type, stage }: AwsApi): readonly string[] {
  const [, access] = /^arn:[\w-]+:logs:[\w-]+:\d*:log-group:([^:*]+)/.exec(stage.accessLog?.destinationArn ?? '') ?? [];
  const executes = stage.methodSettings.some(({ loggingLevel = 'OFF' }) => loggingLevel !== 'OFF');
  // Names as API Gateway makes them (developer guide, CloudWatch logs, 2026-11-25).
  const execution =
    type === 'REST' ? `API-Gateway-Execution-Logs_${id}/${stage.name}` : `/aws/apigateway/${id}/${stage.name}`;
  return [...(access === undefined ? [] : [access]), ...(executes ? [execution] : [])];
}

async function describe(reading: SourceReading, name: string): Promise<readonly AwsLogGroup[]> {
  const { DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = await reading.clients.cloudWatchLogs(reading.scope);
  const at = { arn: reading.arnIn('logs', `log-group:${name}`), pointer: '' };
  const read = reading.readOf({ action: 'logs:DescribeLogGroups', resource: '*', at, severity: 'review' });
  const found = await reading.allOrGap(read, async (nextToken) => {
    const answer = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name, nextToken }));
    return { items: answer.logGroups, next: answer.nextToken };
  });
  return found
    .filter(({ logGroupName }) => logGroupName === name)
    .map(({ arn = at.arn, retentionInDays }) =>
      defined({ at, arn: arn.replace(/:\*$/, ''), name, retentionDays: retentionInDays }),
    );
}
