import { hash } from 'node:crypto';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let client: S3;
const Bucket = 'uploads';

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  client = new S3({ ...server.client, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  await client.createBucket({ Bucket, ObjectLockEnabledForBucket: true });
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function begin(Key: string, more: object = {}): Promise<{ Bucket: string; Key: string; UploadId: string }> {
  const { UploadId = '' } = await client.createMultipartUpload({ Bucket, Key, ...more });
  return { Bucket, Key, UploadId };
}

describe('parts', () => {
  it('of a composite checksum bring their own, those of a whole one need not', async () => {
    const composite = await begin('sums', { ChecksumAlgorithm: 'SHA256' });
    await expect(client.uploadPart({ ...composite, PartNumber: 1, Body: 'a' })).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null',
    });
    const whole = await begin('sums', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    await client.uploadPart({ ...whole, PartNumber: 1, Body: 'a' });
    await expect(begin('sums', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'HALF' })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
  });

  it('of what is to be kept need a checksum', async () => {
    const upload = await begin('held', { ObjectLockLegalHoldStatus: 'ON' });
    await expect(client.uploadPart({ ...upload, PartNumber: 1, Body: 'a' })).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('Put Part'),
    });
    await client.uploadPart({ ...upload, PartNumber: 1, Body: 'a', ContentMD5: hash('md5', 'a', 'base64') });
  });

  it('are listed after a marker that makes sense', async () => {
    const upload = await begin('listed');
    await expect(client.listParts({ ...upload, PartNumberMarker: '-2' })).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'Argument part-number-marker must be an integer between 0 and 2147483647',
    });
  });

  it.each([
    [{ PartNumber: 1 }, 'MalformedXML'],
    [{ ETag: 'x' }, 'MalformedXML'],
    [{ PartNumber: 0, ETag: 'x' }, 'InvalidArgument'],
  ])('%j complete nothing', async (part, name) => {
    const upload = await begin('incomplete');
    const completion = client.completeMultipartUpload({ ...upload, MultipartUpload: { Parts: [part] } });
    await expect(completion).rejects.toMatchObject({ name });
  });
});

describe('listings of uploads', () => {
  it('go on after one that was aborted meanwhile', async () => {
    for (let count = 0; count < 3; count++) {
      await begin('twice/a');
      await server.clock.advance(1000);
    }
    const listing = { Bucket, Prefix: 'twice/', MaxUploads: 1 };
    const { Uploads: [first] = [], NextKeyMarker, NextUploadIdMarker } = await client.listMultipartUploads(listing);
    await client.abortMultipartUpload({ Bucket, Key: 'twice/a', UploadId: first?.UploadId });
    const rest = await client.listMultipartUploads({
      Bucket,
      Prefix: 'twice/',
      KeyMarker: NextKeyMarker,
      UploadIdMarker: NextUploadIdMarker,
    });
    expect(rest.Uploads?.map(({ Key }) => Key)).toEqual(['twice/a', 'twice/a']);
    // Even the last page names its last upload.
    expect(rest.NextUploadIdMarker).toBe(rest.Uploads?.at(-1)?.UploadId);
  });

  it('take the marker of an upload only with a key, and in its form', async () => {
    const { UploadIdMarker } = await client.listMultipartUploads({ Bucket, UploadIdMarker: 'foo' });
    expect(UploadIdMarker ?? '').toBe('');
    await expect(client.listMultipartUploads({ Bucket, KeyMarker: 'k', UploadIdMarker: 'foo' })).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'Invalid uploadId marker',
    });
  });
});

it('an upload is aborted without conditions', async () => {
  const upload = await begin('conditional');
  await expect(client.abortMultipartUpload({ ...upload, IfMatchInitiatedTime: new Date(0) })).rejects.toMatchObject({
    name: 'NotImplemented',
  });
});

it('has logged no errors', () => {
  expect(server.errors).toEqual([]);
});
