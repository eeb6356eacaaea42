import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingBackend } from '../../../platform/storage/testing.ts';
import { openTestSqs, testBackends } from '../testing.ts';
import type { TestSqs } from '../testing.ts';

function redriveTo(deadLetterTargetArn: string) {
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }) };
}

const coded = (code: string) => expect.objectContaining({ code });

for (const backend of testBackends) {
  describe.skipIf(missingBackend(backend))(`dead letters on ${backend}`, () => {
    let cloud: TestSqs;
    beforeAll(async () => {
      cloud = await openTestSqs(backend);
    });
    afterAll(() => cloud.close());

    const receive = async (QueueUrl: string, options: object = {}) =>
      (await cloud.call.ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 10, ...options })).Messages ?? [];
    const bodies = async (QueueUrl: string, options?: object) =>
      (await receive(QueueUrl, options)).map(({ Body = '' }) => Body);

    /** A dead-letter queue with messages that were received once too often. */
    async function deadLetters(name: string, count: number, suffix = '') {
      const attributes = suffix ? { ContentBasedDeduplication: 'true' } : {};
      const dead = await cloud.createQueue(`${name}-dead${suffix}`, attributes);
      const source = await cloud.createQueue(`${name}${suffix}`, { ...attributes, ...redriveTo(dead.arn) });
      for (let number = 1; number <= count; number++) {
        const group = suffix ? { MessageGroupId: 'g' } : {};
        await cloud.call.SendMessage({ QueueUrl: source.url, MessageBody: String(number), ...group });
      }
      for (let received = 0; received < count;)
        received += (await receive(source.url, { VisibilityTimeout: 0 })).length;
      expect(await bodies(source.url)).toEqual([]);
      return { source, dead };
    }

    test('a message that was received too often moves, and says where from', async () => {
      const { source, dead } = await deadLetters('moves', 2);
      const messages = await receive(dead.url, { MessageSystemAttributeNames: ['All'] });
      expect(messages.map(({ Body }) => Body)).toEqual(['1', '2']);
      expect(messages[0]?.Attributes).toMatchObject({
        DeadLetterQueueSourceArn: source.arn,
        ApproximateReceiveCount: '2',
      });
      const { Attributes } = await cloud.call.GetQueueAttributes({
        QueueUrl: source.url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      });
      expect(Object.values(Attributes ?? {})).toEqual(['0', '0']);
    });

    test('a dead-letter queue with one of its own counts its own receives', async () => {
      const last = await cloud.createQueue('chain-last');
      const middle = await cloud.createQueue('chain-middle', redriveTo(last.arn));
      const { url: QueueUrl } = await cloud.createQueue('chain', redriveTo(middle.arn));
      await cloud.call.SendMessage({ QueueUrl, MessageBody: 'x' });
      const once = { VisibilityTimeout: 0 };
      expect([await bodies(QueueUrl, once), await bodies(QueueUrl, once)]).toEqual([['x'], []]);
      expect([await bodies(middle.url, once), await bodies(middle.url, once)]).toEqual([['x'], []]);
      expect(await bodies(last.url)).toEqual(['x']);
    });

    test('on FIFO queues the next of the group follows at once', async () => {
      const dead = await cloud.createQueue('next-dead.fifo', { ContentBasedDeduplication: 'true' });
      const attributes = { ContentBasedDeduplication: 'true', ...redriveTo(dead.arn) };
      const { url: QueueUrl } = await cloud.createQueue('next.fifo', attributes);
      for (const MessageBody of ['1', '2'])
        await cloud.call.SendMessage({ QueueUrl, MessageBody, MessageGroupId: 'g' });
      expect(await bodies(QueueUrl, { MaxNumberOfMessages: 1, VisibilityTimeout: 0 })).toEqual(['1']);
      expect(await bodies(QueueUrl, { MaxNumberOfMessages: 1 })).toEqual(['2']);
      expect(await bodies(dead.url)).toEqual(['1']);
    });

    test('where the dead-letter queue is gone, messages stay', async () => {
      const dead = await cloud.createQueue('gone-dead');
      const { url } = await cloud.createQueue('gone', redriveTo(dead.arn));
      await cloud.call.DeleteQueue({ QueueUrl: dead.url });
      await cloud.call.SendMessage({ QueueUrl: url, MessageBody: 'a' });
      for (let count = 0; count < 3; count++) expect(await bodies(url, { VisibilityTimeout: 0 })).toEqual(['a']);
    });

    test('a redrive policy needs a queue that is there and agrees', async () => {
      const missing = redriveTo('arn:aws:sqs:eu-central-1:111122223333:nowhere');
      await expect(cloud.createQueue('hopeful', missing)).rejects.toThrow('Reason: Dead letter target does not exist.');
      const RedriveAllowPolicy = JSON.stringify({ redrivePermission: 'denyAll' });
      const shut = await cloud.createQueue('shut', { RedriveAllowPolicy });
      await expect(cloud.createQueue('hopeful', redriveTo(shut.arn))).rejects.toThrow('does not permit');
      await expect(cloud.createQueue('hopeful.fifo', redriveTo(shut.arn))).rejects.toThrow('same type');
    });

    test('the sources of a dead-letter queue are listed page by page', async () => {
      const dead = await cloud.createQueue('common-dead');
      for (const name of ['source-b', 'source-a', 'source-c']) await cloud.createQueue(name, redriveTo(dead.arn));
      const list = (NextToken?: string) =>
        cloud.call.ListDeadLetterSourceQueues({ QueueUrl: dead.url, MaxResults: 2, NextToken });
      const first = await list();
      const second = await list(first.NextToken);
      const names = [...first.queueUrls, ...second.queueUrls].map((url) => url.split('/').at(-1));
      expect(names).toEqual(['source-a', 'source-b', 'source-c']);
      expect(second.NextToken).toBeUndefined();
    });

    test.each(['', '.fifo'])('a move task takes messages back where they came from (%s)', async (suffix) => {
      const { source, dead } = await deadLetters('back', 3, suffix);
      await cloud.call.StartMessageMoveTask({ SourceArn: dead.arn });
      await cloud.clock.advance(0);
      const { Results = [] } = await cloud.call.ListMessageMoveTasks({ SourceArn: dead.arn });
      expect(Results).toMatchObject([
        { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3, ApproximateNumberOfMessagesToMove: 3 },
      ]);
      expect(Results[0]?.TaskHandle).toBeUndefined();
      const messages = await receive(source.url, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
      expect(messages.map(({ Body }) => Body)).toEqual(['1', '2', '3']);
      expect(messages[0]?.Attributes).toEqual({ ApproximateReceiveCount: '1' });
    });

    test('a move task keeps to its rate and can be cancelled', async () => {
      const { dead } = await deadLetters('slowly', 5);
      const target = await cloud.createQueue('slowly-target');
      const start = () =>
        cloud.call.StartMessageMoveTask({
          SourceArn: dead.arn,
          DestinationArn: target.arn,
          MaxNumberOfMessagesPerSecond: 1,
        });
      const { TaskHandle = '' } = await start();
      await cloud.clock.advance(0);
      await expect(start()).rejects.toThrow('There is already a task running.');
      await cloud.clock.advance(1000);
      const { Results = [] } = await cloud.call.ListMessageMoveTasks({ SourceArn: dead.arn });
      expect(Results).toMatchObject([{ TaskHandle, Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 2 }]);
      const cancelled = await cloud.call.CancelMessageMoveTask({ TaskHandle });
      expect(cancelled).toEqual({ ApproximateNumberOfMessagesMoved: 2 });
      await cloud.clock.advance(5000);
      const after = await cloud.call.ListMessageMoveTasks({ SourceArn: dead.arn });
      expect(after.Results).toMatchObject([{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 2 }]);
      expect(await bodies(target.url)).toEqual(['1', '2']);
      await expect(cloud.call.CancelMessageMoveTask({ TaskHandle })).rejects.toThrow('Only active tasks');
    });

    test('a move task fails where a message came from nowhere', async () => {
      const { dead } = await deadLetters('lost', 0);
      await cloud.call.SendMessage({ QueueUrl: dead.url, MessageBody: 'direct' });
      await cloud.call.StartMessageMoveTask({ SourceArn: dead.arn });
      await cloud.clock.advance(0);
      const { Results } = await cloud.call.ListMessageMoveTasks({ SourceArn: dead.arn });
      expect(Results).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }]);
      expect(await bodies(dead.url)).toEqual(['direct']);
    });

    test('only dead-letter queues have move tasks', async () => {
      const { arn } = await cloud.createQueue('alive');
      const start = cloud.call.StartMessageMoveTask({ SourceArn: arn });
      await expect(start).rejects.toThrow('Source queue must be configured as a Dead Letter Queue.');
      const missing = cloud.call.StartMessageMoveTask({ SourceArn: `${arn}-not` });
      await expect(missing).rejects.toEqual(coded('ResourceNotFoundException'));
      await expect(cloud.call.CancelMessageMoveTask({ TaskHandle: 'x' })).rejects.toEqual(
        coded('InvalidParameterValue'),
      );
    });
  });
}
