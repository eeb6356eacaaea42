import { createHash } from 'node:crypto';
import { S3 } from '@aws-sdk/client-s3';
import type { CompletedPart } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChecksum } from '../../platform/checksum.ts';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let client: S3;
const Bucket = 'uploads';
const mebibyte = 1024 * 1024;
const large = Buffer.alloc(5 * mebibyte, 'large part ');
const small = Buffer.from('the end');

beforeAll(async () => {
  server = await startTestServer();
  client = new S3({ ...server.client, forcePathStyle: true });
  await client.createBucket({ Bucket });
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function begin(Key: string, more: object = {}) {
  const { UploadId } = await client.createMultipartUpload({ Bucket, Key, ...more });
  return { Bucket, Key, UploadId };
}

type Target = Awaited<ReturnType<typeof begin>>;

async function uploadAll(target: Target, bodies: Buffer[], more: object = {}): Promise<CompletedPart[]> {
  const parts: CompletedPart[] = [];
  for (const [at, Body] of bodies.entries()) {
    const { $metadata, ...answer } = await client.uploadPart({ ...target, PartNumber: at + 1, Body, ...more });
    parts.push({ ...answer, PartNumber: at + 1 });
  }
  return parts;
}

function complete(target: Target, Parts: CompletedPart[], more: object = {}) {
  return client.completeMultipartUpload({ ...target, MultipartUpload: { Parts }, ...more });
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

describe('multipart uploads', () => {
  test('become one object', async () => {
    const target = await begin('whole', { ContentType: 'text/x', Metadata: { m: '1' }, StorageClass: 'STANDARD_IA' });
    const parts = await uploadAll(target, [large, large, small]);
    const done = await complete(target, parts);
    const expected = `"${md5(Buffer.concat([md5(large), md5(large), md5(small)])).toString('hex')}-3"`;
    expect(done.ETag).toBe(expected);
    const got = await client.getObject({ Bucket, Key: 'whole' });
    expect(got).toMatchObject({
      ETag: expected,
      ContentType: 'text/x',
      Metadata: { m: '1' },
      ContentLength: 10 * mebibyte + 7,
      StorageClass: 'STANDARD_IA',
    });
    const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([large, large, small]))).toBe(true);
    const again = await complete(target, parts);
    expect(again.ETag).toBe(expected);
    await expect(client.listParts(target)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  test('ranges and parts of the object', async () => {
    const at = 5 * mebibyte;
    const range = await client.getObject({ Bucket, Key: 'whole', Range: `bytes=${2 * at - 3}-${2 * at + 2}` });
    expect(await range.Body?.transformToString()).toBe(large.subarray(-3).toString() + 'the');
    const third = await client.getObject({ Bucket, Key: 'whole', PartNumber: 3 });
    expect(third).toMatchObject({
      PartsCount: 3,
      ContentLength: 7,
      ContentRange: `bytes ${2 * at}-${2 * at + 6}/${2 * at + 7}`,
      $metadata: { httpStatusCode: 206 },
    });
    expect(await third.Body?.transformToString()).toBe('the end');
    await expect(client.headObject({ Bucket, Key: 'whole', PartNumber: 4 })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 416 },
    });
  });

  test('a copy of it is one piece', async () => {
    const { CopyObjectResult } = await client.copyObject({ Bucket, Key: 'copied', CopySource: `${Bucket}/whole` });
    expect(CopyObjectResult?.ETag).toBe(`"${md5(Buffer.concat([large, large, small])).toString('hex')}"`);
    await client.deleteObject({ Bucket, Key: 'whole' });
    const got = await client.getObject({ Bucket, Key: 'copied', Range: 'bytes=-7' });
    expect(await got.Body?.transformToString()).toBe('the end');
  });

  test('parts may be copied from objects', async () => {
    const target = await begin('assembled');
    const whole = await client.uploadPartCopy({
      ...target,
      PartNumber: 1,
      CopySource: `${Bucket}/copied`,
      CopySourceRange: `bytes=0-${5 * mebibyte - 1}`,
    });
    const tail = await client.uploadPartCopy({
      ...target,
      PartNumber: 2,
      CopySource: `${Bucket}/copied`,
      CopySourceRange: `bytes=${10 * mebibyte}-${10 * mebibyte + 6}`,
    });
    await expect(
      client.uploadPartCopy({
        ...target,
        PartNumber: 3,
        CopySource: `${Bucket}/copied`,
        CopySourceRange: 'bytes=0-99999999',
      }),
    ).rejects.toMatchObject({ name: 'InvalidArgument' });
    await complete(
      target,
      [whole, tail].map(({ CopyPartResult }, at) => ({ ETag: CopyPartResult?.ETag, PartNumber: at + 1 })),
    );
    const got = await client.getObject({ Bucket, Key: 'assembled' });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat([large, small]))).toBe(
      true,
    );
  });

  test('are refused where the parts are wrong', async () => {
    const target = await begin('wrong');
    const [one, two] = (await uploadAll(target, [small, small])) as [CompletedPart, CompletedPart];
    await expect(complete(target, [one, two])).rejects.toMatchObject({
      name: 'EntityTooSmall',
      PartNumber: '1',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(complete(target, [two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(target, [{ ...one, ETag: '"00"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete(target, [{ ...one, PartNumber: 9 }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete(target, [])).rejects.toMatchObject({ name: 'MalformedXML' });
    await expect(complete(target, [one], { MpuObjectSize: 5 })).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(client.uploadPart({ ...target, PartNumber: 10_001, Body: '' })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
    await expect(client.uploadPart({ ...target, UploadId: 'none', PartNumber: 1, Body: '' })).rejects.toMatchObject({
      name: 'NoSuchUpload',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client.headObject({ Bucket, Key: 'wrong' })).rejects.toMatchObject({ name: 'NotFound' });
    await client.abortMultipartUpload(target);
    await expect(client.abortMultipartUpload(target)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  test('a part may be replaced or left out', async () => {
    const target = await begin('chosen');
    await uploadAll(target, [small, large]);
    const [first] = (await uploadAll(target, [large])) as [CompletedPart];
    const last = await client.uploadPart({ ...target, PartNumber: 7, Body: small });
    await complete(target, [first, { ...last, PartNumber: 7 }]);
    expect(await client.headObject({ Bucket, Key: 'chosen' })).toMatchObject({
      ContentLength: large.length + small.length,
    });
    expect(await client.headObject({ Bucket, Key: 'chosen', PartNumber: 2 })).toMatchObject({ ContentLength: 7 });
  });

  test('parts and uploads are listed in pages', async () => {
    const target = await begin('listing/a');
    const later = await begin('listing/b');
    await uploadAll(target, [small, small, small]);
    const page = await client.listParts({ ...target, MaxParts: 2 });
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', MaxParts: 2 });
    const rest = await client.listParts({ ...target, PartNumberMarker: page.NextPartNumberMarker });
    expect(rest.Parts).toMatchObject([{ PartNumber: 3, Size: 7 }]);
    const first = await client.listMultipartUploads({ Bucket, Prefix: 'listing/', MaxUploads: 1 });
    expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'listing/a', NextUploadIdMarker: target.UploadId });
    const second = await client.listMultipartUploads({
      Bucket,
      Prefix: 'listing/',
      KeyMarker: first.NextKeyMarker,
      UploadIdMarker: first.NextUploadIdMarker,
    });
    expect(second.Uploads).toMatchObject([{ Key: 'listing/b', UploadId: later.UploadId }]);
    expect((await client.listMultipartUploads({ Bucket, Delimiter: '/' })).CommonPrefixes).toEqual([
      { Prefix: 'listing/' },
    ]);
  });
});

describe('checksums of parts', () => {
  const crc = (bytes: Buffer) => createChecksum('CRC32').update(bytes).digest().toString('base64');

  test('give a full one where they are CRCs', async () => {
    const target = await begin('full', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const parts = await uploadAll(target, [large, small], { ChecksumAlgorithm: 'CRC32' });
    const whole = crc(Buffer.concat([large, small]));
    await expect(
      complete(target, parts, { ChecksumCRC32: 'AAAAAA==', ChecksumType: 'FULL_OBJECT' }),
    ).rejects.toMatchObject({ name: 'BadDigest' });
    const done = await complete(target, parts, { ChecksumCRC32: whole, ChecksumType: 'FULL_OBJECT' });
    expect(done).toMatchObject({ ChecksumCRC32: whole, ChecksumType: 'FULL_OBJECT' });
    const got = await client.getObject({ Bucket, Key: 'full', ChecksumMode: 'ENABLED' });
    expect(got.ChecksumCRC32).toBe(whole);
    await got.Body?.transformToByteArray();
  });

  test('give a composite one else', async () => {
    const target = await begin('composite', { ChecksumAlgorithm: 'SHA256' });
    const parts = await uploadAll(target, [large, small], { ChecksumAlgorithm: 'SHA256' });
    await expect(
      complete(
        target,
        parts.map(({ ETag, PartNumber }) => ({ ETag, PartNumber })),
      ),
    ).rejects.toMatchObject({ name: 'InvalidRequest' });
    const { ChecksumSHA256, ChecksumType } = await complete(target, parts);
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
    expect(ChecksumType).toBe('COMPOSITE');
    expect(ChecksumSHA256).toBe(`${sha(Buffer.concat([sha(large), sha(small)])).toString('base64')}-2`);
    const { ObjectParts, ETag } = await client.getObjectAttributes({
      Bucket,
      Key: 'composite',
      ObjectAttributes: ['ObjectParts', 'ETag'],
      MaxParts: 1,
    });
    expect(ObjectParts).toMatchObject({
      TotalPartsCount: 2,
      IsTruncated: true,
      Parts: [{ PartNumber: 1, Size: large.length, ChecksumSHA256: sha(large).toString('base64') }],
    });
    expect(ETag).toMatch(/^[0-9a-f]{32}-2$/);
  });

  test('have to be of the kind that the upload was begun with', async () => {
    const target = await begin('mixed', { ChecksumAlgorithm: 'SHA1' });
    await expect(
      client.uploadPart({ ...target, PartNumber: 1, Body: small, ChecksumAlgorithm: 'CRC32' }),
    ).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(begin('none', { ChecksumAlgorithm: 'SHA1', ChecksumType: 'FULL_OBJECT' })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
  });
});

test('no request has failed inside', () => {
  expect(server.errors).toEqual([]);
});
