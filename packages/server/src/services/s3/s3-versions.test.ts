import { S3 } from '@aws-sdk/client-s3';
import type { ListObjectVersionsOutput } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let client: S3;

beforeAll(async () => {
  server = await startTestServer();
  client = new S3({ ...server.client, forcePathStyle: true });
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function versionedBucket(Bucket: string): Promise<string> {
  await client.createBucket({ Bucket });
  await setVersioning(Bucket, 'Enabled');
  return Bucket;
}

function setVersioning(Bucket: string, Status: 'Enabled' | 'Suspended') {
  return client.putBucketVersioning({ Bucket, VersioningConfiguration: { Status } });
}

async function bodyOf(Bucket: string, Key: string, VersionId?: string): Promise<string | undefined> {
  return (await client.getObject({ Bucket, Key, VersionId })).Body?.transformToString();
}

/** `key version-or-marker latest`, in the order of the listing's two lists. */
async function listed(Bucket: string, more: object = {}) {
  const { Versions = [], DeleteMarkers = [], ...rest } = await client.listObjectVersions({ Bucket, ...more });
  const text = (entry: { Key?: string | undefined; VersionId?: string | undefined; IsLatest?: boolean | undefined }) =>
    `${entry.Key} ${entry.VersionId}${entry.IsLatest ? ' latest' : ''}`;
  return { versions: Versions.map(text), markers: DeleteMarkers.map(text), rest };
}

test('every version stays until it is deleted by its id', async () => {
  const Bucket = await versionedBucket('versions');
  const first = await client.putObject({ Bucket, Key: 'k', Body: '1' });
  const second = await client.putObject({ Bucket, Key: 'k', Body: '2' });
  expect(first.VersionId).toHaveLength(32);
  expect(await bodyOf(Bucket, 'k')).toBe('2');
  expect(await bodyOf(Bucket, 'k', first.VersionId)).toBe('1');
  const marker = await client.deleteObject({ Bucket, Key: 'k' });
  expect(marker).toMatchObject({ DeleteMarker: true });
  expect(await listed(Bucket)).toMatchObject({
    versions: [`k ${second.VersionId}`, `k ${first.VersionId}`],
    markers: [`k ${marker.VersionId} latest`],
  });
  expect((await client.listObjectsV2({ Bucket })).KeyCount).toBe(0);
  await expect(client.getObject({ Bucket, Key: 'k' })).rejects.toMatchObject({
    name: 'NoSuchKey',
    $response: { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.VersionId } },
  });
  await expect(client.getObject({ Bucket, Key: 'k', VersionId: marker.VersionId })).rejects.toMatchObject({
    name: 'MethodNotAllowed',
    $metadata: { httpStatusCode: 405 },
  });
  await expect(client.getObject({ Bucket, Key: 'k', VersionId: 'x'.repeat(32) })).rejects.toMatchObject({
    name: 'NoSuchVersion',
  });
  expect(await client.deleteObject({ Bucket, Key: 'k', VersionId: marker.VersionId })).toMatchObject({
    DeleteMarker: true,
  });
  expect(await bodyOf(Bucket, 'k')).toBe('2');
  await client.deleteObject({ Bucket, Key: 'k', VersionId: second.VersionId });
  expect(await bodyOf(Bucket, 'k')).toBe('1');
  await client.deleteObject({ Bucket, Key: 'k', VersionId: first.VersionId });
  expect(await listed(Bucket)).toMatchObject({ versions: [], markers: [] });
  await client.deleteBucket({ Bucket });
});

test('what was written before and during suspension is the version null', async () => {
  const Bucket = 'suspended';
  await client.createBucket({ Bucket });
  await client.putObject({ Bucket, Key: 'k', Body: 'before' });
  await setVersioning(Bucket, 'Enabled');
  const { VersionId } = await client.putObject({ Bucket, Key: 'k', Body: 'enabled' });
  expect(await bodyOf(Bucket, 'k', 'null')).toBe('before');
  await setVersioning(Bucket, 'Suspended');
  await client.putObject({ Bucket, Key: 'k', Body: 'suspended' });
  expect((await listed(Bucket)).versions).toEqual(['k null latest', `k ${VersionId}`]);
  expect(await bodyOf(Bucket, 'k')).toBe('suspended');
  await client.deleteObject({ Bucket, Key: 'k' });
  expect(await listed(Bucket)).toMatchObject({ versions: [`k ${VersionId}`], markers: ['k null latest'] });
  await client.deleteObject({ Bucket, Key: 'k', VersionId: 'null' });
  expect(await bodyOf(Bucket, 'k')).toBe('enabled');
});

test('a marker covers even keys that never were', async () => {
  const Bucket = await versionedBucket('marked');
  const one = await client.deleteObject({ Bucket, Key: 'never' });
  const two = await client.deleteObject({ Bucket, Key: 'never' });
  expect((await listed(Bucket)).markers).toEqual([`never ${two.VersionId} latest`, `never ${one.VersionId}`]);
  await expect(client.deleteBucket({ Bucket })).rejects.toMatchObject({ name: 'BucketNotEmpty' });
});

test('versions are listed in pages, with prefixes and delimiters', async () => {
  const Bucket = await versionedBucket('pages');
  for (const Key of ['a', 'b/1', 'b/2', 'c']) {
    for (const Body of ['1', '2']) await client.putObject({ Bucket, Key, Body });
  }
  await client.deleteObject({ Bucket, Key: 'a' });
  const whole = await listed(Bucket);
  const versions: string[] = [];
  const markers: string[] = [];
  for (let marker: object | undefined = {}; marker;) {
    const page = await listed(Bucket, { MaxKeys: 2, ...marker });
    versions.push(...page.versions);
    markers.push(...page.markers);
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page.rest;
    marker = IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined;
  }
  expect({ versions, markers }).toEqual({ versions: whole.versions, markers: whole.markers });
  expect(whole.versions).toHaveLength(8);
  const folded = await listed(Bucket, { Delimiter: '/' });
  expect(folded.versions.map((text) => text.split(' ')[0])).toEqual(['a', 'a', 'c', 'c']);
  expect(folded.rest.CommonPrefixes).toEqual([{ Prefix: 'b/' }]);
  expect((await listed(Bucket, { Prefix: 'b/' })).versions).toHaveLength(4);
  expect((await listed(Bucket, { KeyMarker: 'b/1' })).versions).toHaveLength(4);
});

test('markers within a common prefix are taken for all of it, those of deleted versions for their place', async () => {
  const Bucket = await versionedBucket('resumed');
  const ids: Record<string, string | undefined> = {};
  for (const Key of ['a', 'b/1', 'b/2', 'c']) {
    for (const Body of ['1', '2', '3']) {
      ids[Key + Body] = (await client.putObject({ Bucket, Key, Body })).VersionId;
    }
  }
  const within = { Delimiter: '/', KeyMarker: 'b/1', VersionIdMarker: ids['b/12'] };
  const rest = await listed(Bucket, within);
  expect(rest.rest.CommonPrefixes).toBeUndefined();
  expect(rest.versions.map((text) => text.split(' ')[0])).toEqual(['c', 'c', 'c']);
  await client.deleteObject({ Bucket, Key: 'a', VersionId: ids['a2'] });
  const resumed = await listed(Bucket, { Prefix: 'a', KeyMarker: 'a', VersionIdMarker: ids['a2'] });
  expect(resumed.versions).toEqual([`a ${ids['a1']}`]);
});

test('a listing goes on where the versions before are gone', async () => {
  const Bucket = await versionedBucket('emptied');
  for (const Body of ['1', '2', '3', '4', '5', '6', '7']) await client.putObject({ Bucket, Key: 'k', Body });
  const latest: (boolean | undefined)[] = [];
  for (let marker: object | undefined = {}; marker;) {
    const page: ListObjectVersionsOutput = await client.listObjectVersions({ Bucket, MaxKeys: 3, ...marker });
    for (const { Key, VersionId, IsLatest } of page.Versions ?? []) {
      latest.push(IsLatest);
      await client.deleteObject({ Bucket, Key, VersionId });
    }
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
    marker = IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined;
  }
  expect(latest).toEqual([true, false, false, true, false, false, true]);
  await client.deleteBucket({ Bucket });
});

test('many deletions in one request', async () => {
  const Bucket = await versionedBucket('many');
  const { VersionId } = await client.putObject({ Bucket, Key: 'x', Body: '1' });
  await client.putObject({ Bucket, Key: 'y', Body: '1' });
  const { Deleted = [], Errors } = await client.deleteObjects({
    Bucket,
    Delete: { Objects: [{ Key: 'x', VersionId }, { Key: 'y' }, { Key: 'z', VersionId: 'null' }] },
  });
  expect(Errors).toBeUndefined();
  expect(Deleted).toMatchObject([
    { Key: 'x', VersionId },
    { Key: 'y', DeleteMarker: true },
    { Key: 'z', VersionId: 'null' },
  ]);
  expect(Deleted[1]?.DeleteMarkerVersionId).toHaveLength(32);
  const quiet = await client.deleteObjects({ Bucket, Delete: { Objects: [{ Key: 'y' }], Quiet: true } });
  expect(quiet.Deleted).toBeUndefined();
  await expect(client.deleteObjects({ Bucket, Delete: { Objects: [] } })).rejects.toMatchObject({
    name: 'MalformedXML',
  });
});

test('a copy may take an old version', async () => {
  const Bucket = await versionedBucket('copied');
  const { VersionId } = await client.putObject({ Bucket, Key: 'k', Body: 'old' });
  await client.putObject({ Bucket, Key: 'k', Body: 'new' });
  const copy = await client.copyObject({ Bucket, Key: 'k', CopySource: `${Bucket}/k?versionId=${VersionId}` });
  expect(copy.CopySourceVersionId).toBe(VersionId);
  expect(await bodyOf(Bucket, 'k')).toBe('old');
  expect((await listed(Bucket)).versions).toHaveLength(3);
});

test('no request has failed inside', () => {
  expect(server.errors).toEqual([]);
});
