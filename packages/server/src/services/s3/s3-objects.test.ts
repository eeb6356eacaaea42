import { createHash } from 'node:crypto';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChecksum } from '../../platform/checksum.ts';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';
import { requireBucket } from './store/buckets.ts';
import { findObject } from './store/objects.ts';

let server: TestServer;
let client: S3;
const Bucket = 'things';

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  client = new S3({ ...server.client, forcePathStyle: true });
  await client.createBucket({ Bucket });
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function bodyOf(Key: string, more: object = {}): Promise<string> {
  const { Body } = await client.getObject({ Bucket, Key, ...more });
  return (await Body?.transformToString('latin1')) ?? '';
}

function pattern(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) & 255));
}

describe('writing and reading', () => {
  test('an object is put, read, described, replaced and deleted', async () => {
    const put = await client.putObject({
      Bucket,
      Key: 'a.txt',
      Body: 'hello',
      ContentType: 'text/plain',
      Metadata: { colour: 'red' },
    });
    expect(put.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const got = await client.getObject({ Bucket, Key: 'a.txt' });
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({
      ContentLength: 5,
      ContentType: 'text/plain',
      Metadata: { colour: 'red' },
      AcceptRanges: 'bytes',
      ETag: put.ETag,
      ServerSideEncryption: 'AES256',
    });
    await client.putObject({ Bucket, Key: 'a.txt', Body: 'other' });
    expect(await bodyOf('a.txt')).toBe('other');
    const head = await client.headObject({ Bucket, Key: 'a.txt' });
    expect(head).toMatchObject({ ContentLength: 5, ContentType: 'application/octet-stream' });
    expect(head.VersionId).toBeUndefined();
    await client.deleteObject({ Bucket, Key: 'a.txt' });
    await client.deleteObject({ Bucket, Key: 'a.txt' });
    await expect(client.getObject({ Bucket, Key: 'a.txt' })).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'a.txt' });
    await expect(client.headObject({ Bucket, Key: 'a.txt' })).rejects.toMatchObject({ name: 'NotFound' });
  });

  test.each([0, 1, 1024, 32 * 1024, 32 * 1024 + 1, 300_000])('%i bytes come back as they went', async (size) => {
    const Body = pattern(size);
    const { ETag } = await client.putObject({ Bucket, Key: 'sized', Body });
    expect(ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
    expect(await bodyOf('sized')).toBe(Body.toString('latin1'));
    expect(await client.headObject({ Bucket, Key: 'sized' })).toMatchObject({ ContentLength: size });
  });

  test.each([
    'a b',
    'ümlaut/日本',
    '../../etc/passwd',
    'a//b',
    './x',
    'plus+and%25',
    'tab\there',
    '🙂',
    '?q=1#frag',
    'x'.repeat(1024),
  ])('the key %j is taken as it is', async (Key) => {
    await client.putObject({ Bucket, Key, Body: Key });
    expect(await (await client.getObject({ Bucket, Key })).Body?.transformToString()).toBe(Key);
    const { Contents = [] } = await client.listObjectsV2({ Bucket, Prefix: Key.slice(0, 20) });
    expect(Contents.map((object) => object.Key)).toContain(Key);
    await client.deleteObject({ Bucket, Key });
  });

  test('keys have at most 1024 bytes, metadata 2 KB', async () => {
    await expect(client.putObject({ Bucket, Key: 'ü'.repeat(513), Body: '' })).rejects.toMatchObject({
      name: 'KeyTooLongError',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(
      client.putObject({ Bucket, Key: 'm', Body: '', Metadata: { x: 'y'.repeat(2048) } }),
    ).rejects.toMatchObject({ name: 'MetadataTooLarge' });
  });

  test('metadata beyond ASCII comes back as encoded words', async () => {
    await client.putObject({ Bucket, Key: 'words', Body: '', Metadata: { city: '=?UTF-8?B?7ISc7Jq4?=', plain: 'x' } });
    expect((await client.headObject({ Bucket, Key: 'words' })).Metadata).toEqual({
      city: '=?UTF-8?B?7ISc7Jq4?=',
      plain: 'x',
    });
  });

  test.each([
    ['bytes=2-4', 'cde', 'bytes 2-4/10'],
    ['bytes=7-', 'hij', 'bytes 7-9/10'],
    ['bytes=-2', 'ij', 'bytes 8-9/10'],
    ['bytes=-20', 'abcdefghij', 'bytes 0-9/10'],
    ['bytes=8-99', 'ij', 'bytes 8-9/10'],
  ])('the range %s', async (Range, text, ContentRange) => {
    await client.putObject({ Bucket, Key: 'letters', Body: 'abcdefghij' });
    const got = await client.getObject({ Bucket, Key: 'letters', Range });
    expect(got).toMatchObject({ ContentRange, ContentLength: text.length, $metadata: { httpStatusCode: 206 } });
    expect(await got.Body?.transformToString()).toBe(text);
  });

  test('ranges that make no sense are ignored, those beyond the end refused', async () => {
    await client.putObject({ Bucket, Key: 'letters', Body: 'abcdefghij' });
    expect(await bodyOf('letters', { Range: 'bytes=4-2' })).toBe('abcdefghij');
    expect(await bodyOf('letters', { Range: 'bytes=0-1,4-5' })).toBe('abcdefghij');
    await expect(client.getObject({ Bucket, Key: 'letters', Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      ActualObjectSize: '10',
      $metadata: { httpStatusCode: 416 },
    });
  });

  test('the answer can be told other headers', async () => {
    await client.putObject({ Bucket, Key: 'letters', Body: 'abcdefghij' });
    const got = await client.getObject({
      Bucket,
      Key: 'letters',
      ResponseContentType: 'text/html',
      ResponseContentDisposition: 'attachment',
    });
    expect(got).toMatchObject({ ContentType: 'text/html', ContentDisposition: 'attachment' });
  });
});

describe('conditions', () => {
  test('reads', async () => {
    const { ETag = '' } = await client.putObject({ Bucket, Key: 'cond', Body: 'x' });
    const { LastModified = new Date() } = await client.headObject({ Bucket, Key: 'cond' });
    const before = new Date(LastModified.getTime() - 60_000);
    const read = (conditions: object) => client.getObject({ Bucket, Key: 'cond', ...conditions });
    await expect(read({ IfMatch: '"nope"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      Condition: 'If-Match',
    });
    await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(read({ IfModifiedSince: LastModified })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(read({ IfUnmodifiedSince: before })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect((await read({ IfMatch: ETag, IfUnmodifiedSince: before })).ETag).toBe(ETag);
    await expect(read({ IfNoneMatch: ETag, IfModifiedSince: before })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  test('writes', async () => {
    const { ETag } = await client.putObject({ Bucket, Key: 'once', Body: '1', IfNoneMatch: '*' });
    await expect(client.putObject({ Bucket, Key: 'once', Body: '2', IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    await client.putObject({ Bucket, Key: 'once', Body: '3', IfMatch: ETag });
    await expect(client.putObject({ Bucket, Key: 'once', Body: '4', IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(client.putObject({ Bucket, Key: 'never', Body: '4', IfMatch: ETag })).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await expect(client.deleteObject({ Bucket, Key: 'once', IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await bodyOf('once')).toBe('3');
  });
});

describe('checksums', () => {
  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    '%s is kept and verified',
    async (ChecksumAlgorithm) => {
      const name = `Checksum${ChecksumAlgorithm}` as const;
      for (const size of [10, 100_000]) {
        const put = await client.putObject({ Bucket, Key: 'sum', Body: pattern(size), ChecksumAlgorithm });
        expect(put[name]).toBeTruthy();
        const got = await client.getObject({ Bucket, Key: 'sum', ChecksumMode: 'ENABLED' });
        expect(got[name]).toBe(put[name]);
        await got.Body?.transformToByteArray();
        const { Checksum } = await client.getObjectAttributes({ Bucket, Key: 'sum', ObjectAttributes: ['Checksum'] });
        expect(Checksum).toEqual({ [name]: put[name], ChecksumType: 'FULL_OBJECT' });
      }
      await expect(client.putObject({ Bucket, Key: 'wrong', Body: 'abc', [name]: 'AAAA' })).rejects.toMatchObject({
        name: 'InvalidRequest',
      });
      await expect(client.headObject({ Bucket, Key: 'wrong' })).rejects.toMatchObject({ name: 'NotFound' });
    },
  );

  test('without one S3 computes CRC64NVME', async () => {
    const plain = new S3({ ...server.client, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
    const small = await plain.putObject({ Bucket, Key: 'default', Body: '123456789' });
    expect(small).toMatchObject({ ChecksumCRC64NVME: 'rosUhgp5mIg=', ChecksumType: 'FULL_OBJECT' });
    const large = pattern(70_000);
    const sum = createChecksum('CRC64NVME').update(large).digest().toString('base64');
    expect((await plain.putObject({ Bucket, Key: 'default', Body: large })).ChecksumCRC64NVME).toBe(sum);
    plain.destroy();
  });

  test.each(['XXHASH64', 'XXHASH3', 'XXHASH128'] as const)('%s is refused by its name', async (algorithm) => {
    const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
    const text = `The checksum algorithm ${algorithm} is not implemented`;
    for (const size of [10, 100_000]) {
      const whole = { body: 'x'.repeat(size), headers: { [name]: 'AAAAAAAAAAA=' } };
      const length = { 'x-amz-decoded-content-length': String(size), 'content-encoding': 'aws-chunked' };
      const chunks = `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n${name}:AAAAAAAAAAA=\r\n\r\n`;
      const trailing = { body: chunks, headers: { 'x-amz-trailer': name, ...length } };
      for (const request of [whole, trailing]) {
        const response = await fetch(`${server.endpoint}/${Bucket}/xx`, { method: 'PUT', ...request });
        expect([response.status, await response.text()]).toEqual([501, expect.stringContaining(text)]);
      }
    }
    const upload = client.createMultipartUpload({ Bucket, Key: 'xx', ChecksumAlgorithm: algorithm });
    await expect(upload).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining(text) });
  });

  test('what does not match leaves nothing', async () => {
    const bad = createHash('md5').update('other').digest('base64');
    for (const Body of ['small', pattern(100_000)]) {
      await expect(client.putObject({ Bucket, Key: 'bad', Body, ContentMD5: bad })).rejects.toMatchObject({
        name: 'BadDigest',
      });
      await expect(client.headObject({ Bucket, Key: 'bad' })).rejects.toMatchObject({ name: 'NotFound' });
    }
    await expect(client.putObject({ Bucket, Key: 'bad', Body: 'x', ContentMD5: 'not an md5' })).rejects.toMatchObject({
      name: 'InvalidDigest',
    });
  });
});

describe('copies', () => {
  test('content and description are copied, or the description replaced', async () => {
    await client.putObject({
      Bucket,
      Key: 'from',
      Body: pattern(50_000),
      ContentType: 'text/x',
      Metadata: { a: '1' },
      Tagging: 'k=v',
    });
    const { CopyObjectResult } = await client.copyObject({ Bucket, Key: 'to', CopySource: `${Bucket}/from` });
    const source = await client.headObject({ Bucket, Key: 'from' });
    expect(CopyObjectResult?.ETag).toBe(source.ETag);
    expect(await client.headObject({ Bucket, Key: 'to' })).toMatchObject({
      ContentType: 'text/x',
      Metadata: { a: '1' },
      ContentLength: 50_000,
      TagCount: 1,
    });
    await client.copyObject({
      Bucket,
      Key: 'to',
      CopySource: `/${Bucket}/from`,
      MetadataDirective: 'REPLACE',
      Metadata: { b: '2' },
      TaggingDirective: 'REPLACE',
      Tagging: '',
    });
    const replaced = await client.headObject({ Bucket, Key: 'to' });
    expect(replaced.Metadata).toEqual({ b: '2' });
    expect(replaced.TagCount).toBeUndefined();
    await client.deleteObject({ Bucket, Key: 'from' });
    await server.clock.advance(3_600_000);
    expect(await bodyOf('to')).toBe(pattern(50_000).toString('latin1'));
  });

  test('onto itself only with a change; conditions; absent sources', async () => {
    await client.putObject({ Bucket, Key: 'self', Body: 'x' });
    const CopySource = `${Bucket}/self`;
    await expect(client.copyObject({ Bucket, Key: 'self', CopySource })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
    await client.copyObject({ Bucket, Key: 'self', CopySource, StorageClass: 'STANDARD_IA' });
    expect((await client.headObject({ Bucket, Key: 'self' })).StorageClass).toBe('STANDARD_IA');
    await expect(client.copyObject({ Bucket, Key: 'z', CopySource, CopySourceIfMatch: '"no"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(client.copyObject({ Bucket, Key: 'z', CopySource: `${Bucket}/absent` })).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await expect(client.copyObject({ Bucket, Key: 'z', CopySource: 'nosuchbucket/absent' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});

test('content that nothing refers to any more is collected', async () => {
  await client.putObject({ Bucket, Key: 'big', Body: pattern(100_000) });
  await client.copyObject({ Bucket, Key: 'shared', CopySource: `${Bucket}/big` });
  const { id } = await requireBucket(server.platform.storage, Bucket);
  const content = (await findObject(server.platform.storage, id, 'big'))?.content;
  const blob = content?.in === 'blob' ? content.blob : '';
  await client.putObject({ Bucket, Key: 'big', Body: 'small now' });
  await server.clock.advance(3_600_000);
  expect(await server.platform.blobs.size(blob)).toBe(100_000);
  await client.deleteObject({ Bucket, Key: 'shared' });
  expect(await server.platform.blobs.size(blob)).toBe(100_000);
  await server.clock.advance(3_600_000);
  await expect(server.platform.blobs.size(blob)).rejects.toThrow(blob);
});

test('no request has failed inside', () => {
  expect(server.errors).toEqual([]);
});
