import { paginateListQueues, SQS } from '@aws-sdk/client-sqs';
import type { CreateQueueCommandInput } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let client: SQS;

beforeAll(async () => {
  server = await startTestServer();
  client = new SQS(server.client);
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function createQueue(QueueName: string, Attributes?: CreateQueueCommandInput['Attributes']) {
  const { QueueUrl = '' } = await client.createQueue({ QueueName, Attributes });
  const got = await client.getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] });
  return { QueueUrl, arn: got.Attributes?.QueueArn ?? '' };
}

describe('through the SDK', () => {
  test('a queue is created, found, changed, listed and deleted', async () => {
    const { QueueUrl, arn } = await createQueue('life', { DelaySeconds: '1' });
    expect(QueueUrl).toBe(`${server.endpoint}/${arn.split(':')[4]}/life`);
    expect(await client.getQueueUrl({ QueueName: 'life' })).toMatchObject({ QueueUrl });
    await client.setQueueAttributes({ QueueUrl, Attributes: { DelaySeconds: '0' } });
    const { Attributes } = await client.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
    expect(Attributes).toMatchObject({
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      SqsManagedSseEnabled: 'true',
    });
    const { QueueUrls } = await client.listQueues({ QueueNamePrefix: 'li' });
    expect(QueueUrls).toEqual([QueueUrl]);
    await client.deleteQueue({ QueueUrl });
    await expect(client.getQueueUrl({ QueueName: 'life' })).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });

  test('messages are sent, received with verified digests, prolonged and deleted', async () => {
    const { QueueUrl } = await createQueue('messages');
    const MessageAttributes = {
      city: { DataType: 'String', StringValue: '서울' },
      picture: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2, 255) },
    };
    await client.sendMessage({ QueueUrl, MessageBody: 'first', MessageAttributes });
    const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: Id }));
    const sent = await client.sendMessageBatch({ QueueUrl, Entries });
    expect(sent.Successful).toHaveLength(2);
    const names = { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All' as const] };
    const input = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, ...names };
    const { Messages = [] } = await client.receiveMessage(input);
    expect(Messages.map(({ Body }) => Body)).toEqual(['first', 'a', 'b']);
    expect(Messages[0]).toMatchObject({ MessageAttributes, Attributes: { ApproximateReceiveCount: '1' } });
    const [first, ...rest] = Messages.map(({ ReceiptHandle }) => ({ QueueUrl, ReceiptHandle }));
    await client.changeMessageVisibility({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 60 });
    const entries = rest.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const prolonged = entries.map((entry) => ({ ...entry, VisibilityTimeout: 60 }));
    const changed = await client.changeMessageVisibilityBatch({ QueueUrl, Entries: prolonged });
    expect(changed.Successful).toHaveLength(2);
    await client.deleteMessage({ QueueUrl, ReceiptHandle: first?.ReceiptHandle });
    await client.deleteMessageBatch({ QueueUrl, Entries: entries });
    const { Attributes } = await client.getQueueAttributes({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
    });
    expect(Attributes).toEqual({ ApproximateNumberOfMessagesNotVisible: '0' });
  });

  test('a long poll gets the message that another client sends', async () => {
    const { QueueUrl } = await createQueue('polled');
    const poll = client.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 });
    await client.sendMessage({ QueueUrl, MessageBody: 'x' });
    expect((await poll).Messages).toMatchObject([{ Body: 'x' }]);
  });

  test('FIFO queues number their messages', async () => {
    const { QueueUrl } = await createQueue('line.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    const message = { QueueUrl, MessageBody: 'x', MessageGroupId: 'g' };
    const first = await client.sendMessage(message);
    const second = await client.sendMessage(message);
    expect(first.SequenceNumber).toMatch(/^\d{20}$/);
    expect(second).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  });

  test('lists are paginated', async () => {
    const created = ['page-1', 'page-2', 'page-3', 'page-4', 'page-5'];
    for (const name of created) await createQueue(name);
    const names: string[] = [];
    const pages = paginateListQueues({ client, pageSize: 2 }, { QueueNamePrefix: 'page-' });
    for await (const { QueueUrls = [] } of pages) names.push(...QueueUrls.map((url) => url.split('/').at(-1) ?? ''));
    expect(names).toEqual(created);
  });

  test('a bare name is a queue of the caller, and the header of X-Ray is the trace header', async () => {
    await client.createQueue({ QueueName: 'traced' });
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amzn-trace-id'] = 'Root=1-2;Sampled=1';
        return next(args);
      },
      { step: 'build', name: 'trace' },
    );
    await client.sendMessage({ QueueUrl: 'traced', MessageBody: 'x' });
    client.middlewareStack.remove('trace');
    const { Messages } = await client.receiveMessage({
      QueueUrl: 'traced',
      MessageSystemAttributeNames: ['AWSTraceHeader'],
    });
    expect(Messages?.[0]?.Attributes).toEqual({ AWSTraceHeader: 'Root=1-2;Sampled=1' });
  });

  test('tags, permissions and a purge', async () => {
    const { QueueUrl } = await createQueue('managed');
    await client.tagQueue({ QueueUrl, Tags: { team: 'red', stage: 'dev' } });
    await client.untagQueue({ QueueUrl, TagKeys: ['stage'] });
    expect(await client.listQueueTags({ QueueUrl })).toMatchObject({ Tags: { team: 'red' } });
    const permission = { QueueUrl, Label: 'them', AWSAccountIds: ['111122223333'], Actions: ['SendMessage'] };
    await client.addPermission(permission);
    await client.removePermission({ QueueUrl, Label: 'them' });
    await client.sendMessage({ QueueUrl, MessageBody: 'x' });
    await client.purgeQueue({ QueueUrl });
    expect((await client.receiveMessage({ QueueUrl })).Messages).toBeUndefined();
  });

  test('dead letters are listed and moved back', async () => {
    const dead = await createQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    const { QueueUrl } = await createQueue('source', { RedrivePolicy });
    const sources = await client.listDeadLetterSourceQueues({ QueueUrl: dead.QueueUrl });
    expect(sources.queueUrls).toEqual([QueueUrl]);
    await client.sendMessage({ QueueUrl, MessageBody: 'x' });
    await client.receiveMessage({ QueueUrl, VisibilityTimeout: 0 });
    await client.receiveMessage({ QueueUrl });
    await client.startMessageMoveTask({ SourceArn: dead.arn });
    const back = await client.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 });
    expect(back.Messages).toMatchObject([{ Body: 'x' }]);
    const { Results } = await client.listMessageMoveTasks({ SourceArn: dead.arn });
    expect(Results).toMatchObject([{ SourceArn: dead.arn, ApproximateNumberOfMessagesMoved: 1 }]);
  });
});
