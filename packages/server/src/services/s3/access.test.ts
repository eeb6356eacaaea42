import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let root: S3;
let iam: IAM;
const Bucket = 'guarded';
const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };

beforeAll(async () => {
  server = await startTestServer({ auth: 'iam' });
  root = new S3({ ...server.client, forcePathStyle: true });
  iam = new IAM(server.client);
  await root.createBucket({ Bucket });
  await root.putObject({ Bucket, Key: 'open/a', Body: 'public' });
  await root.putObject({ Bucket, Key: 'team/b', Body: 'private', Tagging: 'team=blue' });
});

afterAll(() => server.stop());

async function userWith(UserName: string, ...Statement: object[]): Promise<S3> {
  await iam.createUser({ UserName });
  await iam.putUserPolicy({
    UserName,
    PolicyName: 'p',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  return new S3({ ...server.client, credentials, forcePathStyle: true });
}

test('actions and resources are those of S3', async () => {
  const user = await userWith('reader', {
    Effect: 'Allow',
    Action: ['s3:GetObject'],
    Resource: 'arn:aws:s3:::guarded/team/*',
  });
  expect(await (await user.getObject({ Bucket, Key: 'team/b' })).Body?.transformToString()).toBe('private');
  await expect(user.getObject({ Bucket, Key: 'open/a' })).rejects.toMatchObject(denied);
  await expect(user.putObject({ Bucket, Key: 'team/b', Body: '' })).rejects.toMatchObject(denied);
  await expect(user.listObjectsV2({ Bucket })).rejects.toMatchObject(denied);
  await expect(user.getObject({ Bucket, Key: 'team/b', VersionId: 'null' })).rejects.toMatchObject(denied);
});

test('listings may be limited to a prefix, objects to their tags', async () => {
  const user = await userWith(
    'lister',
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::guarded',
      Condition: { StringLike: { 's3:prefix': 'team/*' } },
    },
    {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: '*',
      Condition: { StringEquals: { 's3:ExistingObjectTag/team': 'blue' } },
    },
  );
  expect((await user.listObjectsV2({ Bucket, Prefix: 'team/' })).KeyCount).toBe(1);
  await expect(user.listObjectsV2({ Bucket, Prefix: 'open/' })).rejects.toMatchObject(denied);
  await user.headObject({ Bucket, Key: 'team/b' });
  await expect(user.headObject({ Bucket, Key: 'open/a' })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
});

test('a copy needs to read its source', async () => {
  const user = await userWith('copier', { Effect: 'Allow', Action: ['s3:PutObject'], Resource: '*' });
  await expect(user.copyObject({ Bucket, Key: 'copy', CopySource: `${Bucket}/team/b` })).rejects.toMatchObject(denied);
});

test('a bucket policy opens objects to everyone', async () => {
  const url = `${server.endpoint}/${Bucket}/open/a`;
  expect((await fetch(url)).status).toBe(403);
  await root.deletePublicAccessBlock({ Bucket });
  const Statement = [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/open/*` },
  ];
  await root.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
  expect(await (await fetch(url)).text()).toBe('public');
  expect((await fetch(`${server.endpoint}/${Bucket}/team/b`)).status).toBe(403);
});

test('of several keys those are deleted that may be', async () => {
  await root.putObject({ Bucket, Key: 'mine/a', Body: 'x' });
  const user = await userWith('cleaner', {
    Effect: 'Allow',
    Action: 's3:DeleteObject',
    Resource: `arn:aws:s3:::${Bucket}/mine/*`,
  });
  const Objects = [{ Key: 'mine/a' }, { Key: 'team/b' }, { Key: 'mine/a', VersionId: 'null' }];
  const { Deleted, Errors } = await user.deleteObjects({ Bucket, Delete: { Objects } });
  expect(Deleted).toEqual([{ Key: 'mine/a' }]);
  expect(Errors?.map(({ Key, VersionId, Code }) => [Key, VersionId, Code])).toEqual([
    ['team/b', undefined, 'AccessDenied'],
    ['mine/a', 'null', 'AccessDenied'],
  ]);
  expect(Errors?.[0]?.Message).toMatch(/^User: arn:.*user\/cleaner is not authorized to perform: s3:DeleteObject on /);
  await root.headObject({ Bucket, Key: 'team/b' });
  await expect(root.headObject({ Bucket, Key: 'mine/a' })).rejects.toMatchObject({ name: 'NotFound' });
});

test('a bucket that is not there is told to everyone', async () => {
  const user = await userWith('outsider', { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' });
  await expect(user.listObjectsV2({ Bucket: 'not-there' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
  await expect(user.getBucketPolicy({ Bucket: 'not-there' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
  await expect(user.createBucket({ Bucket: 'not-there' })).rejects.toMatchObject(denied);
  expect((await fetch(`${server.endpoint}/not-there/key`)).status).toBe(404);
});

test('a policy cannot lock out the root of its account', async () => {
  const Own = 'locked-out';
  const user = await userWith('owner', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
  await root.createBucket({ Bucket: Own });
  const Resource = [`arn:aws:s3:::${Own}`, `arn:aws:s3:::${Own}/*`];
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource }];
  await root.putBucketPolicy({ Bucket: Own, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
  await expect(root.listObjectsV2({ Bucket: Own })).rejects.toMatchObject(denied);
  await expect(user.deleteBucketPolicy({ Bucket: Own })).rejects.toMatchObject(denied);
  expect((await root.getBucketPolicy({ Bucket: Own })).Policy).toContain('Deny');
  await root.deleteBucketPolicy({ Bucket: Own });
  await root.listObjectsV2({ Bucket: Own });
});

test('conditions on the account of the bucket and on the signature', async () => {
  const inAccount = (account: string) => ({
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: '*',
    Condition: { StringEquals: { 's3:ResourceAccount': account, 's3:authType': 'REST-HEADER' } },
  });
  const here = await userWith('here', inAccount('000000000000'));
  const elsewhere = await userWith('elsewhere', inAccount('111111111111'));
  await here.listObjectsV2({ Bucket });
  await expect(elsewhere.listObjectsV2({ Bucket })).rejects.toMatchObject(denied);
});

test('what a bucket has from the beginning needs permissions of its own', async () => {
  const user = await userWith('maker', { Effect: 'Allow', Action: 's3:CreateBucket', Resource: '*' });
  await user.createBucket({ Bucket: 'made-plain', ACL: 'private' });
  await expect(user.createBucket({ Bucket: 'made', ObjectOwnership: 'ObjectWriter' })).rejects.toMatchObject(denied);
  await expect(user.createBucket({ Bucket: 'made', ObjectLockEnabledForBucket: true })).rejects.toMatchObject(denied);
  await expect(user.createBucket({ Bucket: 'made', ACL: 'public-read' })).rejects.toMatchObject(denied);
});

test('strangers are not told why they are denied', async () => {
  const answers = [`/${Bucket}/team/b`, `/${Bucket}`, '/'].map(async (path) => {
    const response = await fetch(server.endpoint + path);
    return [response.status, /<Message>(.*?)<\/Message>/.exec(await response.text())?.[1]];
  });
  for (const answer of await Promise.all(answers)) expect(answer).toEqual([403, 'Access Denied']);
});

test('a body that is not the signed one is refused', async () => {
  const big = Buffer.alloc(100_000, 'a');
  const plain = new S3({ ...server.client, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  plain.middlewareStack.add(
    (next) => (args) => {
      const { request } = args as unknown as { request: { body: Buffer } };
      request.body = Buffer.alloc(request.body.length, 'b');
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'forge' },
  );
  for (const Body of [big, Buffer.from('small')]) {
    await expect(plain.putObject({ Bucket, Key: 'forged', Body })).rejects.toMatchObject({
      name: 'XAmzContentSHA256Mismatch',
    });
  }
  await expect(root.headObject({ Bucket, Key: 'forged' })).rejects.toMatchObject({ name: 'NotFound' });
});
