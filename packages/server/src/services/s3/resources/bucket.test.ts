import {
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import type { HarnessOptions } from '../../../testing/resource-harness.ts';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let s3: S3Client;
let buckets: ResourceHarness;

beforeAll(async () => {
  server = await startTestServer();
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
  buckets = harness();
});

afterAll(() => server.stop());

afterEach(({ expect }) => expect(server.errors).toEqual([]));

function harness(options: HarnessOptions = {}): ResourceHarness {
  return new ResourceHarness(server, 'AWS::S3::Bucket', 'BucketName', options);
}

async function tagsOf(Bucket: string): Promise<Record<string, string | undefined>> {
  const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
  return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]));
}

/** What every bucket has that says nothing. */
const closed = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const initial = {
  AbacStatus: 'Disabled',
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  PublicAccessBlockConfiguration: closed,
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { BucketKeyEnabled: false, ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ],
  },
};

describe('a bucket that says nothing', () => {
  it('gets a name in lower case, its attributes, and the tags of its stack', async () => {
    const bucket = await buckets.create({});
    const name = bucket.physicalId;
    const port = new URL(server.endpoint).port;
    expect(name).toMatch(/^demo-thing-[0-9a-z]{12}$/);
    expect(bucket.answered).toEqual({
      BucketName: name,
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.us-east-1.amazonaws.com`,
      RegionalDomainName: `${name}.s3.us-east-1.amazonaws.com`,
      WebsiteURL: `http://${name}.s3-website.localhost:${port}`,
    });
    expect(await buckets.read(bucket)).toEqual({ ...bucket.answered, ...initial });
    expect(await tagsOf(name)).toMatchObject({ 'aws:cloudformation:stack-name': 'demo' });
    await buckets.delete(bucket);
    expect(await buckets.read(bucket)).toBeUndefined();
    await buckets.delete(bucket);
  });

  it('is in the region of its stack, and listed there', async () => {
    const abroad = harness({ region: 'eu-west-1' });
    const { answered, physicalId: Bucket } = await abroad.create({});
    expect(answered['RegionalDomainName']).toBe(`${Bucket}.s3.eu-west-1.amazonaws.com`);
    expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'eu-west-1' });
    expect(await abroad.list()).toContainEqual({ BucketName: Bucket });
    expect(await buckets.list()).not.toContainEqual({ BucketName: Bucket });
  });

  it('can have a name in the account’s own namespace', async () => {
    const BucketNamespace = 'account-regional';
    const named = await buckets.create({ BucketNamespace, BucketNamePrefix: 'mine' });
    expect(named.physicalId).toBe('mine-000000000000-us-east-1-an');
    const generated = await buckets.create({ BucketNamespace });
    expect(generated.physicalId).toMatch(/^demo-thing-[0-9a-z]{12}-000000000000-us-east-1-an$/);
    await expect(buckets.create({ BucketNamespace, BucketName: 'mine' })).rejects.toThrow(/not valid/);
  });
});

describe('a name', () => {
  it('that the account has already is refused', async () => {
    await buckets.create({ BucketName: 'taken-name' });
    await expect(buckets.create({ BucketName: 'taken-name' })).rejects.toMatchObject({
      code: 'AlreadyExists',
      message: "Resource of type 'AWS::S3::Bucket' with identifier 'taken-name' already exists.",
    });
  });

  it('that another account has is refused by S3', async () => {
    await harness({ account: '111122223333', region: 'eu-west-1' }).create({ BucketName: 'foreign-name' });
    await expect(harness({ region: 'eu-west-1' }).create({ BucketName: 'foreign-name' })).rejects.toThrow(
      /not available/,
    );
  });
});

describe('a deletion', () => {
  it('fails while there is something in the bucket, which stays open', async () => {
    const bucket = await buckets.create({ BucketName: 'full' });
    const object = { Bucket: 'full', Key: 'a' };
    await s3.send(new PutObjectCommand({ ...object, Body: 'x' }));
    await expect(buckets.delete(bucket)).rejects.toThrow(/^The bucket you tried to delete is not empty$/);
    await s3.send(new PutObjectCommand({ ...object, Body: 'y' }));
    await s3.send(new DeleteObjectCommand(object));
    await buckets.delete(bucket);
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'full' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('is undone with the unit that it is part of', async () => {
    const { physicalId: Bucket } = await buckets.create({ BucketName: 'kept-bucket' });
    const { platform } = server;
    const account = '000000000000';
    const principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account } as const;
    const failing = platform.storage.transact(async (unit) => {
      const { s3: calls } = platform.callAs({ principal, account, region: 'us-east-1', unit });
      await calls.DeleteBucket({ Bucket });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await s3.send(new HeadBucketCommand({ Bucket }));
  });
});

describe('tags', () => {
  it('are set beside those of the stack and of others', async () => {
    const bucket = await buckets.create({ BucketName: 'tagged', Tags: [{ Key: 'a', Value: '1' }] });
    const before = await tagsOf('tagged');
    const TagSet = Object.entries({ ...before, mine: 'x' }).map(([Key, Value]) => ({ Key, Value }));
    await s3.send(new PutBucketTaggingCommand({ Bucket: 'tagged', Tagging: { TagSet } }));
    const after = await buckets.update(bucket, { BucketName: 'tagged', Tags: [{ Key: 'b', Value: '2' }] });
    const tags = await tagsOf('tagged');
    expect(tags).toMatchObject({ mine: 'x', b: '2', 'aws:cloudformation:logical-id': 'Thing' });
    expect(tags).not.toHaveProperty('a');
    expect(await buckets.read(after)).toMatchObject({
      Tags: expect.arrayContaining([
        { Key: 'b', Value: '2' },
        { Key: 'mine', Value: 'x' },
      ]),
    });
  });

  it('of CloudFormation can be neither set nor removed by users', async () => {
    const { physicalId: Bucket } = await buckets.create({ BucketName: 'system-tags' });
    const own = [{ Key: 'a', Value: '1' }];
    const put = (TagSet: { Key: string; Value: string }[]) =>
      s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    await expect(put(own)).rejects.toThrow('System Tags cannot be removed by requester');
    await expect(s3.send(new DeleteBucketTaggingCommand({ Bucket }))).rejects.toThrow(/cannot be removed/);
    const system = Object.entries(await tagsOf(Bucket)).map(([Key, Value = '']) => ({ Key, Value }));
    await put([...own, ...system]);
    expect(await tagsOf(Bucket)).toMatchObject({ a: '1', 'aws:cloudformation:stack-name': 'demo' });
    await expect(put([...own, ...system.map(({ Key }) => ({ Key, Value: 'other' }))])).rejects.toThrow(
      /cannot be added\/updated/,
    );
  });
});

describe('what S3 here cannot do', () => {
  it.each([
    ['MetadataConfiguration', { MetadataConfiguration: {} }],
    ['MetadataTableConfiguration', { MetadataTableConfiguration: {} }],
    ['AwsExecRead', { AccessControl: 'AwsExecRead' }],
    ['BucketNamePrefix', { BucketNamePrefix: 'x' }],
    [
      'DefaultEventHold',
      {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { DefaultEventHold: {} } } },
      },
    ],
  ])('is refused by its name: %s', async (name, properties) => {
    await expect(buckets.create(properties)).rejects.toThrow(name);
  });
});
