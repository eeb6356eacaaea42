import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let s3: S3Client;
const Bucket = 'locked';
const day = 86_400_000;
const protectedByLock = { name: 'AccessDenied', message: 'Access Denied because object protected by object lock.' };

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  await s3.send(new CreateBucketCommand({ Bucket: 'free' }));
});

afterAll(() => server.stop());

const put = async (Key: string, change = {}) => {
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...change }));
  return { Bucket, Key, VersionId };
};
const inDays = (days: number) => new Date(Math.floor(server.clock.now() / 1000) * 1000 + days * day);

it('keeps a held version until the hold is lifted', async () => {
  const version = await put('held', { ObjectLockLegalHoldStatus: 'ON' });
  await expect(s3.send(new DeleteObjectCommand(version))).rejects.toMatchObject(protectedByLock);
  expect((await s3.send(new GetObjectLegalHoldCommand(version))).LegalHold).toEqual({ Status: 'ON' });
  await s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'OFF' } }));
  expect((await s3.send(new GetObjectLegalHoldCommand(version))).LegalHold).toEqual({ Status: 'OFF' });
  await s3.send(new DeleteObjectCommand(version));
});

it('lets governance be bypassed, compliance never', async () => {
  const governed = await put('governed', { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(2) });
  await expect(s3.send(new DeleteObjectCommand(governed))).rejects.toMatchObject(protectedByLock);
  // A delete marker hides the object without touching the version.
  expect((await s3.send(new DeleteObjectCommand({ Bucket, Key: 'governed' }))).DeleteMarker).toBe(true);
  const shorter = { ...governed, Retention: { Mode: 'GOVERNANCE' as const, RetainUntilDate: inDays(1) } };
  await expect(s3.send(new PutObjectRetentionCommand(shorter))).rejects.toMatchObject(protectedByLock);
  await s3.send(new PutObjectRetentionCommand({ ...shorter, BypassGovernanceRetention: true }));
  expect((await s3.send(new GetObjectRetentionCommand(governed))).Retention).toEqual(shorter.Retention);
  await s3.send(new DeleteObjectCommand({ ...governed, BypassGovernanceRetention: true }));

  const compliant = await put('compliant', { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(2) });
  const bypassing = new DeleteObjectCommand({ ...compliant, BypassGovernanceRetention: true });
  await expect(s3.send(bypassing)).rejects.toMatchObject(protectedByLock);
  await server.clock.advance(3 * day);
  await s3.send(new DeleteObjectCommand(compliant));
});

it('gives new objects the default of the bucket', async () => {
  const Rule = { DefaultRetention: { Mode: 'GOVERNANCE' as const, Days: 3 } };
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, Rule };
  await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  expect((await s3.send(new GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration).toEqual(
    ObjectLockConfiguration,
  );
  const { ObjectLockMode, ObjectLockRetainUntilDate } = await s3.send(new HeadObjectCommand(await put('default')));
  expect(ObjectLockMode).toBe('GOVERNANCE');
  expect(ObjectLockRetainUntilDate?.getTime()).toBe(server.clock.now() + 3 * day);
});

it('is there only where the bucket has it', async () => {
  const none = new GetObjectLockConfigurationCommand({ Bucket: 'free' });
  await expect(s3.send(none)).rejects.toMatchObject({ name: 'ObjectLockConfigurationNotFoundError' });
  const held = new PutObjectCommand({ Bucket: 'free', Key: 'a', Body: 'x', ObjectLockLegalHoldStatus: 'ON' });
  await expect(s3.send(held)).rejects.toMatchObject({ name: 'InvalidRequest' });
  const suspend = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } });
  await expect(s3.send(suspend)).rejects.toMatchObject({ name: 'InvalidBucketState' });
  const unversioned = new PutObjectLockConfigurationCommand({
    Bucket: 'free',
    ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
  });
  await expect(s3.send(unversioned)).rejects.toMatchObject({ name: 'InvalidBucketState' });
});

it('has logged no errors', () => {
  expect(server.errors).toEqual([]);
});
