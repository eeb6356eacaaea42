import { S3 } from '@aws-sdk/client-s3';
import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let s3: S3;
const Bucket = 'checksums';

beforeAll(async () => {
  server = await startServer();
  s3 = new S3(server.client());
  await s3.createBucket({ Bucket });
});

afterAll(async () => {
  s3.destroy();
  await server.stop();
});

/** The text that catalogues of CRC algorithms give check values of. */
const text = '123456789';
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const known: Record<ChecksumAlgorithm & ('CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256'), string> = {
  CRC32: base64('cbf43926'),
  CRC32C: base64('e3069283'),
  CRC64NVME: base64('ae8b14860a799888'),
  SHA1: createHash('sha1').update(text).digest('base64'),
  SHA256: createHash('sha256').update(text).digest('base64'),
};

describe.each(Object.entries(known))('%s', (name, value) => {
  const ChecksumAlgorithm = name as ChecksumAlgorithm;
  const field = `Checksum${name}`;

  test('is computed by the SDK, checked, and answered', async () => {
    const Key = `whole-${name}`;
    const written = await s3.putObject({ Bucket, Key, Body: text, ChecksumAlgorithm });
    expect(written).toMatchObject({ [field]: value, ChecksumType: 'FULL_OBJECT' });
    expect(await s3.headObject({ Bucket, Key, ChecksumMode: 'ENABLED' })).toMatchObject({ [field]: value });
    expect(await s3.headObject({ Bucket, Key })).not.toHaveProperty(field);
    // The SDK compares what it reads with the header.
    const read = await s3.getObject({ Bucket, Key, ChecksumMode: 'ENABLED' });
    expect(await read.Body?.transformToString()).toBe(text);
    const attributes = await s3.getObjectAttributes({ Bucket, Key, ObjectAttributes: ['Checksum', 'ObjectSize'] });
    expect(attributes).toMatchObject({ ObjectSize: 9, Checksum: { [field]: value, ChecksumType: 'FULL_OBJECT' } });
  });

  test('follows a body that streams, as a trailer', async () => {
    const Key = `trailer-${name}`;
    const chunks = Array.from({ length: 40 }, (_, index) => Buffer.alloc(10_000, index));
    const Body = Readable.from(chunks, { objectMode: false });
    await s3.putObject({ Bucket, Key, Body, ContentLength: 400_000, ChecksumAlgorithm });
    const read = await s3.getObject({ Bucket, Key, ChecksumMode: 'ENABLED' });
    expect(read).toHaveProperty(field);
    expect(Buffer.concat(chunks).equals((await read.Body?.transformToByteArray()) ?? Buffer.of())).toBe(true);
  });

  test('that is wrong is refused, and nothing is written', async () => {
    const Key = `wrong-${name}`;
    const wrong = base64('00'.repeat(Buffer.from(value, 'base64').length));
    await expect(s3.putObject({ Bucket, Key, Body: text, [field]: wrong })).rejects.toMatchObject(
      sdkError(
        'BadDigest',
        400,
        new RegExp(`^The ${name} you specified did not match the calculated checksum\\.$`, 'i'),
      ),
    );
    await expect(s3.putObject({ Bucket, Key, Body: text, [field]: 'AAAA' })).rejects.toMatchObject(
      sdkError(
        'InvalidRequest',
        400,
        new RegExp(`^Value for x-amz-checksum-${name.toLowerCase()} header is invalid\\.$`),
      ),
    );
    await expect(s3.headObject({ Bucket, Key })).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });
});

test('the SDK sends CRC32 where nothing else is asked for', async () => {
  expect(await s3.putObject({ Bucket, Key: 'default', Body: text })).toMatchObject({ ChecksumCRC32: known.CRC32 });
});

test('a wrong Content-MD5 is refused', async () => {
  const put = (ContentMD5: string) => s3.putObject({ Bucket, Key: 'md5', Body: text, ContentMD5 });
  await put(createHash('md5').update(text).digest('base64'));
  await expect(put(createHash('md5').update('other').digest('base64'))).rejects.toMatchObject(
    sdkError('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.'),
  );
  await expect(put('nonsense')).rejects.toMatchObject(sdkError('InvalidDigest', 400, /^The Content-MD5 you specified/));
});

describe('an upload in parts', () => {
  const parts = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('end')];

  async function upload(Key: string, ChecksumAlgorithm: ChecksumAlgorithm, ChecksumType: 'COMPOSITE' | 'FULL_OBJECT') {
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key, ChecksumAlgorithm, ChecksumType });
    const Parts = [];
    for (const [index, Body] of parts.entries()) {
      const PartNumber = index + 1;
      const { ETag, ChecksumCRC32, ChecksumSHA256 } = await s3.uploadPart({
        Bucket,
        Key,
        UploadId,
        PartNumber,
        Body,
        ChecksumAlgorithm,
      });
      Parts.push({ PartNumber, ETag, ChecksumCRC32, ChecksumSHA256 });
    }
    const MultipartUpload = { Parts };
    return s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload, ChecksumType });
  }

  test('has a checksum of its checksums', async () => {
    const digests = parts.map((part) => createHash('sha256').update(part).digest());
    const composite = `${createHash('sha256').update(Buffer.concat(digests)).digest('base64')}-2`;
    expect(await upload('composite', 'SHA256', 'COMPOSITE')).toMatchObject({
      ChecksumSHA256: composite,
      ChecksumType: 'COMPOSITE',
    });
    const attributes = await s3.getObjectAttributes({ Bucket, Key: 'composite', ObjectAttributes: ['ObjectParts'] });
    expect(attributes.ObjectParts).toMatchObject({
      TotalPartsCount: 2,
      Parts: digests.map((digest, index) => ({
        PartNumber: index + 1,
        Size: parts[index]?.length,
        ChecksumSHA256: digest.toString('base64'),
      })),
    });
  });

  test('has a checksum of the whole', async () => {
    const value = Buffer.alloc(4);
    value.writeUInt32BE(crc32(Buffer.concat(parts)));
    expect(await upload('whole', 'CRC32', 'FULL_OBJECT')).toMatchObject({
      ChecksumCRC32: value.toString('base64'),
      ChecksumType: 'FULL_OBJECT',
    });
  });
});
