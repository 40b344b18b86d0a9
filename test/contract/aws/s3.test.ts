import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

const Bucket = 'trust-stores';
const Key = 'partners/clinics.pem';
const version = (versionId: string, text: string) => ({
  versionId,
  body: Buffer.from(text),
  contentType: 'application/x-pem-file',
  lastModified: new Date('2026-02-03T04:05:06Z'),
});

let estate: EstateCloud;
let s3: S3Client;
beforeAll(async () => {
  estate = await startEstateCloud();
  estate.state.buckets.set(Bucket, new Map([[Key, [version('v1', 'old'), version('v2', 'new')]]]));
  s3 = new S3Client({ ...estate.client(), forcePathStyle: true });
});
afterAll(() => estate.cloud.close());

describe('objects, by the SDK client of S3', () => {
  it('gives the newest version, or the one that is asked for', async () => {
    const newest = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await newest.Body?.transformToString()).toBe('new');
    expect(newest).toMatchObject({ VersionId: 'v2', ContentType: 'application/x-pem-file', ContentLength: 3 });
    const older = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId: 'v1' }));
    expect(await older.Body?.transformToString()).toBe('old');
  });

  it('tells of an object without sending it', async () => {
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, VersionId: 'v1' }));
    expect(head).toMatchObject({ VersionId: 'v1', ContentLength: 3, ETag: '"149603e6c03516362a8da23f624db945"' });
    expect(head.LastModified).toEqual(new Date('2026-02-03T04:05:06Z'));
  });

  it('refuses what is not there', async () => {
    const get = (input: object) => s3.send(new GetObjectCommand({ Bucket, Key, ...input }));
    await expect(get({ Bucket: 'none' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(get({ Key: 'none' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get({ VersionId: 'v3' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
    // Its answer has no body that could say more.
    const head = new HeadObjectCommand({ Bucket, Key: 'none' });
    await expect(s3.send(head)).rejects.toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
  });
});
