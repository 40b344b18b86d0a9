import { jsonService, type Input } from '../json-service.ts';
import { pageOf, sizeOf } from '../paging.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';

/** CloudWatch Logs: which log groups there are and how long they keep what is written. */
export function logs(state: AwsState): AwsService {
  return jsonService({
    name: 'logs',
    version: '1.1',
    operations: { DescribeLogGroups: (input) => describeLogGroups(state, input) },
  });
}

/** By a prefix, or by a part of the name in any case; never both (API reference of CloudWatch Logs, 2026-11-25). */
function describeLogGroups({ logGroups }: AwsState, input: Input): unknown {
  const refuse = (message: string) => (): AwsError => new AwsError('InvalidParameterException', message);
  const { logGroupNamePrefix: prefix, logGroupNamePattern: part } = input as Readonly<Record<string, string>>;
  if (prefix !== undefined && part !== undefined)
    throw refuse('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.')();
  const found = logGroups.filter(
    ({ logGroupName = '' }) =>
      logGroupName.startsWith(prefix ?? '') && logGroupName.toLowerCase().includes((part ?? '').toLowerCase()),
  );
  const size = sizeOf(input['limit'], { most: 50 }, refuse("Value at 'limit' failed to satisfy constraint"));
  const token = input['nextToken'] as string | undefined;
  const { items, next } = pageOf(found, token, size, refuse('The specified nextToken is invalid.'));
  return { logGroups: items, nextToken: next };
}
