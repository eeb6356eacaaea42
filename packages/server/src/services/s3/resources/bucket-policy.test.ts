import { get } from 'node:http';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let s3: S3Client;
let policies: ResourceHarness;

beforeAll(async () => {
  server = await startTestServer();
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
  policies = new ResourceHarness(server, 'AWS::S3::BucketPolicy', 'Bucket');
});

afterAll(() => server.stop());

afterEach(({ expect }) => expect(server.errors).toEqual([]));

function document(Bucket: string, Principal: unknown) {
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource }] };
}

const root = { AWS: 'arn:aws:iam::000000000000:root' };

it('is put on a bucket, changed and taken away', async () => {
  const Bucket = 'with-policy';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const policy = await policies.create({ Bucket, PolicyDocument: document(Bucket, root) });
  expect(policy.physicalId).toBe(Bucket);
  expect(await policies.read(policy)).toEqual({ Bucket, PolicyDocument: document(Bucket, root) });
  expect(await policies.list()).toEqual([{ Bucket }]);
  await expect(policies.create({ Bucket, PolicyDocument: document(Bucket, root) })).rejects.toMatchObject({
    code: 'AlreadyExists',
  });
  const service = { Service: 'cloudfront.amazonaws.com' };
  const after = await policies.update(policy, { Bucket, PolicyDocument: JSON.stringify(document(Bucket, service)) });
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  expect(JSON.parse(Policy)).toEqual(document(Bucket, service));
  await policies.delete(after);
  expect(await policies.read(after)).toBeUndefined();
  expect(await policies.list()).toEqual([]);
  await s3.send(new DeleteBucketCommand({ Bucket }));
  await policies.delete(after);
  expect(await policies.read(after)).toBeUndefined();
});

it('that makes public what is to be closed is refused', async () => {
  const Bucket = 'closed-policy';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await expect(policies.create({ Bucket, PolicyDocument: document(Bucket, '*') })).rejects.toThrow('BlockPublicPolicy');
});

it('opens a website at the URL that its bucket names', async () => {
  const buckets = new ResourceHarness(server, 'AWS::S3::Bucket', 'BucketName');
  const { physicalId: Bucket, answered } = await buckets.create({
    WebsiteConfiguration: { IndexDocument: 'index.html' },
    PublicAccessBlockConfiguration: { BlockPublicPolicy: false },
  });
  await policies.create({ Bucket, PolicyDocument: document(Bucket, '*') });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'index.html', Body: 'hello', ContentType: 'text/html' }));
  const url = new URL(String(answered['WebsiteURL']));
  expect(url.port).toBe(new URL(server.endpoint).port);
  expect(await pageOf(url.host)).toBe('hello');
});

/** Names below localhost are not known to every resolver: the server is asked by its address. */
function pageOf(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.endpoint);
    get({ hostname, port, path: '/', headers: { host } }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}
