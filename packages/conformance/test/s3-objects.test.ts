import { paginateListObjectsV2, S3, waitUntilObjectExists, waitUntilObjectNotExists } from '@aws-sdk/client-s3';
import type { ListObjectVersionsOutput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { inKeyOrder, strangeKeys } from '../support/strange-keys.ts';

let server: Server;
let s3: S3;
const Bucket = 'objects';

beforeAll(async () => {
  server = await startServer();
  s3 = new S3(server.client());
  await s3.createBucket({ Bucket });
});

afterAll(async () => {
  s3.destroy();
  await server.stop();
});

const md5 = (data: string | Buffer) => createHash('md5').update(data).digest('hex');
const put = (Key: string, Body: PutObjectCommandInput['Body'] = 'x', more: Partial<PutObjectCommandInput> = {}) =>
  s3.putObject({ Bucket, Key, Body, ...more });

async function read(Key: string, more: object = {}): Promise<string> {
  return (await (await s3.getObject({ Bucket, Key, ...more })).Body?.transformToString()) ?? '';
}

describe('an object', () => {
  test('is written, read, and deleted, with what was said about it', async () => {
    const described = {
      ContentType: 'text/x-test; charset=utf-8',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a b.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'de',
      Metadata: { colour: 'red', 'with-dash': 'a b' },
      StorageClass: 'STANDARD_IA',
    } as const;
    const { ETag } = await put('described', 'grüße', described);
    expect(ETag).toBe(`"${md5('grüße')}"`);
    const found = { ...described, ContentLength: 7, ETag, LastModified: expect.any(Date), AcceptRanges: 'bytes' };
    expect(await s3.headObject({ Bucket, Key: 'described' })).toMatchObject(found);
    const answer = await s3.getObject({ Bucket, Key: 'described' });
    expect(answer).toMatchObject({ ...found, ServerSideEncryption: 'AES256' });
    expect(await answer.Body?.transformToString()).toBe('grüße');
    await waitUntilObjectExists({ client: s3, maxWaitTime: 10 }, { Bucket, Key: 'described' });
    expect((await s3.deleteObject({ Bucket, Key: 'described' })).$metadata.httpStatusCode).toBe(204);
    await waitUntilObjectNotExists({ client: s3, maxWaitTime: 10 }, { Bucket, Key: 'described' });
    await s3.deleteObject({ Bucket, Key: 'described' });
  });

  test('answers with the headers that a reader asks for', async () => {
    await put('overridden');
    const answer = await s3.getObject({
      Bucket,
      Key: 'overridden',
      ResponseContentType: 'text/y',
      ResponseContentDisposition: 'inline; filename="ö.txt"',
      ResponseCacheControl: 'no-store',
    });
    expect(answer).toMatchObject({ ContentType: 'text/y', CacheControl: 'no-store' });
  });

  test('may have any key', async () => {
    const Bucket = 'strange-keys';
    await s3.createBucket({ Bucket });
    await Promise.all(strangeKeys.map((Key) => put(Key, `body of ${Key}`, { Bucket })));
    // A bell cannot be in XML: that is what the encoding is for.
    const { Contents = [] } = await s3.listObjectsV2({ Bucket, EncodingType: 'url' });
    const keys = Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')));
    expect(keys).toEqual(inKeyOrder(strangeKeys));
    for (const key of strangeKeys) expect(await read(key, { Bucket })).toBe(`body of ${key}`);
    const Objects = keys.filter((key) => !key.includes('\u0007')).map((Key) => ({ Key }));
    const { Deleted = [], Errors = [] } = await s3.deleteObjects({ Bucket, Delete: { Objects } });
    expect(Errors).toEqual([]);
    expect(inKeyOrder(Deleted.map(({ Key = '' }) => Key))).toEqual(Objects.map(({ Key }) => Key));
  });

  test('is read in part', async () => {
    await put('range', '0123456789');
    const ranges = { 'bytes=2-4': '234', 'bytes=7-': '789', 'bytes=-3': '789', 'bytes=5-99': '56789' };
    for (const [Range, text] of Object.entries(ranges)) {
      const answer = await s3.getObject({ Bucket, Key: 'range', Range });
      expect(answer.$metadata.httpStatusCode).toBe(206);
      expect(answer).toMatchObject({
        ContentLength: text.length,
        ContentRange: `bytes ${text[0]}-${text.at(-1)}/10`,
      });
      expect(await answer.Body?.transformToString()).toBe(text);
    }
    expect((await s3.headObject({ Bucket, Key: 'range', Range: 'bytes=0-1' })).ContentLength).toBe(2);
    await expect(read('range', { Range: 'bytes=10-' })).rejects.toMatchObject(
      sdkError('InvalidRange', 416, 'The requested range is not satisfiable'),
    );
  });

  test('is read, written, and deleted under conditions', async () => {
    const Key = 'conditions';
    const { ETag = '' } = await put(Key, 'one');
    const past = new Date(0);
    const failed = sdkError('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold');
    expect(await read(Key, { IfMatch: ETag, IfNoneMatch: '"other"', IfModifiedSince: past })).toBe('one');
    await expect(read(Key, { IfMatch: '"other"' })).rejects.toMatchObject(failed);
    await expect(read(Key, { IfUnmodifiedSince: past })).rejects.toMatchObject(failed);
    const unchanged = { $metadata: { httpStatusCode: 304 } };
    await expect(read(Key, { IfNoneMatch: ETag })).rejects.toMatchObject(unchanged);
    await expect(s3.headObject({ Bucket, Key, IfModifiedSince: new Date() })).rejects.toMatchObject(unchanged);
    // A match wins over the date, as RFC 9110 says.
    expect(await read(Key, { IfMatch: ETag, IfUnmodifiedSince: past })).toBe('one');

    await expect(put(Key, 'two', { IfNoneMatch: '*' })).rejects.toMatchObject(failed);
    await expect(put(Key, 'two', { IfMatch: '"other"' })).rejects.toMatchObject(failed);
    await expect(put('none', 'two', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await put(Key, 'two', { IfMatch: ETag });
    await put('conditions-new', 'x', { IfNoneMatch: '*' });
    expect(await read(Key)).toBe('two');
    await expect(s3.deleteObject({ Bucket, Key, IfMatch: ETag })).rejects.toMatchObject(failed);
    await s3.deleteObject({ Bucket, Key, IfMatch: `"${md5('two')}"` });
  });

  test('is copied, with its description or another', async () => {
    const source = 'copy source/ü+%';
    await put(source, 'original', { Metadata: { kept: 'yes' }, ContentType: 'text/x', Tagging: 'a=b' });
    const CopySource = encodeURIComponent(`${Bucket}/${source}`);
    const { CopyObjectResult } = await s3.copyObject({ Bucket, Key: 'copy-1', CopySource });
    expect(CopyObjectResult).toMatchObject({ ETag: `"${md5('original')}"`, LastModified: expect.any(Date) });
    expect(await s3.headObject({ Bucket, Key: 'copy-1' })).toMatchObject({
      Metadata: { kept: 'yes' },
      ContentType: 'text/x',
    });
    expect((await s3.getObjectTagging({ Bucket, Key: 'copy-1' })).TagSet).toEqual([{ Key: 'a', Value: 'b' }]);
    const replaced = { MetadataDirective: 'REPLACE', Metadata: { other: '1' }, TaggingDirective: 'REPLACE' } as const;
    await s3.copyObject({ Bucket, Key: 'copy-2', CopySource, ...replaced, Tagging: 'c=d' });
    expect((await s3.headObject({ Bucket, Key: 'copy-2' })).Metadata).toEqual({ other: '1' });
    expect((await s3.getObjectTagging({ Bucket, Key: 'copy-2' })).TagSet).toEqual([{ Key: 'c', Value: 'd' }]);
    await expect(s3.copyObject({ Bucket, Key: source, CopySource, MetadataDirective: 'COPY' })).rejects.toMatchObject(
      sdkError('InvalidRequest', 400, /^This copy request is illegal because it is trying to copy an object to itself/),
    );
  });

  test('carries tags', async () => {
    await put('tagged', 'x', { Tagging: 'team=red%20%2B%20bl%C3%BCe' });
    expect((await s3.getObjectTagging({ Bucket, Key: 'tagged' })).TagSet).toEqual([
      { Key: 'team', Value: 'red + blüe' },
    ]);
    expect(await s3.getObject({ Bucket, Key: 'tagged' })).toMatchObject({ TagCount: 1 });
    await s3.deleteObjectTagging({ Bucket, Key: 'tagged' });
    expect((await s3.getObjectTagging({ Bucket, Key: 'tagged' })).TagSet ?? []).toEqual([]);
  });
});

describe('lists', () => {
  const keys = ['a', 'b/1', 'b/2', 'b/c/3', 'd/4', 'e', 'e/'];
  beforeAll(() => Promise.all(keys.map((key) => put(`list/${key}`))));
  const stripped = (texts: (string | undefined)[] = []) => texts.map((text) => text?.slice('list/'.length));

  test('go by page', async () => {
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 3 }, { Bucket, Prefix: 'list/' })) {
      pages.push(stripped(page.Contents?.map(({ Key }) => Key)));
    }
    expect(pages).toEqual([keys.slice(0, 3), keys.slice(3, 6), keys.slice(6)]);
  });

  test('group by delimiter, pages counting groups', async () => {
    const found: unknown[] = [];
    const input = { Bucket, Prefix: 'list/', Delimiter: '/' };
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, input)) {
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      found.push([
        stripped(page.Contents?.map(({ Key }) => Key)),
        stripped(page.CommonPrefixes?.map(({ Prefix }) => Prefix)),
      ]);
    }
    expect(found).toEqual([
      [['a'], ['b/']],
      [['e'], ['d/']],
      [[], ['e/']],
    ]);
  });

  test('start after a key, and with the first version by marker', async () => {
    const { Contents } = await s3.listObjectsV2({ Bucket, Prefix: 'list/', StartAfter: 'list/b/2' });
    expect(stripped(Contents?.map(({ Key }) => Key))).toEqual(keys.slice(3));
    const first = await s3.listObjects({ Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 2 });
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'list/b/' });
    const rest = await s3.listObjects({ Bucket, Prefix: 'list/', Delimiter: '/', Marker: first.NextMarker });
    expect(stripped(rest.Contents?.map(({ Key }) => Key))).toEqual(['e']);
    expect(stripped(rest.CommonPrefixes?.map(({ Prefix }) => Prefix))).toEqual(['d/', 'e/']);
  });
});

describe('versions', () => {
  const Bucket = 'versions';
  beforeAll(async () => {
    await s3.createBucket({ Bucket });
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  });

  test('stay behind newer ones and markers, and come back', async () => {
    const Key = 'a';
    const one = (await s3.putObject({ Bucket, Key, Body: 'one' })).VersionId ?? '';
    const two = (await s3.putObject({ Bucket, Key, Body: 'two' })).VersionId ?? '';
    const marker = await s3.deleteObject({ Bucket, Key });
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
    await expect(s3.getObject({ Bucket, Key })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.getObject({ Bucket, Key, VersionId: marker.VersionId })).rejects.toMatchObject(
      sdkError('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.'),
    );
    expect(await read(Key, { Bucket, VersionId: one })).toBe('one');
    const listed = await s3.listObjectVersions({ Bucket });
    expect(listed.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [two, false],
      [one, false],
    ]);
    expect(listed.DeleteMarkers).toMatchObject([{ VersionId: marker.VersionId, IsLatest: true }]);
    await s3.deleteObject({ Bucket, Key, VersionId: marker.VersionId });
    expect(await read(Key, { Bucket })).toBe('two');
    await s3.deleteObject({ Bucket, Key, VersionId: two });
    expect(await read(Key, { Bucket })).toBe('one');
    const CopySource = `${Bucket}/${Key}?versionId=${one}`;
    expect(await s3.copyObject({ Bucket, Key: 'restored', CopySource })).toMatchObject({ CopySourceVersionId: one });
  });

  test('are listed by page', async () => {
    for (let number = 0; number < 5; number++) await s3.putObject({ Bucket, Key: 'paged', Body: `${number}` });
    await s3.deleteObject({ Bucket, Key: 'paged' });
    const found: (string | undefined)[] = [];
    let position: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
    while (position) {
      const page: ListObjectVersionsOutput = await s3.listObjectVersions({
        Bucket,
        Prefix: 'paged',
        MaxKeys: 4,
        ...position,
      });
      found.push(...[...(page.DeleteMarkers ?? []), ...(page.Versions ?? [])].map(({ VersionId }) => VersionId));
      const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      position = page.IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
    }
    expect(found).toHaveLength(6);
    expect(new Set(found).size).toBe(6);
  });

  test('are suspended: what is written then is the null version', async () => {
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Suspended' } });
    const Key = 'suspended';
    await s3.putObject({ Bucket, Key, Body: 'one' });
    await s3.putObject({ Bucket, Key, Body: 'two' });
    const { Versions } = await s3.listObjectVersions({ Bucket, Prefix: Key });
    expect(Versions).toMatchObject([{ VersionId: 'null', IsLatest: true }]);
    expect(await read(Key, { Bucket, VersionId: 'null' })).toBe('two');
  });
});

describe('an upload in parts', () => {
  const part = Buffer.alloc(5 * 1024 * 1024, 'p');

  test('is listed, completed, and read whole and by part', async () => {
    const Key = 'parts/a';
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key, Metadata: { of: 'upload' } });
    const upload = (PartNumber: number, Body: string | Buffer) =>
      s3.uploadPart({ Bucket, Key, UploadId, PartNumber, Body });
    const etags = [(await upload(1, part)).ETag, (await upload(7, part)).ETag];
    const source = { CopySource: `${Bucket}/${Key}-source`, CopySourceRange: 'bytes=1-3' };
    await put(`${Key}-source`, 'abcdef');
    const copied = await s3.uploadPartCopy({ Bucket, Key, UploadId, PartNumber: 9, ...source });
    etags.push(copied.CopyPartResult?.ETag);
    expect((await s3.listMultipartUploads({ Bucket, Prefix: Key })).Uploads).toMatchObject([{ Key, UploadId }]);
    // The SDK's paginator would begin anew behind the last page: S3 gives a marker there, too.
    const first = await s3.listParts({ Bucket, Key, UploadId, MaxParts: 2 });
    expect(first).toMatchObject({ IsTruncated: true, Parts: [{ PartNumber: 1 }, { PartNumber: 7 }] });
    const rest = await s3.listParts({ Bucket, Key, UploadId, PartNumberMarker: first.NextPartNumberMarker });
    expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 9, Size: 3 }] });
    const Parts = [1, 7, 9].map((PartNumber, index) => ({ PartNumber, ETag: etags[index] }));
    const completed = await s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
    const digests = [part, part, 'bcd'].map((data) => createHash('md5').update(data).digest());
    expect(completed.ETag).toBe(`"${md5(Buffer.concat(digests))}-3"`);
    expect(await s3.headObject({ Bucket, Key })).toMatchObject({
      ContentLength: 2 * part.length + 3,
      Metadata: { of: 'upload' },
    });
    const last = await s3.getObject({ Bucket, Key, PartNumber: 3 });
    expect(last).toMatchObject({ PartsCount: 3, ContentLength: 3 });
    expect(await last.Body?.transformToString()).toBe('bcd');
    expect(await read(Key, { Range: `bytes=${2 * part.length - 1}-` })).toBe('pbcd');
  });

  test('is aborted', async () => {
    const Key = 'parts/aborted';
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key });
    await s3.uploadPart({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x' });
    await s3.abortMultipartUpload({ Bucket, Key, UploadId });
    await expect(s3.listParts({ Bucket, Key, UploadId })).rejects.toMatchObject(
      sdkError('NoSuchUpload', 404, /^The specified upload does not exist\./),
    );
    expect((await s3.listMultipartUploads({ Bucket, Prefix: Key })).Uploads ?? []).toEqual([]);
  });
});
