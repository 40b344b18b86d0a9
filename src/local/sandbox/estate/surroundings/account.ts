import type { AwsState } from '../../aws/state.ts';

/** An ARN of the account in its region. */
export function arnOf({ region, accountId }: AwsState, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** When the health records system was put up; a day of the past, as an account's dates are. */
export const BUILT_AT = new Date('2024-03-11T09:30:00Z');

/** Adds a log group; without a retention it keeps what is written for ever, as where nobody set anything. */
export function addLogGroup(aws: AwsState, logGroupName: string, storedBytes: number, retentionInDays?: number): void {
  const logGroupArn = arnOf(aws, 'logs', `log-group:${logGroupName}`);
  aws.logGroups.push({
    logGroupName,
    logGroupArn,
    arn: `${logGroupArn}:*`,
    creationTime: BUILT_AT.getTime(),
    metricFilterCount: 0,
    storedBytes,
    logGroupClass: 'STANDARD',
    ...(retentionInDays !== undefined && { retentionInDays }),
  });
}

const HOUR_MS = 3_600_000;

/** When past traffic ends: an hour before now at least. What a cutover compares with is what the sandbox's gateway counted. */
export const startOfPresent = (): number => Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS;
