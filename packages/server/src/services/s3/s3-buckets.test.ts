import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let client: S3;

beforeAll(async () => {
  server = await startTestServer();
  client = clientIn('us-east-1');
});

afterAll(async () => {
  await server.stop();
});

function clientIn(region: string, account?: string): S3 {
  const credentials = account ? { accessKeyId: account, secretAccessKey: 'x' } : server.client.credentials;
  return new S3({ ...server.client, region, credentials, forcePathStyle: true });
}

describe('buckets', () => {
  test('are made, found, listed and deleted', async () => {
    await client.createBucket({ Bucket: 'first-bucket' });
    expect(await client.headBucket({ Bucket: 'first-bucket' })).toMatchObject({ BucketRegion: 'us-east-1' });
    expect((await client.getBucketLocation({ Bucket: 'first-bucket' })).LocationConstraint).toBeUndefined();
    const { Buckets = [], Owner } = await client.listBuckets({ Prefix: 'first' });
    expect(Buckets.map(({ Name }) => Name)).toEqual(['first-bucket']);
    expect(Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
    await client.deleteBucket({ Bucket: 'first-bucket' });
    await expect(client.headBucket({ Bucket: 'first-bucket' })).rejects.toMatchObject({ name: 'NotFound' });
    await expect(client.listObjectsV2({ Bucket: 'first-bucket' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
      BucketName: 'first-bucket',
    });
    await expect(client.deleteBucket({ Bucket: 'first-bucket' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test.each(['ab', 'Upper-case', 'a..b', '192.168.5.4', 'xn--bucket', 'a-s3alias', '-abc', 'a'.repeat(64)])(
    'cannot be named %s',
    async (Bucket) => {
      await expect(client.createBucket({ Bucket })).rejects.toMatchObject({
        name: 'InvalidBucketName',
        $metadata: { httpStatusCode: 400 },
      });
    },
  );

  test('have names that are unique in all accounts', async () => {
    await client.createBucket({ Bucket: 'taken-name' });
    await client.createBucket({ Bucket: 'taken-name' });
    await expect(clientIn('us-east-1', '222222222222').createBucket({ Bucket: 'taken-name' })).rejects.toMatchObject({
      name: 'BucketAlreadyExists',
      $metadata: { httpStatusCode: 409 },
    });
    const europe = clientIn('eu-central-1');
    const CreateBucketConfiguration = { LocationConstraint: 'eu-central-1' } as const;
    await europe.createBucket({ Bucket: 'in-europe', CreateBucketConfiguration });
    await expect(europe.createBucket({ Bucket: 'in-europe', CreateBucketConfiguration })).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    });
    expect((await client.getBucketLocation({ Bucket: 'in-europe' })).LocationConstraint).toBe('eu-central-1');
    const { Buckets = [] } = await client.listBuckets({ BucketRegion: 'eu-central-1' });
    expect(Buckets.map(({ Name }) => Name)).toEqual(['in-europe']);
  });

  test('are only made where the endpoint is', async () => {
    const europe = clientIn('eu-central-1');
    await expect(
      europe.createBucket({ Bucket: 'nowhere', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    ).rejects.toMatchObject({ name: 'IllegalLocationConstraintException' });
    await expect(
      client.createBucket({
        Bucket: 'nowhere',
        CreateBucketConfiguration: { LocationConstraint: 'us-east-1' as 'eu-west-1' },
      }),
    ).rejects.toMatchObject({ name: 'InvalidLocationConstraint' });
  });

  test('are listed in pages', async () => {
    for (const at of [1, 2, 3, 4, 5]) await client.createBucket({ Bucket: `page-${at}` });
    const names: (string | undefined)[] = [];
    for (let ContinuationToken: string | undefined, more = true; more; more = ContinuationToken !== undefined) {
      const page = await client.listBuckets({ Prefix: 'page-', MaxBuckets: 2, ContinuationToken });
      names.push(...(page.Buckets ?? []).map(({ Name }) => Name));
      ({ ContinuationToken } = page);
    }
    expect(names).toEqual(['page-1', 'page-2', 'page-3', 'page-4', 'page-5']);
    await expect(client.listBuckets({ ContinuationToken: 'nonsense' })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });

  test('must be empty to be deleted, and belong to whom one expects', async () => {
    await client.createBucket({ Bucket: 'full-bucket' });
    await client.putObject({ Bucket: 'full-bucket', Key: 'k', Body: '' });
    await expect(client.deleteBucket({ Bucket: 'full-bucket' })).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      $metadata: { httpStatusCode: 409 },
    });
    await client.putObject({ Bucket: 'full-bucket', Key: 'k2', Body: '' });
    await expect(
      client.headObject({ Bucket: 'full-bucket', Key: 'k', ExpectedBucketOwner: '999999999999' }),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await client.createMultipartUpload({ Bucket: 'page-1', Key: 'u' });
    await client.deleteBucket({ Bucket: 'page-1' });
  });
});

describe('listings', () => {
  const Bucket = 'listed';

  beforeAll(async () => {
    await client.createBucket({ Bucket });
    for (const Key of ['a', 'b/1', 'b/2', 'b/c/3', 'c', 'd/1', '\u{1F600}', '\uFF5E', 'é', 'z z&<>']) {
      await client.putObject({ Bucket, Key, Body: '' });
    }
  });

  const keys = (page: {
    Contents?: { Key?: string | undefined }[] | undefined;
    CommonPrefixes?: { Prefix?: string | undefined }[] | undefined;
  }) => ({
    keys: (page.Contents ?? []).map(({ Key }) => Key),
    prefixes: (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
  });

  test('keys come in the order of their UTF-8 bytes', async () => {
    expect(keys(await client.listObjectsV2({ Bucket })).keys).toEqual([
      'a',
      'b/1',
      'b/2',
      'b/c/3',
      'c',
      'd/1',
      'z z&<>',
      'é',
      '\uFF5E',
      '\u{1F600}',
    ]);
  });

  test('with prefix and delimiter', async () => {
    expect(keys(await client.listObjectsV2({ Bucket, Delimiter: '/' }))).toEqual({
      keys: ['a', 'c', 'z z&<>', 'é', '\uFF5E', '\u{1F600}'],
      prefixes: ['b/', 'd/'],
    });
    expect(keys(await client.listObjectsV2({ Bucket, Delimiter: '/', Prefix: 'b/' }))).toEqual({
      keys: ['b/1', 'b/2'],
      prefixes: ['b/c/'],
    });
    expect(keys(await client.listObjectsV2({ Bucket, Prefix: 'b' })).keys).toEqual(['b/1', 'b/2', 'b/c/3']);
    expect(keys(await client.listObjectsV2({ Bucket, Prefix: 'nothing' }))).toEqual({ keys: [], prefixes: [] });
  });

  test.each([1, 2, 3])('pages of %i add up, with and without a delimiter', async (MaxKeys) => {
    for (const Delimiter of [undefined, '/']) {
      const whole = keys(await client.listObjectsV2({ Bucket, Delimiter }));
      const all: (string | undefined)[] = [];
      for (let ContinuationToken: string | undefined, more = true; more; more = ContinuationToken !== undefined) {
        const page = await client.listObjectsV2({ Bucket, Delimiter, MaxKeys, ContinuationToken });
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        all.push(...keys(page).keys, ...keys(page).prefixes);
        ContinuationToken = page.NextContinuationToken;
      }
      expect(new Set(all)).toEqual(new Set([...whole.keys, ...whole.prefixes]));
      expect(all).toHaveLength(new Set(all).size);
      const first: (string | undefined)[] = [];
      for (let Marker: string | undefined, more = true; more; more = Marker !== undefined) {
        const page = await client.listObjects({ Bucket, Delimiter, MaxKeys, Marker });
        first.push(...keys(page).keys, ...keys(page).prefixes);
        Marker = page.IsTruncated ? (page.NextMarker ?? page.Contents?.at(-1)?.Key) : undefined;
      }
      expect(first).toEqual(all);
    }
  });

  test('start after a key; no more than a thousand; none', async () => {
    expect(keys(await client.listObjectsV2({ Bucket, StartAfter: 'b/2' })).keys[0]).toBe('b/c/3');
    expect(await client.listObjectsV2({ Bucket, MaxKeys: 5000 })).toMatchObject({ MaxKeys: 1000, IsTruncated: false });
    expect(await client.listObjectsV2({ Bucket, MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    await expect(client.listObjectsV2({ Bucket, MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(client.listObjectsV2({ Bucket, ContinuationToken: 'x' })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });

  test('encoded for the URL', async () => {
    expect(keys(await client.listObjectsV2({ Bucket, Prefix: 'z', EncodingType: 'url' })).keys).toEqual([
      'z+z%26%3C%3E',
    ]);
  });
});

test('no request has failed inside', () => {
  expect(server.errors).toEqual([]);
});
