import { FailureError } from '../src/model/outcome.ts';
import type { RunRequest } from '../src/model/run.ts';
import type { AwsScope } from '../src/ports/source-reader.ts';

/** A live account and region of a run, with the APIs (ids or names) and stages of it that the run is about; absent means all. */
export type LiveSource = Exclude<RunRequest['source'][number], { readonly snapshot: string }>;

/** One of the run's sources by its index. @throws FailureError `invalid` when it is a snapshot: those cannot be read live. */
export function sourceOf({ source }: RunRequest, index: number): LiveSource {
  const found = source[index];
  if (found === undefined || 'snapshot' in found) {
    const message = `source ${index} of the run is no live account: name an account and a region`;
    throw new FailureError({ kind: 'invalid', code: 'NO-LIVE-SOURCE', message, at: `/source/${index}` });
  }
  return found;
}

/** Account, region and role alone: what adapters take. */
export function scopeOf({ account, region, roleArn }: LiveSource): AwsScope {
  return roleArn === undefined ? { account, region } : { account, region, roleArn };
}
