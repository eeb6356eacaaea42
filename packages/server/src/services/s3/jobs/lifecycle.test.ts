import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

const day = 86_400_000;
let server: TestServer;
let s3: S3Client;

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
});

afterAll(() => server.stop());

async function bucketWith(Bucket: string, rules: Partial<LifecycleRule>[], versioned = false): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (versioned) {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
  const Rules = rules.map((rule): LifecycleRule => ({ Status: 'Enabled', Filter: { Prefix: '' }, ...rule }));
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
}

const put = (Bucket: string, Key: string, change = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: Key, ...change }));
const keysOf = async (Bucket: string) =>
  ((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key);

describe('lifecycle rules', () => {
  it('are answered as they are, with ids', async () => {
    const at = new Date(Date.UTC(2050, 0, 1));
    await bucketWith('rules', [{ Filter: { Prefix: 'a' }, Expiration: { Date: at } }]);
    const get = new GetBucketLifecycleConfigurationCommand({ Bucket: 'rules' });
    const { Rules, TransitionDefaultMinimumObjectSize } = await s3.send(get);
    expect(Rules).toEqual([
      { ID: expect.stringMatching(/./), Status: 'Enabled', Filter: { Prefix: 'a' }, Expiration: { Date: at } },
    ]);
    expect(TransitionDefaultMinimumObjectSize).toBe('all_storage_classes_128K');
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket: 'rules' }));
    await expect(s3.send(get)).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
  });

  it('delete what is old enough, over several pages', async () => {
    const Bucket = 'expiring';
    await bucketWith(Bucket, [{ ID: 'logs', Filter: { Prefix: 'log/' }, Expiration: { Days: 2 } }]);
    for (let index = 0; index < 230; index++) await put(Bucket, `log/${index}`);
    await put(Bucket, 'kept');
    const { Expiration } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'log/1' }));
    expect(Expiration).toMatch(/^expiry-date="\w{3}, .* 00:00:00 GMT", rule-id="logs"$/);
    await server.clock.advance(day);
    expect(await keysOf(Bucket)).toHaveLength(231);
    await server.clock.advance(2 * day);
    expect(await keysOf(Bucket)).toEqual(['kept']);
    await put(Bucket, 'log/later');
    await server.clock.advance(3 * day);
    expect(await keysOf(Bucket)).toEqual(['kept']);
  });

  it('hide current versions, delete older ones, and markers with nothing behind', async () => {
    const Bucket = 'versioned';
    const noncurrent = { NoncurrentDays: 1, NewerNoncurrentVersions: 1 };
    await bucketWith(
      Bucket,
      [{ NoncurrentVersionExpiration: noncurrent }, { ID: 'm', Expiration: { ExpiredObjectDeleteMarker: true } }],
      true,
    );
    for (let version = 0; version < 4; version++) await put(Bucket, 'a');
    await put(Bucket, 'b');
    const { VersionId } = await put(Bucket, 'c');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'c' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'c', VersionId }));
    await server.clock.advance(3 * day);
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([
      ['a', true],
      ['a', false],
      ['b', true],
    ]);
    expect(DeleteMarkers).toEqual([]);
  });

  it('leave a delete marker where there are versions', async () => {
    const Bucket = 'marked';
    await bucketWith(Bucket, [{ Expiration: { Days: 1 } }], true);
    await put(Bucket, 'a');
    await server.clock.advance(3 * day);
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect([Versions.length, DeleteMarkers.map(({ IsLatest }) => IsLatest)]).toEqual([1, [true]]);
  });

  it('abort uploads and change storage classes', async () => {
    const Bucket = 'moving';
    const size = { ObjectSizeGreaterThan: 0 };
    await bucketWith(Bucket, [
      { ID: 'abort', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
      { ID: 'cold', Filter: size, Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] },
    ]);
    await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'upload' }));
    await put(Bucket, 'a');
    await server.clock.advance(3 * day);
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).StorageClass).toBe('GLACIER');
  });
});

describe('RestoreObject', () => {
  it('brings an archived object back for some days', async () => {
    const object = { Bucket: 'archive', Key: 'a' };
    await s3.send(new CreateBucketCommand({ Bucket: object.Bucket }));
    await put(object.Bucket, object.Key, { StorageClass: 'GLACIER' });
    const get = new GetObjectCommand(object);
    const restore = new RestoreObjectCommand({ ...object, RestoreRequest: { Days: 2 } });
    const restoreOf = async () => (await s3.send(new HeadObjectCommand(object))).Restore;
    await expect(s3.send(get)).rejects.toMatchObject({
      name: 'InvalidObjectState',
      $metadata: { httpStatusCode: 403 },
    });
    const statusOf = async () => (await s3.send(restore)).$metadata.httpStatusCode;
    expect(await statusOf()).toBe(202);
    expect(await restoreOf()).toBe('ongoing-request="true"');
    await expect(s3.send(restore)).rejects.toMatchObject({
      name: 'RestoreAlreadyInProgress',
      $metadata: { httpStatusCode: 409 },
    });
    await server.clock.advance(6 * 3_600_000);
    expect(await statusOf()).toBe(200);
    expect(await restoreOf()).toMatch(/^ongoing-request="false", expiry-date="/);
    expect(await (await s3.send(get)).Body?.transformToString()).toBe('a');
    await server.clock.advance(4 * day);
    expect(await restoreOf()).toBeUndefined();
    await expect(s3.send(get)).rejects.toMatchObject({ name: 'InvalidObjectState' });
  });

  it('is for archived objects only', async () => {
    await put('archive', 'warm');
    const restore = new RestoreObjectCommand({ Bucket: 'archive', Key: 'warm', RestoreRequest: { Days: 1 } });
    await expect(s3.send(restore)).rejects.toMatchObject({ name: 'InvalidObjectState' });
  });
});

it('has logged no errors', () => {
  expect(server.errors).toEqual([]);
});
