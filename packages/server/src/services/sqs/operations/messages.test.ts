import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingBackend } from '../../../platform/storage/testing.ts';
import { openTestSqs, testBackends } from '../testing.ts';
import type { TestSqs } from '../testing.ts';

const coded = (code: string) => expect.objectContaining({ code });

for (const backend of testBackends) {
  describe.skipIf(missingBackend(backend))(`messages on ${backend}`, () => {
    let cloud: TestSqs;
    beforeAll(async () => {
      cloud = await openTestSqs(backend);
    });
    afterAll(() => cloud.close());

    const receive = async (QueueUrl: string, options: object = {}) =>
      (await cloud.call.ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 10, ...options })).Messages ?? [];
    const bodies = async (QueueUrl: string, options?: object) =>
      (await receive(QueueUrl, options)).map(({ Body = '' }) => Body);
    const send = (QueueUrl: string, MessageBody: string, more: object = {}) =>
      cloud.call.SendMessage({ QueueUrl, MessageBody, ...more });

    test('a message comes as it was sent, with what is asked for', async () => {
      const { url } = await cloud.createQueue('whole');
      const MessageAttributes = { city: { DataType: 'String', StringValue: 'Seoul' } };
      const MessageSystemAttributes = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } };
      const sent = await send(url, 'Hello', { MessageAttributes, MessageSystemAttributes });
      expect(sent).toMatchObject({ MD5OfMessageBody: '8b1a9953c4611296a827abf8c47804d7' });
      const [message] = await receive(url, {
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['c.*', 'city'],
      });
      const time = String(cloud.clock.now());
      expect(message).toMatchObject({
        MessageId: sent.MessageId,
        Body: 'Hello',
        MD5OfBody: sent.MD5OfMessageBody,
        MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
        MessageAttributes,
        Attributes: {
          SenderId: '111122223333',
          SentTimestamp: time,
          ApproximateReceiveCount: '1',
          ApproximateFirstReceiveTimestamp: time,
          AWSTraceHeader: 'Root=1',
        },
      });
    });

    test('a received message is invisible until its timeout, which can be changed', async () => {
      const { url: QueueUrl } = await cloud.createQueue('visibility', { VisibilityTimeout: '5' });
      await send(QueueUrl, 'a');
      const [first] = await receive(QueueUrl);
      expect(await receive(QueueUrl)).toEqual([]);
      await cloud.clock.advance(5000);
      const [second] = await receive(QueueUrl, { AttributeNames: ['ApproximateReceiveCount'] });
      expect(second?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
      const change = (ReceiptHandle = '', VisibilityTimeout = 0) =>
        cloud.call.ChangeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout });
      await expect(change(first?.ReceiptHandle)).rejects.toThrow('not available for visibility timeout change');
      await change(second?.ReceiptHandle, 100);
      await cloud.clock.advance(99_999);
      expect(await receive(QueueUrl)).toEqual([]);
      await expect(change(second?.ReceiptHandle, 43_200)).rejects.toThrow('beyond the limit [43200 seconds]');
      await change(second?.ReceiptHandle, 0);
      await expect(change(second?.ReceiptHandle, 0)).rejects.toEqual(coded('MessageNotInflight'));
      expect(await bodies(QueueUrl)).toEqual(['a']);
    });

    test('only the latest receipt deletes', async () => {
      const { url: QueueUrl } = await cloud.createQueue('receipts', { VisibilityTimeout: '1' });
      await send(QueueUrl, 'a');
      const [first] = await receive(QueueUrl);
      await cloud.clock.advance(1000);
      const [second] = await receive(QueueUrl);
      await cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: first?.ReceiptHandle ?? '' });
      await cloud.clock.advance(1000);
      expect(await bodies(QueueUrl, { VisibilityTimeout: 0 })).toEqual(['a']);
      await cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: second?.ReceiptHandle ?? '' });
      const [third] = await receive(QueueUrl, { VisibilityTimeout: 0 });
      await cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: third?.ReceiptHandle ?? '' });
      expect(await receive(QueueUrl)).toEqual([]);
      await cloud.call.DeleteMessage({ QueueUrl, ReceiptHandle: third?.ReceiptHandle ?? '' });
    });

    test('a receipt is good for its own queue only', async () => {
      const [a, b] = [await cloud.createQueue('own'), await cloud.createQueue('other')];
      await send(a.url, 'a');
      const [{ ReceiptHandle = '' } = {}] = await receive(a.url);
      for (const handle of [ReceiptHandle, 'garbage', '']) {
        const deletion = cloud.call.DeleteMessage({ QueueUrl: b.url, ReceiptHandle: handle });
        await expect(deletion).rejects.toEqual(coded('ReceiptHandleIsInvalid'));
      }
    });

    test('delays are the queue’s or the message’s own', async () => {
      const { url } = await cloud.createQueue('delayed', { DelaySeconds: '10' });
      await send(url, 'later');
      await send(url, 'now', { DelaySeconds: 0 });
      expect(await bodies(url)).toEqual(['now']);
      await cloud.clock.advance(10_000);
      expect(await bodies(url)).toEqual(['later']);
    });

    test('expired messages are neither received nor kept', async () => {
      const { url: QueueUrl } = await cloud.createQueue('retention', { MessageRetentionPeriod: '60' });
      for (let count = 0; count < 60; count++) await send(QueueUrl, 'old');
      await cloud.clock.advance(59_000);
      await send(QueueUrl, 'young');
      await cloud.clock.advance(1000);
      expect(await bodies(QueueUrl, { VisibilityTimeout: 0 })).toEqual(['young']);
      await cloud.call.SetQueueAttributes({ QueueUrl, Attributes: { MessageRetentionPeriod: '120' } });
      await cloud.clock.advance(59_000);
      expect(await bodies(QueueUrl, { VisibilityTimeout: 0 })).toEqual(['young']);
      await cloud.clock.advance(60_000);
      const { Attributes } = await cloud.call.GetQueueAttributes({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages'],
      });
      expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
    });

    test('sizes are limited by the queue and by the batch', async () => {
      const { url: QueueUrl } = await cloud.createQueue('sizes', { MaximumMessageSize: '1024' });
      await send(QueueUrl, 'x'.repeat(1024));
      await expect(send(QueueUrl, 'x'.repeat(1025))).rejects.toThrow('Message must be shorter than 1024 bytes.');
      const attribute = { a: { DataType: 'String', StringValue: 'x' } };
      await expect(send(QueueUrl, 'x'.repeat(1017), { MessageAttributes: attribute })).rejects.toThrow('1024 bytes');
      const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(524_289) }));
      await expect(cloud.call.SendMessageBatch({ QueueUrl, Entries })).rejects.toEqual(coded('BatchRequestTooLong'));
    });

    test('a batch does what it can', async () => {
      const { url: QueueUrl } = await cloud.createQueue('batches');
      const sent = await cloud.call.SendMessageBatch({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'a' },
          { Id: 'bad', MessageBody: '\u0000' },
        ],
      });
      expect(sent.Successful.map(({ Id }) => Id)).toEqual(['good']);
      expect(sent.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
      const [{ ReceiptHandle = '' } = {}] = await receive(QueueUrl);
      const changed = await cloud.call.ChangeMessageVisibilityBatch({
        QueueUrl,
        Entries: [
          { Id: '1', ReceiptHandle, VisibilityTimeout: 0 },
          { Id: '2', ReceiptHandle: 'x', VisibilityTimeout: 0 },
        ],
      });
      expect(changed.Successful).toEqual([{ Id: '1' }]);
      expect(changed.Failed).toMatchObject([{ Id: '2', Code: 'ReceiptHandleIsInvalid' }]);
      expect(await bodies(QueueUrl)).toEqual(['a']);
    });

    test('consumers at the same time get different messages', async () => {
      const { url } = await cloud.createQueue('crowd');
      for (let count = 0; count < 40; count++) await send(url, String(count));
      const received = (await Promise.all(Array.from({ length: 8 }, () => bodies(url)))).flat();
      expect(received).toHaveLength(40);
      expect(new Set(received).size).toBe(40);
    });

    describe('long polls', () => {
      test('end with the message that is sent meanwhile', async () => {
        const { url } = await cloud.createQueue('waiting', { ReceiveMessageWaitTimeSeconds: '20' });
        const one = { MaxNumberOfMessages: 1 };
        const polls = [bodies(url, one), bodies(url, one)];
        await cloud.clock.advance(3000);
        await send(url, 'a');
        await send(url, 'b');
        expect((await Promise.all(polls)).flat().sort()).toEqual(['a', 'b']);
      });

      test('end with the message that becomes visible meanwhile', async () => {
        const { url } = await cloud.createQueue('becoming');
        await send(url, 'a', { DelaySeconds: 4 });
        const poll = bodies(url, { WaitTimeSeconds: 20, VisibilityTimeout: 6 });
        await cloud.clock.advance(4000);
        expect(await poll).toEqual(['a']);
        const next = bodies(url, { WaitTimeSeconds: 20 });
        await cloud.clock.advance(6000);
        expect(await next).toEqual(['a']);
      });

      test('end empty when their time is over or the client goes', async () => {
        const { url: QueueUrl } = await cloud.createQueue('idle');
        const gone = new AbortController();
        const abandoned = cloud.callUntil(gone.signal).ReceiveMessage({ QueueUrl, WaitTimeSeconds: 20 });
        const patient = cloud.call.ReceiveMessage({ QueueUrl, WaitTimeSeconds: 20 });
        gone.abort();
        expect(await abandoned).toEqual({});
        await cloud.clock.advance(20_000);
        expect(await patient).toEqual({});
      });

      test('do not take a message for a client that has gone', async () => {
        const { url: QueueUrl } = await cloud.createQueue('gone');
        const gone = new AbortController();
        const abandoned = cloud.callUntil(gone.signal).ReceiveMessage({ QueueUrl, WaitTimeSeconds: 20 });
        const patient = bodies(QueueUrl, { WaitTimeSeconds: 20 });
        await cloud.clock.advance(100);
        gone.abort();
        await send(QueueUrl, 'a');
        expect(await abandoned).toEqual({});
        expect(await patient).toEqual(['a']);
      });
    });
  });
}
