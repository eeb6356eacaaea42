import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSqs } from '../testing.ts';
import type { TestSqs } from '../testing.ts';

let cloud: TestSqs;
beforeAll(async () => {
  cloud = await openTestSqs();
});
afterAll(() => cloud.close());

async function sendMany(QueueUrl: string, MessageGroupId: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 10) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: 'x', MessageGroupId }));
    await cloud.call.SendMessageBatch({ QueueUrl, Entries });
  }
}

async function receiveGroups(QueueUrl: string, MaxNumberOfMessages = 10): Promise<string[]> {
  const input = { QueueUrl, MaxNumberOfMessages, MessageSystemAttributeNames: ['MessageGroupId' as const] };
  const { Messages = [] } = await cloud.call.ReceiveMessage(input);
  return Messages.map(({ Attributes }) => Attributes?.['MessageGroupId'] ?? '');
}

test('a tenant that takes most of the capacity stands back behind the others', async () => {
  const { url } = await cloud.createQueue('tenants');
  await sendMany(url, 'noisy', 200);
  for (let batch = 0; batch < 3; batch++) expect(await receiveGroups(url)).toEqual(Array(10).fill('noisy'));
  await cloud.clock.advance(1);
  for (const MessageGroupId of ['quiet', 'calm']) {
    await cloud.call.SendMessage({ QueueUrl: url, MessageBody: 'x', MessageGroupId });
  }
  await cloud.call.SendMessage({ QueueUrl: url, MessageBody: 'x' });
  expect(await receiveGroups(url, 3)).toEqual(['quiet', 'calm', '']);
  expect(await receiveGroups(url)).toEqual(Array(10).fill('noisy'));
});

test('nothing is lost between groups and consumers', async () => {
  const { url: QueueUrl } = await cloud.createQueue('complete');
  await Promise.all(Array.from({ length: 12 }, (_, group) => sendMany(QueueUrl, `g${group}`, 20)));
  let received = 0;
  const consume = async () => {
    for (;;) {
      const { Messages = [] } = await cloud.call.ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
      if (Messages.length === 0) return;
      received += Messages.length;
      const Entries = Messages.map(({ ReceiptHandle = '' }, index) => ({ Id: String(index), ReceiptHandle }));
      await cloud.call.DeleteMessageBatch({ QueueUrl, Entries });
    }
  };
  await Promise.all([consume(), consume(), consume()]);
  expect(received).toBe(240);
  const { Attributes } = await cloud.call.GetQueueAttributes({
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
});

test('delays and timeouts of grouped messages are kept', async () => {
  const { url: QueueUrl } = await cloud.createQueue('timed');
  await cloud.call.SendMessage({ QueueUrl, MessageBody: 'x', MessageGroupId: 'g', DelaySeconds: 5 });
  expect(await receiveGroups(QueueUrl)).toEqual([]);
  await cloud.clock.advance(5000);
  expect(await receiveGroups(QueueUrl)).toEqual(['g']);
  await cloud.clock.advance(29_999);
  expect(await receiveGroups(QueueUrl)).toEqual([]);
  const poll = cloud.call.ReceiveMessage({ QueueUrl, WaitTimeSeconds: 1 });
  await cloud.clock.advance(1);
  expect((await poll).Messages).toHaveLength(1);
});
