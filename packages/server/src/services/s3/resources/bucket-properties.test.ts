import { GetBucketAclCommand, GetBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

type Properties = Record<string, unknown>;

let server: TestServer;
let s3: S3Client;
let sqs: SQSClient;
let buckets: ResourceHarness;

beforeAll(async () => {
  server = await startTestServer();
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
  sqs = new SQSClient(server.client);
  buckets = new ResourceHarness(server, 'AWS::S3::Bucket', 'BucketName');
});

afterAll(() => server.stop());

afterEach(({ expect }) => expect(server.errors).toEqual([]));

const tag = { Key: 'team', Value: 'red' };
const other = { Key: 'stage', Value: 'test' };
const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
const target = { BucketArn: 'arn:aws:s3:::elsewhere', BucketAccountId: '000000000000', Prefix: 'out/' };

interface Case {
  property: string;
  first: unknown;
  second: unknown;
  /** As read once the property is gone from the template. */
  without: unknown;
  /** Beside it all along. */
  beside?: Properties;
}

const cases: Case[] = [
  {
    property: 'VersioningConfiguration',
    first: { Status: 'Enabled' },
    second: { Status: 'Suspended' },
    without: { Status: 'Suspended' },
  },
  {
    property: 'BucketEncryption',
    first: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' } },
      ],
    },
    second: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: false, ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
      ],
    },
    without: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: false, ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
      ],
    },
  },
  {
    property: 'AccelerateConfiguration',
    first: { AccelerationStatus: 'Enabled' },
    second: { AccelerationStatus: 'Suspended' },
    without: { AccelerationStatus: 'Suspended' },
  },
  { property: 'AbacStatus', first: 'Enabled', second: 'Disabled', without: 'Disabled' },
  {
    property: 'PublicAccessBlockConfiguration',
    first: { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false },
    second: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: true },
    without: undefined,
  },
  {
    property: 'OwnershipControls',
    first: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    second: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
    without: undefined,
  },
  {
    property: 'LoggingConfiguration',
    first: { DestinationBucketName: 'logs', LogFilePrefix: 'a/', TargetObjectKeyFormat: { SimplePrefix: {} } },
    second: {
      DestinationBucketName: 'logs',
      LogFilePrefix: 'b/',
      TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' } },
    },
    without: undefined,
  },
  {
    property: 'CorsConfiguration',
    first: {
      CorsRules: [
        {
          Id: 'one',
          AllowedMethods: ['GET'],
          AllowedOrigins: ['*'],
          AllowedHeaders: ['x-*'],
          ExposedHeaders: ['ETag'],
          MaxAge: 60,
        },
      ],
    },
    second: { CorsRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['https://example.com'] }] },
    without: undefined,
  },
  {
    property: 'WebsiteConfiguration',
    first: {
      IndexDocument: 'index.html',
      ErrorDocument: 'error.html',
      RoutingRules: [
        {
          RedirectRule: { HostName: 'example.com', ReplaceKeyPrefixWith: 'new/', HttpRedirectCode: '302' },
          RoutingRuleCondition: { KeyPrefixEquals: 'old/' },
        },
      ],
    },
    second: { RedirectAllRequestsTo: { HostName: 'example.com', Protocol: 'https' } },
    without: undefined,
  },
  {
    property: 'LifecycleConfiguration',
    first: {
      TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
      Rules: [
        { Id: 'all', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 } },
        {
          Id: 'some',
          Status: 'Enabled',
          Prefix: 'logs/',
          TagFilters: [tag],
          ObjectSizeGreaterThan: 10,
          ObjectSizeLessThan: 1000,
          ExpirationInDays: 90,
          Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 30 }],
          NoncurrentVersionTransitions: [{ StorageClass: 'GLACIER', TransitionInDays: 10, NewerNoncurrentVersions: 2 }],
          NoncurrentVersionExpiration: { NoncurrentDays: 20, NewerNoncurrentVersions: 5 },
        },
      ],
    },
    second: {
      TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      Rules: [
        { Id: 'dated', Status: 'Disabled', TagFilters: [tag], ExpirationDate: '2030-01-01T00:00:00.000Z' },
        { Id: 'markers', Status: 'Enabled', Prefix: 'x', ExpiredObjectDeleteMarker: true },
      ],
    },
    without: undefined,
  },
  {
    property: 'AnalyticsConfigurations',
    first: [
      {
        Id: 'a',
        Prefix: 'p',
        TagFilters: [tag],
        StorageClassAnalysis: {
          DataExport: { OutputSchemaVersion: 'V_1', Destination: { ...target, Format: 'CSV' } },
        },
      },
      { Id: 'b', StorageClassAnalysis: {} },
    ],
    second: [{ Id: 'b', TagFilters: [tag], StorageClassAnalysis: {} }],
    without: undefined,
  },
  {
    property: 'IntelligentTieringConfigurations',
    first: [{ Id: 'a', Status: 'Enabled', Tierings: [{ AccessTier: 'ARCHIVE_ACCESS', Days: 90 }] }],
    second: [
      {
        Id: 'b',
        Prefix: 'p',
        Status: 'Disabled',
        TagFilters: [tag, other],
        Tierings: [{ AccessTier: 'DEEP_ARCHIVE_ACCESS', Days: 180 }],
      },
    ],
    without: undefined,
  },
  {
    property: 'InventoryConfigurations',
    first: [
      {
        Id: 'a',
        Enabled: true,
        IncludedObjectVersions: 'Current',
        OptionalFields: ['Size'],
        Prefix: 'p',
        ScheduleFrequency: 'Daily',
        Destination: { ...target, Format: 'CSV' },
      },
    ],
    second: [
      {
        Id: 'a',
        Enabled: false,
        IncludedObjectVersions: 'All',
        ScheduleFrequency: 'Weekly',
        Destination: { BucketArn: target.BucketArn, Format: 'ORC' },
      },
    ],
    without: undefined,
  },
  {
    property: 'MetricsConfigurations',
    first: [{ Id: 'all' }, { Id: 'some', Prefix: 'p' }],
    second: [
      {
        Id: 'some',
        Prefix: 'p',
        TagFilters: [tag],
        AccessPointArn: 'arn:aws:s3:us-east-1:000000000000:accesspoint/a',
      },
    ],
    without: undefined,
  },
  {
    property: 'ReplicationConfiguration',
    beside: versioned,
    first: {
      Role: 'arn:aws:iam::000000000000:role/replicate',
      Rules: [
        {
          Id: 'one',
          Status: 'Enabled',
          Priority: 1,
          Filter: { And: { Prefix: 'p', TagFilters: [tag] } },
          DeleteMarkerReplication: { Status: 'Disabled' },
          SourceSelectionCriteria: { ReplicaModifications: { Status: 'Enabled' } },
          Destination: {
            Bucket: 'arn:aws:s3:::copies',
            StorageClass: 'STANDARD_IA',
            Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
            ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
          },
        },
      ],
    },
    second: {
      Role: 'arn:aws:iam::000000000000:role/replicate',
      Rules: [
        { Id: 'two', Status: 'Disabled', Filter: { TagFilter: tag }, Destination: { Bucket: 'arn:aws:s3:::copies' } },
      ],
    },
    without: undefined,
  },
  {
    property: 'ObjectLockConfiguration',
    beside: { ObjectLockEnabled: true },
    first: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } },
    second: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 1 } } },
    without: { ObjectLockEnabled: 'Enabled' },
  },
];

describe('a property is made, changed in place, taken away and restored', () => {
  beforeAll(async () => {
    await buckets.create({ BucketName: 'logs' });
    await buckets.create({ BucketName: 'copies', ...versioned });
  });

  it.each(cases)('$property', async ({ property, first, second, without, beside = {} }) => {
    const bare: Properties = { BucketName: `with-${property.toLowerCase()}`, ...beside };
    let bucket = await buckets.create({ ...bare, [property]: first });
    for (const value of [second, undefined, first]) {
      bucket = await buckets.update(bucket, value === undefined ? bare : { ...bare, [property]: value });
      expect((await buckets.read(bucket))?.[property]).toEqual(value ?? without);
    }
    expect(await buckets.read(bucket)).toMatchObject({ ...bare, [property]: first });
    await buckets.delete(bucket);
  });
});

describe('older forms of lifecycle rules', () => {
  it('mean the same', async () => {
    const rule = { Id: 'old', Status: 'Enabled' };
    const bucket = await buckets.create({
      LifecycleConfiguration: {
        Rules: [
          {
            ...rule,
            NoncurrentVersionExpirationInDays: 40,
            Transition: { StorageClass: 'GLACIER', TransitionDate: '2030-01-01' },
            NoncurrentVersionTransition: { StorageClass: 'GLACIER', TransitionInDays: 10 },
          },
        ],
      },
    });
    expect(await buckets.read(bucket)).toMatchObject({
      LifecycleConfiguration: {
        Rules: [
          {
            ...rule,
            NoncurrentVersionExpiration: { NoncurrentDays: 40 },
            Transitions: [{ StorageClass: 'GLACIER', TransitionDate: '2030-01-01T00:00:00.000Z' }],
            NoncurrentVersionTransitions: [{ StorageClass: 'GLACIER', TransitionInDays: 10 }],
          },
        ],
      },
    });
  });
});

describe('a canned ACL', () => {
  const writers = { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } };
  const enforced = { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };
  const open = { PublicAccessBlockConfiguration: { BlockPublicAcls: false } };

  async function permissions(Bucket: string): Promise<string[]> {
    const { Grants = [] } = await s3.send(new GetBucketAclCommand({ Bucket }));
    return Grants.map(({ Permission }) => Permission ?? '').toSorted();
  }

  it('needs ownership controls that let there be ACLs', async () => {
    await expect(buckets.create({ AccessControl: 'PublicRead' })).rejects.toThrow(
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
    await buckets.create({ AccessControl: 'Private' });
    await buckets.create({ AccessControl: 'BucketOwnerFullControl' });
  });

  it('may be public where that is not blocked, and goes before its owner is enforced', async () => {
    const BucketName = 'public-acl';
    const first = await buckets.create({ BucketName, ...writers, ...open, AccessControl: 'PublicRead' });
    expect(await permissions(BucketName)).toEqual(['FULL_CONTROL', 'READ']);
    const second = await buckets.update(first, { BucketName, ...writers, ...open, AccessControl: 'PublicReadWrite' });
    expect(await permissions(BucketName)).toEqual(['FULL_CONTROL', 'READ', 'WRITE']);
    const third = await buckets.update(second, { BucketName, ...enforced, ...open, AccessControl: 'Private' });
    expect(await permissions(BucketName)).toEqual(['FULL_CONTROL']);
    await buckets.update(third, { BucketName, ...writers, ...open, AccessControl: 'AuthenticatedRead' });
    expect(await permissions(BucketName)).toEqual(['FULL_CONTROL', 'READ']);
  });

  it('lets logs be delivered', async () => {
    const { physicalId } = await buckets.create({ ...writers, AccessControl: 'LogDeliveryWrite' });
    expect(await permissions(physicalId)).toEqual(['FULL_CONTROL', 'READ_ACP', 'WRITE']);
  });
});

describe('notifications', () => {
  let QueueUrl: string;
  let Queue: string;
  let queueNumber = 0;

  beforeEach(async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: '*',
      },
    });
    const created = await sqs.send(
      new CreateQueueCommand({ QueueName: `events-${(queueNumber += 1)}`, Attributes: { Policy } }),
    );
    QueueUrl = created.QueueUrl ?? '';
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    Queue = Attributes?.['QueueArn'] ?? '';
  });

  it('go to queues, and to EventBridge', async () => {
    const NotificationConfiguration = {
      EventBridgeConfiguration: { EventBridgeEnabled: true },
      QueueConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Queue,
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } },
        },
        { Event: 's3:ObjectRemoved:*', Queue },
      ],
    };
    const bucket = await buckets.create({ BucketName: 'notifying', NotificationConfiguration });
    expect(await buckets.read(bucket)).toMatchObject({ NotificationConfiguration });
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(JSON.parse(Messages[0]?.Body ?? '{}')).toMatchObject({ Event: 's3:TestEvent', Bucket: 'notifying' });
    const off = { EventBridgeConfiguration: { EventBridgeEnabled: false } };
    const after = await buckets.update(bucket, { BucketName: 'notifying', NotificationConfiguration: off });
    expect(await buckets.read(after)).not.toHaveProperty('NotificationConfiguration');
  });

  it('to what does not let S3 in leave no bucket behind', async () => {
    const QueueConfigurations = [{ Event: 's3:ObjectCreated:*', Queue: `${Queue}-not` }];
    const properties = { BucketName: 'not-notifying', NotificationConfiguration: { QueueConfigurations } };
    await expect(buckets.create(properties)).rejects.toThrow(
      'Unable to validate the following destination configurations',
    );
    await expect(s3.send(new GetBucketVersioningCommand({ Bucket: 'not-notifying' }))).rejects.toThrow(/not exist/);
  });
});
