import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingBackend } from '../../../platform/storage/testing.ts';
import { openTestSqs, testBackends } from '../testing.ts';
import type { TestSqs } from '../testing.ts';

const coded = (code: string) => expect.objectContaining({ code });

for (const backend of testBackends) {
  describe.skipIf(missingBackend(backend))(`queues on ${backend}`, () => {
    let cloud: TestSqs;
    beforeAll(async () => {
      cloud = await openTestSqs(backend);
    });
    afterAll(() => cloud.close());

    test('creating a queue again answers its URL, or names what differs', async () => {
      const { url } = await cloud.createQueue('again', { DelaySeconds: '3' });
      expect(await cloud.call.CreateQueue({ QueueName: 'again' })).toEqual({ QueueUrl: url });
      const other = cloud.call.CreateQueue({ QueueName: 'again', Attributes: { DelaySeconds: '4' } });
      await expect(other).rejects.toThrow(
        'A queue already exists with the same name and a different value for attribute DelaySeconds',
      );
      await expect(other).rejects.toEqual(coded('QueueNameExists'));
    });

    test('a deleted queue’s name is free again after a minute', async () => {
      const { url } = await cloud.createQueue('short-lived');
      await cloud.call.SendMessage({ QueueUrl: url, MessageBody: 'old' });
      await cloud.call.DeleteQueue({ QueueUrl: url });
      await expect(cloud.call.GetQueueUrl({ QueueName: 'short-lived' })).rejects.toEqual(coded('QueueDoesNotExist'));
      await cloud.clock.advance(59_999);
      await expect(cloud.createQueue('short-lived')).rejects.toEqual(coded('QueueDeletedRecently'));
      await cloud.clock.advance(1);
      await cloud.createQueue('short-lived');
      expect(await cloud.call.ReceiveMessage({ QueueUrl: url })).toEqual({});
    });

    test('a purge empties the queue, once a minute', async () => {
      const { url: QueueUrl } = await cloud.createQueue('purged');
      await cloud.call.SendMessage({ QueueUrl, MessageBody: 'a' });
      const { Messages: [taken] = [] } = await cloud.call.ReceiveMessage({ QueueUrl });
      await cloud.call.SendMessage({ QueueUrl, MessageBody: 'b', DelaySeconds: 9 });
      await cloud.call.PurgeQueue({ QueueUrl });
      expect(await countsOf(cloud, QueueUrl)).toEqual(['0', '0', '0']);
      await cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: taken?.ReceiptHandle ?? '' });
      await expect(cloud.call.PurgeQueue({ QueueUrl })).rejects.toEqual(coded('PurgeQueueInProgress'));
      await cloud.clock.advance(60_000);
      await cloud.call.PurgeQueue({ QueueUrl });
      await cloud.call.SendMessage({ QueueUrl, MessageBody: 'c' });
      expect(await countsOf(cloud, QueueUrl)).toEqual(['1', '0', '0']);
    });

    test('queues are listed by prefix and page by page', async () => {
      for (const name of ['list-c', 'list-a', 'list-b', 'lisp']) await cloud.createQueue(name);
      const first = await cloud.call.ListQueues({ QueueNamePrefix: 'list-', MaxResults: 2 });
      expect(first.QueueUrls?.map((url) => url.split('/').at(-1))).toEqual(['list-a', 'list-b']);
      const page = { QueueNamePrefix: 'list-', MaxResults: 2, NextToken: first.NextToken };
      const second = await cloud.call.ListQueues(page);
      expect(second.QueueUrls?.map((url) => url.split('/').at(-1))).toEqual(['list-c']);
      expect(second.NextToken).toBeUndefined();
      expect(await cloud.call.ListQueues({ QueueNamePrefix: 'nothing' })).toEqual({});
      await expect(cloud.call.ListQueues({ ...page, QueueNamePrefix: 'other' })).rejects.toThrow('next token');
    });

    test('counts tell visible, received and delayed messages apart', async () => {
      const { url: QueueUrl } = await cloud.createQueue('counted');
      for (const MessageBody of ['a', 'b', 'c']) await cloud.call.SendMessage({ QueueUrl, MessageBody });
      await cloud.call.SendMessage({ QueueUrl, MessageBody: 'd', DelaySeconds: 60 });
      await cloud.call.ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 2, VisibilityTimeout: 10 });
      expect(await countsOf(cloud, QueueUrl)).toEqual(['1', '2', '1']);
      await cloud.clock.advance(10_000);
      expect(await countsOf(cloud, QueueUrl)).toEqual(['3', '0', '1']);
      await cloud.clock.advance(50_000);
      expect(await countsOf(cloud, QueueUrl)).toEqual(['4', '0', '0']);
      const { Messages = [] } = await cloud.call.ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
      const Entries = Messages.map(({ ReceiptHandle = '' }, index) => ({ Id: `${index}`, ReceiptHandle }));
      await cloud.call.DeleteMessageBatch({ QueueUrl, Entries });
      expect(await countsOf(cloud, QueueUrl)).toEqual(['0', '0', '0']);
    });

    test('attributes are read by name, and all at once', async () => {
      const { url: QueueUrl, arn } = await cloud.createQueue('attributed');
      const { Attributes } = await cloud.call.GetQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
      expect(Attributes).toMatchObject({ QueueArn: arn, VisibilityTimeout: '30', ApproximateNumberOfMessages: '0' });
      await cloud.clock.advance(5000);
      await cloud.call.SetQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: '7' } });
      const changed = await cloud.call.GetQueueAttributes({
        QueueUrl,
        AttributeNames: ['VisibilityTimeout', 'LastModifiedTimestamp', 'Policy'],
      });
      const LastModifiedTimestamp = String(Number(Attributes?.['CreatedTimestamp']) + 5);
      expect(changed.Attributes).toEqual({ VisibilityTimeout: '7', LastModifiedTimestamp });
      expect(await cloud.call.GetQueueAttributes({ QueueUrl })).toEqual({});
      const unknown = cloud.call.GetQueueAttributes({ QueueUrl, AttributeNames: ['Colour' as 'All'] });
      await expect(unknown).rejects.toEqual(coded('InvalidAttributeName'));
    });

    test('permissions are statements of the policy', async () => {
      const { url: QueueUrl } = await cloud.createQueue('shared');
      await cloud.call.AddPermission({ QueueUrl, Label: 'all', AWSAccountIds: ['444455556666'], Actions: ['*'] });
      const { Attributes } = await cloud.call.GetQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] });
      expect(Attributes?.['Policy']).toContain('arn:aws:iam::444455556666:root');
      await cloud.call.RemovePermission({ QueueUrl, Label: 'all' });
      expect(await cloud.call.GetQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] })).toEqual({});
    });

    test('tags come and go', async () => {
      const { QueueUrl = '' } = await cloud.call.CreateQueue({ QueueName: 'tagged', tags: { team: 'a' } });
      await cloud.call.TagQueue({ QueueUrl, Tags: { team: 'b', stage: 'test' } });
      expect(await cloud.call.ListQueueTags({ QueueUrl })).toEqual({ Tags: { team: 'b', stage: 'test' } });
      await cloud.call.UntagQueue({ QueueUrl, TagKeys: ['team', 'stage', 'none'] });
      expect(await cloud.call.ListQueueTags({ QueueUrl })).toEqual({});
      const Tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, '']));
      await expect(cloud.call.TagQueue({ QueueUrl, Tags })).rejects.toThrow('Too many tags added for queue tagged.');
    });
  });
}

async function countsOf(cloud: TestSqs, QueueUrl: string): Promise<string[]> {
  const names = ['', 'NotVisible', 'Delayed'].map((kind) => `ApproximateNumberOfMessages${kind}` as 'All');
  const { Attributes = {} } = await cloud.call.GetQueueAttributes({ QueueUrl, AttributeNames: names });
  return names.map((name) => Attributes[name] ?? '');
}
