import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingBackend } from '../../../platform/storage/testing.ts';
import { openTestSqs, testBackends } from '../testing.ts';
import type { TestSqs } from '../testing.ts';

for (const backend of testBackends) {
  describe.skipIf(missingBackend(backend))(`FIFO queues on ${backend}`, () => {
    let cloud: TestSqs;
    beforeAll(async () => {
      cloud = await openTestSqs(backend);
    });
    afterAll(() => cloud.close());

    const byContent = { ContentBasedDeduplication: 'true' };
    const send = (QueueUrl: string, MessageGroupId: string, MessageBody: string, more: object = {}) =>
      cloud.call.SendMessage({ QueueUrl, MessageGroupId, MessageBody, ...more });
    const receive = async (QueueUrl: string, options: object = {}) =>
      (await cloud.call.ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 10, ...options })).Messages ?? [];
    const bodies = async (QueueUrl: string, options?: object) =>
      (await receive(QueueUrl, options)).map(({ Body = '' }) => Body);

    test('messages behind one in flight are blocked', async () => {
      const { url: QueueUrl } = await cloud.createQueue('blocked.fifo', byContent);
      for (const body of ['a1', 'a2', 'a3']) await send(QueueUrl, 'a', body);
      await send(QueueUrl, 'b', 'b1');
      const [first] = await receive(QueueUrl, { MaxNumberOfMessages: 1 });
      expect(first?.Body).toBe('a1');
      expect(await bodies(QueueUrl, { VisibilityTimeout: 5 })).toEqual(['b1']);
      await cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: first?.ReceiptHandle ?? '' });
      const both = await receive(QueueUrl, { VisibilityTimeout: 3 });
      expect(both.map(({ Body }) => Body)).toEqual(['a2', 'a3']);
      const [second, third] = both.map(({ ReceiptHandle = '' }) => ReceiptHandle);
      await cloud.call.ChangeMessageVisibility({ QueueUrl, ReceiptHandle: second ?? '', VisibilityTimeout: 0 });
      expect(await bodies(QueueUrl, { VisibilityTimeout: 5 })).toEqual(['a2']);
      await cloud.clock.advance(3000);
      expect(await bodies(QueueUrl)).toEqual([]);
      const lapsed = cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: third ?? '' });
      await expect(lapsed).rejects.toThrow('The receipt handle has expired.');
      await cloud.clock.advance(2000);
      expect(await bodies(QueueUrl)).toEqual(['a2', 'a3', 'b1']);
    });

    test('a message that is held longer blocks only those behind it', async () => {
      const { url: QueueUrl } = await cloud.createQueue('longer.fifo', byContent);
      for (const body of ['1', '2', '3']) await send(QueueUrl, 'a', body);
      const [, , third] = await receive(QueueUrl, { VisibilityTimeout: 1 });
      const ReceiptHandle = third?.ReceiptHandle ?? '';
      await cloud.call.ChangeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 4 });
      await cloud.clock.advance(2000);
      expect(await bodies(QueueUrl)).toEqual(['1', '2']);
    });

    test('messages whose receipt runs out come again in order', async () => {
      const { url: QueueUrl } = await cloud.createQueue('lapsed.fifo', byContent);
      for (const body of ['1', '2', '3', '4']) await send(QueueUrl, 'a', body);
      const [first, second] = await receive(QueueUrl, { MaxNumberOfMessages: 2, VisibilityTimeout: 5 });
      await cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: first?.ReceiptHandle ?? '' });
      await cloud.clock.advance(5000);
      const deletion = cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: second?.ReceiptHandle ?? '' });
      await expect(deletion).rejects.toThrow('The receipt handle has expired.');
      expect(await bodies(QueueUrl)).toEqual(['2', '3', '4']);
    });

    test('a long poll ends when its group is free again', async () => {
      const { url: QueueUrl } = await cloud.createQueue('freed.fifo', byContent);
      for (const body of ['1', '2']) await send(QueueUrl, 'a', body);
      const [first] = await receive(QueueUrl, { MaxNumberOfMessages: 1 });
      const poll = bodies(QueueUrl, { WaitTimeSeconds: 20 });
      await cloud.clock.advance(100);
      await cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: first?.ReceiptHandle ?? '' });
      expect(await poll).toEqual(['2']);
    });

    test('thousands of messages of many groups keep the order of each', async () => {
      const { url: QueueUrl } = await cloud.createQueue('many.fifo', byContent);
      const [groups, perGroup] = backend === 'sqlite' ? [100, 30] : [20, 10];
      const sends = Array.from({ length: groups }, async (_, group) => {
        for (let start = 0; start < perGroup; start += 10) {
          const Entries = Array.from({ length: 10 }, (_, index) => ({
            Id: String(index),
            MessageGroupId: String(group),
            MessageBody: `${group} ${start + index}`,
          }));
          await cloud.call.SendMessageBatch({ QueueUrl, Entries });
        }
      });
      await Promise.all(sends);
      const seen = new Map<string, number[]>();
      const consume = async () => {
        for (let messages = await receive(QueueUrl); messages.length > 0; messages = await receive(QueueUrl)) {
          for (const { Body = '' } of messages) {
            const [group = '', number] = Body.split(' ');
            seen.set(group, [...(seen.get(group) ?? []), Number(number)]);
          }
          const Entries = messages.map(({ ReceiptHandle = '' }, index) => ({ Id: String(index), ReceiptHandle }));
          await cloud.call.DeleteMessageBatch({ QueueUrl, Entries });
        }
      };
      await Promise.all([consume(), consume(), consume()]);
      const inOrder = Array.from({ length: perGroup }, (_, index) => index);
      expect(seen.size).toBe(groups);
      for (const numbers of seen.values()) expect(numbers).toEqual(inOrder);
    });

    test('duplicates are accepted for five minutes and not delivered', async () => {
      const { url } = await cloud.createQueue('twice.fifo');
      const first = await send(url, 'a', 'x', { MessageDeduplicationId: '1' });
      await cloud.clock.advance(299_999);
      const again = await send(url, 'b', 'y', { MessageDeduplicationId: '1' });
      expect(again).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
      await cloud.clock.advance(1);
      await send(url, 'b', 'z', { MessageDeduplicationId: '1' });
      expect(await bodies(url)).toEqual(['x', 'z']);
    });

    test('deduplication per group lets other groups have the same', async () => {
      const perGroup = { DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' };
      const { url } = await cloud.createQueue('scoped.fifo', { ...byContent, ...perGroup });
      for (const group of ['a', 'a', 'b']) await send(url, group, 'x');
      expect(await bodies(url)).toEqual(['x', 'x']);
    });

    test('sequence numbers have twenty digits and rise', async () => {
      const { url } = await cloud.createQueue('numbers.fifo', byContent);
      const numbers = [];
      for (const body of ['1', '2', '3']) numbers.push((await send(url, 'a', body)).SequenceNumber ?? '');
      expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true);
      expect(numbers).toEqual([...new Set(numbers)].sort());
      const received = await receive(url, { MessageSystemAttributeNames: ['All'] });
      expect(received.map(({ Attributes }) => Attributes?.['SequenceNumber'])).toEqual(numbers);
    });

    test('what a FIFO queue needs and refuses', async () => {
      const { url } = await cloud.createQueue('rules.fifo');
      await expect(send(url, 'a', 'x')).rejects.toThrow('ContentBasedDeduplication enabled or MessageDeduplicationId');
      await expect(cloud.call.SendMessage({ QueueUrl: url, MessageBody: 'x' })).rejects.toThrow(
        'parameter MessageGroupId',
      );
      const id = { MessageDeduplicationId: '1' };
      await expect(send(url, 'a', 'x', { ...id, DelaySeconds: 1 })).rejects.toThrow('not valid for this queue type');
      await expect(send(url, 'a b', 'x', id)).rejects.toThrow('1 to 128 in length');
      const { url: standard } = await cloud.createQueue('rules');
      await expect(send(standard, 'a', 'x', id)).rejects.toThrow('not valid for this queue type');
    });

    test('a batch with an entry without a group or a deduplication id fails whole', async () => {
      const { url: QueueUrl } = await cloud.createQueue('whole.fifo');
      const good = { Id: '1', MessageBody: 'x', MessageGroupId: 'a', MessageDeduplicationId: '1' };
      const batch = (entry: object) =>
        cloud.call.SendMessageBatch({ QueueUrl, Entries: [good, { Id: '2', MessageBody: 'y', ...entry }] });
      await expect(batch({ MessageDeduplicationId: '2' })).rejects.toMatchObject({
        code: 'InvalidParameterValue',
        message: 'The request must contain the parameter MessageGroupId.',
      });
      await expect(batch({ MessageGroupId: 'a' })).rejects.toThrow('MessageDeduplicationId provided explicitly');
      expect(await bodies(QueueUrl)).toEqual([]);
    });

    test('a purge forgets deduplication ids', async () => {
      const { url: QueueUrl } = await cloud.createQueue('forgetful.fifo', byContent);
      await send(QueueUrl, 'a', 'x');
      await cloud.call.PurgeQueue({ QueueUrl });
      await send(QueueUrl, 'a', 'x');
      expect(await bodies(QueueUrl)).toEqual(['x']);
    });

    test('a repeated receive attempt answers the same receipts', async () => {
      const { url: QueueUrl } = await cloud.createQueue('attempts.fifo', byContent);
      for (const body of ['1', '2']) await send(QueueUrl, 'a', body);
      const attempt = { ReceiveRequestAttemptId: 'try', VisibilityTimeout: 10 };
      const first = await receive(QueueUrl, attempt);
      await cloud.clock.advance(9000);
      expect(await receive(QueueUrl, attempt)).toEqual(first);
      await cloud.clock.advance(9000);
      expect(await receive(QueueUrl)).toEqual([]);
      await cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: first[0]?.ReceiptHandle ?? '' });
      expect(await receive(QueueUrl, attempt)).toEqual([]);
      await cloud.clock.advance(1000);
      expect(await bodies(QueueUrl, attempt)).toEqual(['2']);
    });

    test('a new delay holds for what is in the queue already, but for what was received', async () => {
      const { url: QueueUrl } = await cloud.createQueue('slow.fifo', { ...byContent, DelaySeconds: '10' });
      const setDelay = async (DelaySeconds: string) => {
        await cloud.call.SetQueueAttributes({ QueueUrl, Attributes: { DelaySeconds } });
        await cloud.clock.advance(0);
      };
      for (let number = 1; number <= 60; number++) await send(QueueUrl, String(number), String(number));
      const counts = async () => {
        const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed'] as const;
        const { Attributes = {} } = await cloud.call.GetQueueAttributes({
          QueueUrl,
          AttributeNames: [...AttributeNames],
        });
        return AttributeNames.map((name) => Attributes[name]);
      };
      expect(await bodies(QueueUrl)).toEqual([]);
      await setDelay('0');
      expect(await counts()).toEqual(['60', '0']);
      expect(await receive(QueueUrl, { VisibilityTimeout: 0 })).toHaveLength(10);
      await setDelay('30');
      expect(await counts()).toEqual(['10', '50']);
      await cloud.clock.advance(30_000);
      expect(await counts()).toEqual(['60', '0']);
    });
  });
}
