import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, region, startTestSns } from '../testing.ts';
import type { TestSns } from '../testing.ts';

let cloud: TestSns;

beforeAll(async () => {
  cloud = await startTestSns({ clock: 'virtual' });
});
afterAll(async () => {
  await cloud.stop();
});

const arn = (name: string) => `arn:aws:sns:${region}:${account}:${name}`;

async function attributesOf(TopicArn: string) {
  return (await cloud.calls.sns.GetTopicAttributes({ TopicArn })).Attributes ?? {};
}

describe('a topic', () => {
  test('is created once, with what AWS shows of it', async () => {
    const { sns } = cloud.calls;
    const input = { Name: 'plain', Attributes: { DisplayName: 'Plain' }, Tags: [{ Key: 'team', Value: 'red' }] };
    expect(await sns.CreateTopic(input)).toEqual({ TopicArn: arn('plain') });
    expect(await sns.CreateTopic(input)).toEqual({ TopicArn: arn('plain') });
    const attributes = await attributesOf(arn('plain'));
    expect(attributes).toMatchObject({ Owner: account, DisplayName: 'Plain', SubscriptionsConfirmed: '0' });
    expect(JSON.parse(attributes['Policy'] ?? '')).toMatchObject({ Id: '__default_policy_ID' });
    expect(JSON.parse(attributes['EffectiveDeliveryPolicy'] ?? '')).toMatchObject({
      http: { defaultHealthyRetryPolicy: { numRetries: 3 }, disableSubscriptionOverrides: false },
    });
    await expect(sns.CreateTopic({ Name: 'plain', Attributes: { DisplayName: 'Other' } })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    });
    await expect(sns.CreateTopic({ Name: 'plain', Tags: [{ Key: 'team', Value: 'blue' }] })).rejects.toMatchObject({
      message: 'Invalid parameter: Tags Reason: Topic already exists with different tags',
    });
  });

  test.each([
    ['bad name!', {}, 'Invalid parameter: Topic Name'],
    ['queue.fifo', {}, 'Invalid parameter: Topic Name'],
    ['plain2', { FifoTopic: 'true' }, 'Invalid parameter: Fifo Topic names must end with .fifo'],
    ['x', { Colour: 'red' }, 'Invalid parameter: Attributes Reason: Unknown attribute: Colour'],
    ['x', { ContentBasedDeduplication: 'true' }, 'Attributes Reason: Unknown attribute ContentBasedDeduplication'],
    ['x', { SignatureVersion: '3' }, 'Invalid parameter: Attributes Reason: SignatureVersion: Invalid value [3]'],
    ['x', { HTTPSuccessFeedbackSampleRate: '101' }, 'HTTPSuccessFeedbackSampleRate'],
    ['x', { Policy: '{"Statement":[]}' }, 'Policy'],
    ['x', { DeliveryPolicy: '{' }, 'Invalid parameter: Attributes Reason: DeliveryPolicy: failed to parse JSON.'],
    ['x.fifo', { FifoTopic: 'true', ArchivePolicy: '{"MessageRetentionPeriod":"366"}' }, 'between 1 and 365 days'],
  ] as [string, Record<string, string>, string][])('named %s with %j is refused', async (Name, Attributes, message) => {
    await expect(cloud.calls.sns.CreateTopic({ Name, Attributes })).rejects.toThrow(message);
  });

  test('changes attribute by attribute', async () => {
    const { sns } = cloud.calls;
    const { TopicArn = '' } = await sns.CreateTopic({ Name: 'changing' });
    await sns.SetTopicAttributes({ TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue: 'alias/aws/sns' });
    expect(await attributesOf(TopicArn)).toMatchObject({ KmsMasterKeyId: 'alias/aws/sns' });
    await sns.SetTopicAttributes({ TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue: '' });
    expect(await attributesOf(TopicArn)).not.toHaveProperty('KmsMasterKeyId');
    for (const AttributeName of ['FifoTopic', 'Colour', 'ArchivePolicy']) {
      await expect(sns.SetTopicAttributes({ TopicArn, AttributeName, AttributeValue: 'true' })).rejects.toThrow(
        'Invalid parameter: AttributeName',
      );
    }
    await expect(sns.GetTopicAttributes({ TopicArn: arn('none') })).rejects.toMatchObject({
      code: 'NotFoundException',
      message: 'Topic does not exist',
    });
    await expect(sns.GetTopicAttributes({ TopicArn: 'nonsense' })).rejects.toThrow(
      'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
    );
  });

  test('grants and takes permissions', async () => {
    const { sns } = cloud.calls;
    const { TopicArn = '' } = await sns.CreateTopic({ Name: 'granting' });
    const input = { TopicArn, Label: 'them', AWSAccountId: ['444455556666'], ActionName: ['Publish', 'Subscribe'] };
    await sns.AddPermission(input);
    const { Statement } = JSON.parse((await attributesOf(TopicArn))['Policy'] ?? '') as { Statement: object[] };
    expect(Statement[1]).toEqual({
      Sid: 'them',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Action: ['SNS:Publish', 'SNS:Subscribe'],
      Resource: TopicArn,
    });
    await expect(sns.AddPermission(input)).rejects.toThrow('Invalid parameter: Statement already exists');
    await expect(
      sns.AddPermission({ ...input, Label: 'x', ActionName: ['GetSubscriptionAttributes'] }),
    ).rejects.toThrow('Invalid parameter: Policy statement action out of service scope!');
    await sns.RemovePermission({ TopicArn, Label: 'them' });
    const after = JSON.parse((await attributesOf(TopicArn))['Policy'] ?? '') as { Statement: object[] };
    expect(after.Statement).toHaveLength(1);
  });

  test('has tags', async () => {
    const { sns } = cloud.calls;
    const { TopicArn: ResourceArn = '' } = await sns.CreateTopic({ Name: 'tagged' });
    await sns.TagResource({
      ResourceArn,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    await sns.UntagResource({ ResourceArn, TagKeys: ['a'] });
    expect(await sns.ListTagsForResource({ ResourceArn })).toEqual({ Tags: [{ Key: 'b', Value: '2' }] });
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await expect(sns.TagResource({ ResourceArn, Tags: many })).rejects.toMatchObject({
      code: 'TagLimitExceededException',
    });
    const twice = [
      { Key: 'c', Value: '1' },
      { Key: 'c', Value: '2' },
    ];
    await expect(sns.TagResource({ ResourceArn, Tags: twice })).rejects.toThrow('Duplicated keys are not allowed.');
    await expect(sns.ListTagsForResource({ ResourceArn: arn('none') })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  test('records a data protection policy', async () => {
    const { sns } = cloud.calls;
    const { TopicArn: ResourceArn = '' } = await sns.CreateTopic({ Name: 'protected' });
    const statement = { DataDirection: 'Inbound', Principal: ['*'], DataIdentifier: [], Operation: { Deny: {} } };
    const DataProtectionPolicy = JSON.stringify({ Name: 'x', Version: '2021-06-01', Statement: [statement] });
    await sns.PutDataProtectionPolicy({ ResourceArn, DataProtectionPolicy });
    expect(await sns.GetDataProtectionPolicy({ ResourceArn })).toEqual({ DataProtectionPolicy });
    await expect(sns.PutDataProtectionPolicy({ ResourceArn, DataProtectionPolicy: '{}' })).rejects.toThrow(
      'Name is missing',
    );
  });

  test('is listed by the hundred, and gone when deleted', async () => {
    const { sns } = cloud.callsOf('999900001111');
    for (let index = 0; index < 101; index++) await sns.CreateTopic({ Name: `t${index}` });
    const first = await sns.ListTopics({});
    expect(first.Topics).toHaveLength(100);
    const second = await sns.ListTopics({ NextToken: first.NextToken });
    expect(second.Topics).toHaveLength(1);
    expect(second.NextToken).toBeUndefined();
    await expect(sns.ListTopics({ NextToken: 'x' })).rejects.toThrow('Invalid parameter: NextToken');
    const TopicArn = second.Topics?.[0]?.TopicArn ?? '';
    await sns.DeleteTopic({ TopicArn });
    await sns.DeleteTopic({ TopicArn });
    expect((await sns.ListTopics({ NextToken: first.NextToken })).Topics).toEqual([]);
  });

  test('that archives is not deleted', async () => {
    const { sns } = cloud.calls;
    const Attributes = { FifoTopic: 'true', ArchivePolicy: '{"MessageRetentionPeriod":"1"}' };
    const { TopicArn = '' } = await sns.CreateTopic({ Name: 'kept.fifo', Attributes });
    expect(await attributesOf(TopicArn)).toHaveProperty('BeginningArchiveTime');
    await expect(sns.DeleteTopic({ TopicArn })).rejects.toMatchObject({ code: 'InvalidStateException' });
    await sns.SetTopicAttributes({ TopicArn, AttributeName: 'ArchivePolicy', AttributeValue: '{}' });
    await sns.DeleteTopic({ TopicArn });
  });
});
