import type { RunRequest } from '../model/run.ts';
import type { SourceRef } from '../model/source-ref.ts';

/**
 * Which of the run's sources a thing was read from, by the account and region of its ARN. API Gateway's own ARNs name no account:
 * whoever knows it says it.
 */
export function sourceIndex({ arn }: SourceRef, { source }: Pick<RunRequest, 'source'>, known?: string): number {
  const [, , , region, own] = arn.split(':');
  const account = own === '' ? known : own;
  const fits = (each: RunRequest['source'][number]): boolean =>
    'region' in each && each.region === region && (account === '' || account === undefined || each.account === account);
  return Math.max(0, source.findIndex(fits));
}
