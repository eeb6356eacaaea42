import { paginateListBuckets, S3, waitUntilBucketExists, waitUntilBucketNotExists } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { allow, policy } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let s3: S3;

beforeAll(async () => {
  server = await startServer();
  s3 = new S3(server.client());
});

afterAll(async () => {
  s3.destroy();
  await server.stop();
});

describe('a bucket', () => {
  test('is created, found, and deleted', async () => {
    const Bucket = 'life-cycle';
    expect(await s3.createBucket({ Bucket })).toMatchObject({ Location: '/life-cycle' });
    await waitUntilBucketExists({ client: s3, maxWaitTime: 10 }, { Bucket });
    expect(await s3.headBucket({ Bucket })).toMatchObject({ BucketRegion: 'us-east-1' });
    expect((await s3.getBucketLocation({ Bucket })).LocationConstraint).toBeUndefined();
    const { Owner, Grants } = await s3.getBucketAcl({ Bucket });
    expect(Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
    expect(Grants).toMatchObject([{ Grantee: { ID: Owner?.ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }]);
    await s3.deleteBucket({ Bucket });
    await waitUntilBucketNotExists({ client: s3, maxWaitTime: 10 }, { Bucket });
    await expect(s3.headBucket({ Bucket })).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('of another region says so', async () => {
    const there = new S3({ ...server.client(), region: 'eu-central-1' });
    const Bucket = 'far-away';
    await there.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } });
    expect((await there.getBucketLocation({ Bucket })).LocationConstraint).toBe('eu-central-1');
    await expect(
      there.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
    ).rejects.toMatchObject(
      sdkError(
        'BucketAlreadyOwnedByYou',
        409,
        'Your previous request to create the named bucket succeeded and you already own it.',
      ),
    );
    there.destroy();
  });

  test('can be created again where it is one’s own, but not by others', async () => {
    const Bucket = 'taken-name';
    await s3.createBucket({ Bucket });
    await s3.createBucket({ Bucket });
    const other = new S3(server.client({ accessKeyId: '111122223333', secretAccessKey: 'x' }));
    await expect(other.createBucket({ Bucket })).rejects.toMatchObject(
      sdkError('BucketAlreadyExists', 409, /^The requested bucket name is not available\./),
    );
    other.destroy();
  });

  test('is listed by page and prefix, in order', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `page-${index}`);
    await Promise.all(names.map((Bucket) => s3.createBucket({ Bucket })));
    const pages: string[][] = [];
    for await (const page of paginateListBuckets({ client: s3, pageSize: 3 }, { Prefix: 'page-' })) {
      pages.push((page.Buckets ?? []).map(({ Name = '' }) => Name));
    }
    expect(pages).toEqual([names.slice(0, 3), names.slice(3, 6), names.slice(6)]);
    expect((await s3.listBuckets({})).Buckets?.map(({ Name }) => Name)).toEqual(expect.arrayContaining(names));
  });
});

describe('settings of a bucket', () => {
  const Bucket = 'settings';
  beforeAll(() => s3.createBucket({ Bucket }));
  const bucketPolicy = policy({
    ...allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`),
    Principal: { AWS: '111122223333' },
  });

  interface Setting {
    put: () => Promise<unknown>;
    get: () => Promise<object>;
    answer: object;
    remove?: () => Promise<unknown>;
    /** What is told where nothing is set: an error's code, or an answer. */
    absent?: string | object;
  }

  const cors = { AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['https://*.example.com'], MaxAgeSeconds: 60 };
  const rule = { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'a/' }, Expiration: { Days: 3 } } as const;
  const encryption = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }] };
  const website = {
    IndexDocument: { Suffix: 'index.html' },
    ErrorDocument: { Key: 'error.html' },
    RoutingRules: [{ Condition: { KeyPrefixEquals: 'old/' }, Redirect: { ReplaceKeyPrefixWith: 'new/' } }],
  };
  const tags = [{ Key: 'team', Value: 'red + blue/ü' }];
  const block = {
    BlockPublicAcls: true,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  const ownership = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] };

  test.each<[name: string, setting: Setting]>([
    [
      'CORS',
      {
        put: () => s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules: [cors] } }),
        get: () => s3.getBucketCors({ Bucket }),
        answer: { CORSRules: [cors] },
        remove: () => s3.deleteBucketCors({ Bucket }),
        absent: 'NoSuchCORSConfiguration',
      },
    ],
    [
      'encryption',
      {
        put: () => s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: encryption }),
        get: () => s3.getBucketEncryption({ Bucket }),
        answer: { ServerSideEncryptionConfiguration: encryption },
        remove: () => s3.deleteBucketEncryption({ Bucket }),
        absent: { ServerSideEncryptionConfiguration: encryption },
      },
    ],
    [
      'lifecycle',
      {
        put: () => s3.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration: { Rules: [rule] } }),
        get: () => s3.getBucketLifecycleConfiguration({ Bucket }),
        answer: { Rules: [rule] },
        remove: () => s3.deleteBucketLifecycle({ Bucket }),
        absent: 'NoSuchLifecycleConfiguration',
      },
    ],
    [
      'policy',
      {
        put: () => s3.putBucketPolicy({ Bucket, Policy: bucketPolicy }),
        get: () => s3.getBucketPolicy({ Bucket }),
        answer: { Policy: expect.stringContaining('111122223333') },
        remove: () => s3.deleteBucketPolicy({ Bucket }),
        absent: 'NoSuchBucketPolicy',
      },
    ],
    [
      'tags',
      {
        put: () => s3.putBucketTagging({ Bucket, Tagging: { TagSet: tags } }),
        get: () => s3.getBucketTagging({ Bucket }),
        answer: { TagSet: tags },
        remove: () => s3.deleteBucketTagging({ Bucket }),
        absent: 'NoSuchTagSet',
      },
    ],
    [
      'website',
      {
        put: () => s3.putBucketWebsite({ Bucket, WebsiteConfiguration: website }),
        get: () => s3.getBucketWebsite({ Bucket }),
        answer: website,
        remove: () => s3.deleteBucketWebsite({ Bucket }),
        absent: 'NoSuchWebsiteConfiguration',
      },
    ],
    [
      'public access block',
      {
        put: () => s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: block }),
        get: () => s3.getPublicAccessBlock({ Bucket }),
        answer: { PublicAccessBlockConfiguration: block },
        remove: () => s3.deletePublicAccessBlock({ Bucket }),
        absent: 'NoSuchPublicAccessBlockConfiguration',
      },
    ],
    [
      'ownership',
      {
        put: () => s3.putBucketOwnershipControls({ Bucket, OwnershipControls: ownership }),
        get: () => s3.getBucketOwnershipControls({ Bucket }),
        answer: { OwnershipControls: ownership },
        remove: () => s3.deleteBucketOwnershipControls({ Bucket }),
        absent: 'OwnershipControlsNotFoundError',
      },
    ],
    [
      'versioning',
      {
        put: () => s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
        get: () => s3.getBucketVersioning({ Bucket }),
        answer: { Status: 'Enabled' },
      },
    ],
    [
      'acceleration',
      {
        put: () => s3.putBucketAccelerateConfiguration({ Bucket, AccelerateConfiguration: { Status: 'Suspended' } }),
        get: () => s3.getBucketAccelerateConfiguration({ Bucket }),
        answer: { Status: 'Suspended' },
      },
    ],
    [
      'request payment',
      {
        put: () => s3.putBucketRequestPayment({ Bucket, RequestPaymentConfiguration: { Payer: 'Requester' } }),
        get: () => s3.getBucketRequestPayment({ Bucket }),
        answer: { Payer: 'Requester' },
      },
    ],
  ])('keep %s', async (_, { put, get, answer, remove, absent }) => {
    await put();
    expect(await get()).toMatchObject(answer);
    await remove?.();
    const told = await get().catch(({ name }: Error) => name);
    expect({ told }).toMatchObject({ told: absent ?? answer });
  });
});
