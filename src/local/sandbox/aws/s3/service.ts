import { createHash } from 'node:crypto';
import type { SandboxResponse } from '../../http-server.ts';
import { S3_PROTOCOL } from '../protocol.ts';
import { restService, type OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';
import type { ObjectVersion } from './state.ts';

/** S3, buckets addressed by path: reading one object, as trust stores are read. `regions` are all of the account's. */
export function s3(state: AwsState, regions: readonly AwsState[]): AwsService {
  const read = (operation: string, method: string): OperationRoute => ({
    operation,
    method,
    pattern: '/{bucket}/{key+}',
    handle: (routed) => answer(find(state, regions, routed)),
  });
  return restService({
    name: 's3',
    protocol: S3_PROTOCOL,
    routes: [read('GetObject', 'GET'), read('HeadObject', 'HEAD')],
  });
}

function answer({ body, versionId, contentType, lastModified }: ObjectVersion): SandboxResponse {
  return {
    status: 200,
    headers: {
      'content-type': contentType,
      'content-length': String(body.length),
      'etag': `"${createHash('md5').update(body).digest('hex')}"`,
      'last-modified': lastModified.toUTCString(),
      'x-amz-version-id': versionId,
      'accept-ranges': 'bytes',
    },
    body,
  };
}

/** The version asked for, else the newest. */
function find(state: AwsState, regions: readonly AwsState[], routed: RoutedRequest): ObjectVersion {
  const name = param(routed, 'bucket');
  const bucket = state.buckets.get(name);
  if (!bucket && regions.some(({ buckets }) => buckets.has(name)))
    throw new AwsError(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint.',
      301,
    );
  if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  const versions = bucket.get(param(routed, 'key')) ?? [];
  const wanted = routed.query.get('versionId');
  if (wanted !== null && !/^[\w.-]+$/.test(wanted))
    throw new AwsError('InvalidArgument', 'Invalid version id specified', 400);
  const newest = versions.at(-1);
  if (!newest) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  const found = wanted === null ? newest : versions.find(({ versionId }) => versionId === wanted);
  if (!found) throw new AwsError('NoSuchVersion', 'The specified version does not exist.', 404);
  return found;
}
