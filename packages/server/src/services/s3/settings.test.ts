import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketMetricsConfigurationCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketMetricsConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetObjectAclCommand,
  GetObjectTaggingCommand,
  GetPublicAccessBlockCommand,
  ListBucketMetricsConfigurationsCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLoggingCommand,
  PutBucketMetricsConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketRequestPaymentCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let s3: S3Client;
const Bucket = 'settings';

beforeAll(async () => {
  server = await startTestServer();
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'content' }));
});

afterAll(() => server.stop());

function failing(name: string, status: number) {
  return expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode: status }) });
}

describe('tags', () => {
  const TagSet = [{ Key: 'team', Value: 'red' }];

  it('of buckets', async () => {
    await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toEqual(failing('NoSuchTagSet', 404));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
    await s3.send(new DeleteBucketTaggingCommand({ Bucket }));
    await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toEqual(failing('NoSuchTagSet', 404));
    const twice = { Bucket, Tagging: { TagSet: [...TagSet, ...TagSet] } };
    await expect(s3.send(new PutBucketTaggingCommand(twice))).rejects.toEqual(failing('InvalidTag', 400));
    const missing = new GetBucketTaggingCommand({ Bucket: 'absent' });
    await expect(s3.send(missing)).rejects.toEqual(failing('NoSuchBucket', 404));
  });

  it('of a new bucket', async () => {
    const tagged = { Bucket: 'tagged-at-birth', CreateBucketConfiguration: { Tags: TagSet } };
    await s3.send(new CreateBucketCommand(tagged));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket: tagged.Bucket }))).TagSet).toEqual(TagSet);
  });

  it('of objects', async () => {
    const object = { Bucket, Key: 'a' };
    expect((await s3.send(new GetObjectTaggingCommand(object))).TagSet).toEqual([]);
    await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
    expect((await s3.send(new GetObjectTaggingCommand(object))).TagSet).toEqual(TagSet);
    await s3.send(new DeleteObjectTaggingCommand(object));
    expect((await s3.send(new GetObjectTaggingCommand(object))).TagSet).toEqual([]);
    const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    const tooMany = new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: many } });
    await expect(s3.send(tooMany)).rejects.toEqual(failing('BadRequest', 400));
    const absent = new GetObjectTaggingCommand({ Bucket, Key: 'absent' });
    await expect(s3.send(absent)).rejects.toEqual(failing('NoSuchKey', 404));
  });
});

describe('ACLs', () => {
  it('are off where the bucket owner is enforced', async () => {
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    const open = new PutBucketAclCommand({ Bucket, ACL: 'public-read' });
    await expect(s3.send(open)).rejects.toEqual(failing('AccessControlListNotSupported', 400));
    const { Owner, Grants } = await s3.send(new GetBucketAclCommand({ Bucket }));
    expect(Grants).toEqual([{ Grantee: { ID: Owner?.ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }]);
  });

  it('are kept where objects belong to their writers, unless they are public and blocked', async () => {
    const other = { Bucket: 'with-acls', Key: 'a' };
    await s3.send(new CreateBucketCommand({ Bucket: other.Bucket, ObjectOwnership: 'ObjectWriter' }));
    await s3.send(new PutObjectCommand({ ...other, Body: 'x' }));
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: other.Bucket,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      }),
    );
    const open = new PutObjectAclCommand({ ...other, ACL: 'public-read' });
    await expect(s3.send(open)).rejects.toEqual(failing('AccessDenied', 403));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket: other.Bucket }));
    await s3.send(open);
    const { Grants = [] } = await s3.send(new GetObjectAclCommand(other));
    expect(Grants.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL', 'READ']);
    await s3.send(new PutBucketAclCommand({ Bucket: other.Bucket, ACL: 'public-read' }));
    const enforced = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' as const }] };
    const enforce = new PutBucketOwnershipControlsCommand({ Bucket: other.Bucket, OwnershipControls: enforced });
    await expect(s3.send(enforce)).rejects.toEqual(failing('InvalidBucketAclWithObjectOwnership', 400));
    await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket: other.Bucket }));
    const gone = new GetBucketOwnershipControlsCommand({ Bucket: other.Bucket });
    await expect(s3.send(gone)).rejects.toEqual(failing('OwnershipControlsNotFoundError', 404));
  });
});

it('begins a bucket closed', async () => {
  const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(Object.values(PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
  const open = new CreateBucketCommand({ Bucket: 'open', ACL: 'public-read' });
  await expect(s3.send(open)).rejects.toEqual(failing('InvalidBucketAclWithObjectOwnership', 400));
  const shared = new CreateBucketCommand({ Bucket: 'open', ACL: 'public-read', ObjectOwnership: 'ObjectWriter' });
  await expect(s3.send(shared)).rejects.toEqual(failing('AccessDenied', 403));
});

describe('bucket policies', () => {
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statement });

  it('are kept as they are', async () => {
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toEqual(failing('NoSuchBucketPolicy', 404));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus).toEqual({ IsPublic: true });
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  });

  it('are refused where they are public and blocked, or nonsense', async () => {
    const block = { BlockPublicPolicy: true };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }));
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(PublicAccessBlockConfiguration).toMatchObject({ BlockPublicPolicy: true, BlockPublicAcls: false });
    await expect(s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toEqual(failing('AccessDenied', 403));
    const nonsense = new PutBucketPolicyCommand({ Bucket, Policy: 'nonsense' });
    await expect(s3.send(nonsense)).rejects.toEqual(failing('MalformedPolicy', 400));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const gone = new GetPublicAccessBlockCommand({ Bucket });
    await expect(s3.send(gone)).rejects.toEqual(failing('NoSuchPublicAccessBlockConfiguration', 404));
  });
});

describe('options', () => {
  it('encryption has a default and can be changed', async () => {
    const ruleOf = async () =>
      (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
    expect(await ruleOf()).toMatchObject([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
    const kms = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: 'alias/a' };
    const Rules = [{ ApplyServerSideEncryptionByDefault: kms, BucketKeyEnabled: true }];
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    expect(await ruleOf()).toEqual(Rules);
    const wrong = [{ ApplyServerSideEncryptionByDefault: { ...kms, SSEAlgorithm: 'AES256' as const } }];
    const mixed = new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: wrong } });
    await expect(s3.send(mixed)).rejects.toEqual(failing('InvalidArgument', 400));
    await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect(await ruleOf()).toHaveLength(1);
  });

  it('logging needs a target bucket', async () => {
    const LoggingEnabled = { TargetBucket: Bucket, TargetPrefix: 'log/' };
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toEqual(LoggingEnabled);
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }));
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
    const absent = { LoggingEnabled: { ...LoggingEnabled, TargetBucket: 'absent' } };
    const toNowhere = new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: absent });
    await expect(s3.send(toNowhere)).rejects.toEqual(failing('InvalidTargetBucketForLogging', 400));
  });

  it('acceleration and request payment', async () => {
    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBeUndefined();
    const AccelerateConfiguration = { Status: 'Enabled' as const };
    await s3.send(new PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration }));
    expect((await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBe('Enabled');
    const payer = async () => (await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer;
    expect(await payer()).toBe('BucketOwner');
    const RequestPaymentConfiguration = { Payer: 'Requester' as const };
    await s3.send(new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration }));
    expect(await payer()).toBe('Requester');
  });

  it('recorded configurations are listed page by page', async () => {
    for (let index = 100; index <= 200; index++) {
      const Id = `m${index}`;
      await s3.send(new PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { Id } }));
    }
    const first = await s3.send(new ListBucketMetricsConfigurationsCommand({ Bucket }));
    expect([first.MetricsConfigurationList?.length, first.IsTruncated]).toEqual([100, true]);
    const ContinuationToken = first.NextContinuationToken;
    const second = await s3.send(new ListBucketMetricsConfigurationsCommand({ Bucket, ContinuationToken }));
    expect(second).toMatchObject({ MetricsConfigurationList: [{ Id: 'm200' }], IsTruncated: false });
    await s3.send(new DeleteBucketMetricsConfigurationCommand({ Bucket, Id: 'm200' }));
    const gone = new GetBucketMetricsConfigurationCommand({ Bucket, Id: 'm200' });
    await expect(s3.send(gone)).rejects.toEqual(failing('NoSuchConfiguration', 404));
  });

  it('replication needs versioning on both sides', async () => {
    const rule = { Status: 'Enabled' as const, Destination: { Bucket: 'arn:aws:s3:::replica' } };
    const ReplicationConfiguration = { Role: 'arn:aws:iam::000000000000:role/r', Rules: [rule] };
    const put = new PutBucketReplicationCommand({ Bucket: 'source', ReplicationConfiguration });
    await s3.send(new CreateBucketCommand({ Bucket: 'source' }));
    await expect(s3.send(put)).rejects.toEqual(failing('InvalidRequest', 400));
    const none = new GetBucketReplicationCommand({ Bucket: 'source' });
    await expect(s3.send(none)).rejects.toEqual(failing('ReplicationConfigurationNotFoundError', 404));
    await s3.send(new CreateBucketCommand({ Bucket: 'replica' }));
    for (const name of ['source', 'replica']) {
      const VersioningConfiguration = { Status: 'Enabled' as const };
      await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
    }
    await s3.send(put);
    const { ReplicationConfiguration: kept } = await s3.send(none);
    expect(kept?.Rules).toMatchObject([rule]);
    const VersioningConfiguration = { Status: 'Suspended' as const };
    const suspend = new PutBucketVersioningCommand({ Bucket: 'source', VersioningConfiguration });
    await expect(s3.send(suspend)).rejects.toEqual(failing('InvalidBucketState', 409));
  });
});

it('answers what is not configured with its own error', async () => {
  await expect(s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toEqual(failing('NoSuchCORSConfiguration', 404));
  await expect(s3.send(new GetBucketWebsiteCommand({ Bucket }))).rejects.toEqual(
    failing('NoSuchWebsiteConfiguration', 404),
  );
  await s3.send(new DeleteBucketCorsCommand({ Bucket }));
});

it('has logged no errors', () => {
  expect(server.errors).toEqual([]);
});
