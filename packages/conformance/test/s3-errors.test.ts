import { S3 } from '@aws-sdk/client-s3';
import type { CompletedPart } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { allow, policy } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let s3: S3;
let UploadId: string | undefined;
const Bucket = 'errors';
const Key = 'a';

beforeAll(async () => {
  server = await startServer();
  s3 = new S3(server.client());
  await s3.createBucket({ Bucket });
  await s3.putObject({ Bucket, Key, Body: 'x' });
  ({ UploadId } = await s3.createMultipartUpload({ Bucket, Key: 'upload' }));
});

afterAll(async () => {
  s3.destroy();
  await server.stop();
});

async function uploadPart(PartNumber: number, Body = 'small') {
  const { ETag } = await s3.uploadPart({ Bucket, Key: 'upload', UploadId, PartNumber, Body });
  return { PartNumber, ETag };
}

const complete = (Parts: CompletedPart[]) =>
  s3.completeMultipartUpload({ Bucket, Key: 'upload', UploadId, MultipartUpload: { Parts } });
const lifecycle = (rule: object) =>
  s3.putBucketLifecycleConfiguration({
    Bucket,
    LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Filter: { Prefix: '' }, ...rule }] },
  });
const setPolicy = (Policy: string) => s3.putBucketPolicy({ Bucket, Policy });
const everybody = { Principal: { AWS: '*' } };

test.each<[code: string, status: number, message: string | RegExp, call: () => Promise<unknown>]>([
  ['NoSuchBucket', 404, 'The specified bucket does not exist', () => s3.listObjectsV2({ Bucket: 'none' })],
  ['NoSuchBucket', 404, 'The specified bucket does not exist', () => s3.putObject({ Bucket: 'none', Key, Body: 'x' })],
  ['NoSuchBucket', 404, 'The specified bucket does not exist', () => s3.deleteBucket({ Bucket: 'none' })],
  ['NoSuchKey', 404, 'The specified key does not exist.', () => s3.getObject({ Bucket, Key: 'none' })],
  [
    'NoSuchKey',
    404,
    'The specified key does not exist.',
    () => s3.copyObject({ Bucket, Key: 'b', CopySource: `${Bucket}/none` }),
  ],
  ['InvalidBucketName', 400, 'The specified bucket is not valid.', () => s3.createBucket({ Bucket: 'Upper_Case' })],
  ['InvalidBucketName', 400, 'The specified bucket is not valid.', () => s3.createBucket({ Bucket: 'ab' })],
  ['InvalidBucketName', 400, 'The specified bucket is not valid.', () => s3.createBucket({ Bucket: '192.168.1.1' })],
  ['BucketNotEmpty', 409, 'The bucket you tried to delete is not empty', () => s3.deleteBucket({ Bucket })],
  [
    'InvalidRange',
    416,
    'The requested range is not satisfiable',
    () => s3.getObject({ Bucket, Key, Range: 'bytes=5-' }),
  ],
  ['KeyTooLongError', 400, 'Your key is too long', () => s3.putObject({ Bucket, Key: 'k'.repeat(1025), Body: 'x' })],
  ['InvalidArgument', 400, 'Invalid version id specified', () => s3.getObject({ Bucket, Key, VersionId: 'nonsense' })],
  [
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    () => s3.uploadPart({ Bucket, Key: 'upload', UploadId: 'none', PartNumber: 1, Body: 'x' }),
  ],
  [
    'InvalidArgument',
    400,
    'Part number must be an integer between 1 and 10000, inclusive',
    () => s3.uploadPart({ Bucket, Key: 'upload', UploadId, PartNumber: 10_001, Body: 'x' }),
  ],
  [
    'InvalidPart',
    400,
    /^One or more of the specified parts could not be found\./,
    async () => complete([{ ...(await uploadPart(1)), ETag: '"00000000000000000000000000000000"' }]),
  ],
  [
    'InvalidPartOrder',
    400,
    /^The list of parts was not in ascending order\./,
    async () => complete([await uploadPart(2), await uploadPart(1)]),
  ],
  [
    'EntityTooSmall',
    400,
    'Your proposed upload is smaller than the minimum allowed size',
    async () => complete([await uploadPart(1), await uploadPart(2)]),
  ],
  [
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
    () => s3.deleteObjects({ Bucket, Delete: { Objects: [] } }),
  ],
  ['NoSuchBucketPolicy', 404, 'The bucket policy does not exist', () => s3.getBucketPolicy({ Bucket })],
  ['NoSuchCORSConfiguration', 404, 'The CORS configuration does not exist', () => s3.getBucketCors({ Bucket })],
  [
    'NoSuchLifecycleConfiguration',
    404,
    'The lifecycle configuration does not exist',
    () => s3.getBucketLifecycleConfiguration({ Bucket }),
  ],
  [
    'NoSuchWebsiteConfiguration',
    404,
    'The specified bucket does not have a website configuration',
    () => s3.getBucketWebsite({ Bucket }),
  ],
  ['NoSuchTagSet', 404, 'The TagSet does not exist', () => s3.getBucketTagging({ Bucket })],
  [
    'ObjectLockConfigurationNotFoundError',
    404,
    'Object Lock configuration does not exist for this bucket',
    () => s3.getObjectLockConfiguration({ Bucket }),
  ],
  [
    'ReplicationConfigurationNotFoundError',
    404,
    'The replication configuration was not found',
    () => s3.getBucketReplication({ Bucket }),
  ],
  ['MalformedPolicy', 400, /^Policies must be valid JSON/, () => setPolicy('nonsense')],
  ['MalformedPolicy', 400, 'Missing required field Principal', () => setPolicy(policy(allow('s3:GetObject')))],
  [
    'MalformedPolicy',
    400,
    'Policy has invalid resource',
    () => setPolicy(policy({ ...allow('s3:GetObject', 'arn:aws:s3:::other/*'), ...everybody })),
  ],
  [
    'MalformedPolicy',
    400,
    'Policy has invalid action',
    () => setPolicy(policy({ ...allow('ec2:RunInstances', `arn:aws:s3:::${Bucket}/*`), ...everybody })),
  ],
  [
    'AccessDenied',
    403,
    /./,
    () => setPolicy(policy({ ...allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`), ...everybody })),
  ],
  [
    'AccessControlListNotSupported',
    400,
    'The bucket does not allow ACLs',
    () => s3.putObject({ Bucket, Key: 'acl', Body: 'x', ACL: 'public-read' }),
  ],
  [
    'InvalidArgument',
    400,
    /'Days' for Expiration action must be a positive integer/,
    () => lifecycle({ Expiration: { Days: 0 } }),
  ],
  [
    'InvalidRequest',
    400,
    'Bucket is missing Object Lock Configuration',
    () => s3.putObjectLegalHold({ Bucket, Key, LegalHold: { Status: 'ON' } }),
  ],
  ['InvalidObjectState', 403, /storage class/, () => readArchived()],
  ['InvalidStorageClass', 400, /^The storage class you specified is not valid$/, () => storeAs('LUKEWARM')],
  ['InvalidTag', 400, 'Cannot provide multiple Tags with the same key', () => tag('k', 'k')],
  ['InvalidTag', 400, 'Your TagKey cannot be prefixed with aws:', () => tag('aws:k')],
  ['BadRequest', 400, 'Object tags cannot be greater than 10', () => tag(...'a b c d e f g h i j k'.split(' '))],
])('%s %i %s', async (code, status, message, call) => {
  await expect(call()).rejects.toMatchObject(sdkError(code, status, message));
});

const tag = (...keys: string[]) =>
  s3.putObjectTagging({ Bucket, Key, Tagging: { TagSet: keys.map((name) => ({ Key: name, Value: 'v' })) } });
const storeAs = (StorageClass: string) =>
  s3.putObject({ Bucket, Key: 'stored', Body: 'x', StorageClass: StorageClass as 'GLACIER' });

async function readArchived() {
  await storeAs('GLACIER');
  return s3.getObject({ Bucket, Key: 'stored' });
}

describe('an error', () => {
  test('is XML, with what it is about', async () => {
    const answer = await fetch(`${server.endpoint}/${Bucket}/none%20%C3%BC`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/xml');
    const text = await answer.text();
    const requestId = answer.headers.get('x-amz-request-id');
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\s*<Error><Code>NoSuchKey<\/Code>/);
    expect(text).toContain('<Message>The specified key does not exist.</Message><Key>none ü</Key>');
    expect(text).toContain(`<RequestId>${requestId}</RequestId><HostId>${answer.headers.get('x-amz-id-2')}</HostId>`);
  });

  test('of HEAD has no body, and a code by its status', async () => {
    const { status, headers } = await fetch(`${server.endpoint}/${Bucket}/none`, { method: 'HEAD' });
    expect([status, headers.get('content-length')]).not.toEqual([200, null]);
    await expect(s3.headObject({ Bucket, Key: 'none' })).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('tells entry by entry what could not be deleted', async () => {
    const answer = await s3.deleteObjects({
      Bucket,
      Delete: { Objects: [{ Key: 'absent' }, { Key, VersionId: 'nonsense' }] },
    });
    expect(answer.Deleted).toMatchObject([{ Key: 'absent' }]);
    expect(answer.Errors).toMatchObject([{ Key, VersionId: 'nonsense', Code: 'NoSuchVersion' }]);
  });

  test('of malformed XML is told as such', async () => {
    const answer = await fetch(`${server.endpoint}/${Bucket}?tagging`, { method: 'PUT', body: '<Tagging><TagSet>' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('<Code>MalformedXML</Code>');
  });
});

test('S3 Select is refused by its name', async () => {
  await expect(
    s3.selectObjectContent({
      Bucket,
      Key,
      Expression: 'SELECT * FROM S3Object',
      ExpressionType: 'SQL',
      InputSerialization: { CSV: {} },
      OutputSerialization: { CSV: {} },
    }),
  ).rejects.toMatchObject({ name: expect.stringMatching(/NotImplemented|MethodNotAllowed/) });
});
