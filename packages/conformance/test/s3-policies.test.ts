import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { allow, deny, policy } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

/** Who may do what with buckets, on a server under `--auth iam`. */
let server: Server;
let root: S3;
let user: S3;
let iam: IAM;
const Bucket = 'guarded';
const userArn = 'arn:aws:iam::000000000000:user/ann';
const objects = (prefix = '') => `arn:aws:s3:::${Bucket}/${prefix}*`;
const everybody = { Principal: '*' };
const ann = { Principal: { AWS: userArn } };

beforeAll(async () => {
  server = await startServer(['--auth', 'iam']);
  root = new S3(server.client());
  iam = new IAM(server.client());
  await iam.createUser({ UserName: 'ann' });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'ann' });
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
  user = new S3(server.client({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }));
  await root.createBucket({ Bucket });
  for (const Key of ['public/a', 'private/a', 'hers/a']) await root.putObject({ Bucket, Key, Body: Key });
});

afterAll(async () => {
  for (const client of [root, user, iam]) client.destroy();
  await server.stop();
});

const anonymous = (key: string, method = 'GET') => fetch(`${server.endpoint}/${Bucket}/${key}`, { method });
const read = (client: S3, Key: string) =>
  client.getObject({ Bucket, Key }).then(({ Body }) => Body?.transformToString());
const denied = (action: string) =>
  sdkError('AccessDenied', 403, new RegExp(`^User: ${userArn} is not authorized to perform: ${action} `));

test('a user may nothing', async () => {
  await expect(read(user, 'hers/a')).rejects.toMatchObject(denied('s3:GetObject'));
  await expect(user.listObjectsV2({ Bucket })).rejects.toMatchObject(denied('s3:ListBucket'));
  await expect(user.listBuckets({})).rejects.toMatchObject(denied('s3:ListAllMyBuckets'));
  await expect(user.createBucket({ Bucket: 'hers' })).rejects.toMatchObject(denied('s3:CreateBucket'));
  await expect(user.headObject({ Bucket, Key: 'hers/a' })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
});

test('a bucket policy lets a user in, a deny keeps out', async () => {
  const Policy = policy(
    { ...allow('s3:*', objects('hers/')), ...ann },
    {
      ...allow('s3:ListBucket', `arn:aws:s3:::${Bucket}`, { Condition: { StringLike: { 's3:prefix': 'hers/*' } } }),
      ...ann,
    },
    { ...deny('s3:DeleteObject', objects()), ...everybody },
  );
  await root.putBucketPolicy({ Bucket, Policy });
  expect(await read(user, 'hers/a')).toBe('hers/a');
  await user.putObject({ Bucket, Key: 'hers/b', Body: 'b' });
  expect((await user.listObjectsV2({ Bucket, Prefix: 'hers/' })).KeyCount).toBe(2);
  await expect(user.listObjectsV2({ Bucket })).rejects.toMatchObject(denied('s3:ListBucket'));
  await expect(read(user, 'private/a')).rejects.toMatchObject(denied('s3:GetObject'));
  for (const client of [user, root]) {
    await expect(client.deleteObject({ Bucket, Key: 'hers/b' })).rejects.toMatchObject(
      sdkError('AccessDenied', 403, /with an explicit deny in a resource-based policy$/),
    );
  }
  await root.deleteBucketPolicy({ Bucket });
  await expect(read(user, 'hers/a')).rejects.toMatchObject(denied('s3:GetObject'));
});

test('without the permission to list, what is absent is denied', async () => {
  await root.putBucketPolicy({ Bucket, Policy: policy({ ...allow('s3:GetObject', objects()), ...ann }) });
  await expect(read(user, 'none')).rejects.toMatchObject(denied('s3:ListBucket'));
  await iam.putUserPolicy({
    UserName: 'ann',
    PolicyName: 'list',
    PolicyDocument: policy(allow('s3:ListBucket', `arn:aws:s3:::${Bucket}`)),
  });
  await expect(read(user, 'none')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await iam.deleteUserPolicy({ UserName: 'ann', PolicyName: 'list' });
});

describe('the public', () => {
  const Policy = policy({ ...allow('s3:GetObject', objects('public/')), ...everybody });

  test('is kept out as long as public access is blocked', async () => {
    await expect(root.putBucketPolicy({ Bucket, Policy })).rejects.toMatchObject({ name: 'AccessDenied' });
    expect((await anonymous('public/a')).status).toBe(403);
  });

  test('reads what a policy opens', async () => {
    await root.deletePublicAccessBlock({ Bucket });
    await root.putBucketPolicy({ Bucket, Policy });
    expect(await (await anonymous('public/a')).text()).toBe('public/a');
    expect((await root.getBucketPolicyStatus({ Bucket })).PolicyStatus).toEqual({ IsPublic: true });
    for (const [key, method] of [
      ['private/a', 'GET'],
      ['public/a', 'PUT'],
      ['', 'GET'],
      ['public/none', 'GET'],
    ]) {
      const answer = await anonymous(key ?? '', method);
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
    }
  });

  test('is kept out again by a block that restricts public buckets', async () => {
    await root.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } });
    expect((await anonymous('public/a')).status).toBe(403);
    await root.deletePublicAccessBlock({ Bucket });
    await root.deleteBucketPolicy({ Bucket });
  });

  test('reads objects by their ACL, where ACLs are on', async () => {
    await root.putBucketOwnershipControls({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    });
    await root.putObject({ Bucket, Key: 'acl', Body: 'open', ACL: 'public-read' });
    expect(await (await anonymous('acl')).text()).toBe('open');
    await root.putObjectAcl({ Bucket, Key: 'acl', ACL: 'private' });
    expect((await anonymous('acl')).status).toBe(403);
  });
});

test('a policy may demand a secure connection, or a condition on what is written', async () => {
  const encrypted = { Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } } };
  const Policy = policy(
    { ...allow('s3:PutObject', objects()), ...ann },
    { ...deny('s3:PutObject', objects(), encrypted), ...everybody },
    { ...deny('s3:GetObject', objects(), { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), ...everybody },
  );
  await root.putBucketPolicy({ Bucket, Policy });
  const put = (more: object) => user.putObject({ Bucket, Key: 'encrypted', Body: 'x', ...more });
  await expect(put({})).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(await put({ ServerSideEncryption: 'AES256' })).toMatchObject({ ServerSideEncryption: 'AES256' });
  await expect(read(root, 'hers/a')).rejects.toMatchObject({ name: 'AccessDenied' });
});
