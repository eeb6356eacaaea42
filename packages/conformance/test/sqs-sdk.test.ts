import { paginateListDeadLetterSourceQueues, paginateListQueues, SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { allow, policy } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let sqs: SQS;

beforeAll(async () => {
  server = await startServer(['--clock', 'virtual']);
  sqs = new SQS(server.client());
});

afterAll(async () => {
  sqs.destroy();
  await server.stop();
});

async function createQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  return (await sqs.createQueue({ QueueName, Attributes })).QueueUrl ?? '';
}

async function attributesOf(QueueUrl: string): Promise<Record<string, string>> {
  return (await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] })).Attributes ?? {};
}

async function receive(QueueUrl: string, more: { VisibilityTimeout?: number } = {}) {
  const request = {
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  };
  return (await sqs.receiveMessage({ ...request, ...more } as never)).Messages ?? [];
}

describe('queues', () => {
  test('are created with attributes and tags, read, changed, and deleted', async () => {
    const created = await sqs.createQueue({
      QueueName: 'life',
      Attributes: { DelaySeconds: '5' },
      tags: { team: 'red' },
    });
    const QueueUrl = created.QueueUrl ?? '';
    expect(QueueUrl).toBe(`${server.endpoint}/000000000000/life`);
    expect(await sqs.getQueueUrl({ QueueName: 'life' })).toMatchObject({ QueueUrl });
    expect(await attributesOf(QueueUrl)).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:life',
      DelaySeconds: '5',
      VisibilityTimeout: '30',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
    });
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: '7' } });
    expect(await attributesOf(QueueUrl)).toMatchObject({ DelaySeconds: '5', VisibilityTimeout: '7' });
    await sqs.tagQueue({ QueueUrl, Tags: { stage: 'test' } });
    await sqs.untagQueue({ QueueUrl, TagKeys: ['team'] });
    expect((await sqs.listQueueTags({ QueueUrl })).Tags).toEqual({ stage: 'test' });
    await sqs.deleteQueue({ QueueUrl });
    await expect(sqs.getQueueUrl({ QueueName: 'life' })).rejects.toMatchObject(
      sdkError('QueueDoesNotExist', 400, 'The specified queue does not exist.'),
    );
  });

  test('are the same when created again as they are', async () => {
    const first = await createQueue('again', { DelaySeconds: '1' });
    expect(await createQueue('again', { DelaySeconds: '1' })).toBe(first);
  });

  test('are listed by page, by prefix', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `page-${index}`);
    await Promise.all(names.map((name) => createQueue(name)));
    const pages: string[][] = [];
    for await (const page of paginateListQueues({ client: sqs, pageSize: 3 }, { QueueNamePrefix: 'page-' })) {
      pages.push((page.QueueUrls ?? []).map((url) => url.split('/').at(-1) ?? ''));
    }
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(pages.flat().sort()).toEqual(names);
  });

  test('admit another account by permissions', async () => {
    const QueueUrl = await createQueue('shared');
    await sqs.addPermission({ QueueUrl, Label: 'them', AWSAccountIds: ['111122223333'], Actions: ['SendMessage'] });
    const other = new SQS(server.client({ accessKeyId: '111122223333', secretAccessKey: 'x' }));
    expect((await attributesOf(QueueUrl))['Policy']).toContain('"Sid":"them"');
    await other.sendMessage({ QueueUrl, MessageBody: 'from them' });
    other.destroy();
    await sqs.removePermission({ QueueUrl, Label: 'them' });
    expect(await attributesOf(QueueUrl)).not.toHaveProperty('Policy');
  });
});

describe('messages', () => {
  test('carry body, digests, attributes and system attributes', async () => {
    const QueueUrl = await createQueue('messages');
    const sent = await sqs.sendMessage({
      QueueUrl,
      MessageBody: 'grüße 🎈 <&>',
      MessageAttributes: {
        Kind: { DataType: 'String', StringValue: 'order' },
        Count: { DataType: 'Number.int', StringValue: '12' },
        Blob: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
      },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5-a' } },
    });
    // The SDK itself compares the digests of what it sent and received.
    const [message] = await receive(QueueUrl);
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'grüße 🎈 <&>',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1', AWSTraceHeader: 'Root=1-5-a' },
      MessageAttributes: { Kind: { StringValue: 'order' }, Blob: { BinaryValue: Uint8Array.of(0, 255) } },
    });
    await sqs.deleteMessage({ QueueUrl, ReceiptHandle: message?.ReceiptHandle });
    expect(await attributesOf(QueueUrl)).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  test('come back after their visibility timeout, and go to the dead-letter queue after too many receives', async () => {
    const deadUrl = await createQueue('dead');
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: (await attributesOf(deadUrl))['QueueArn'],
      maxReceiveCount: 2,
    });
    const QueueUrl = await createQueue('source', { RedrivePolicy, VisibilityTimeout: '10' });
    await sqs.sendMessage({ QueueUrl, MessageBody: 'poison' });
    expect(await receive(QueueUrl)).toHaveLength(1);
    expect(await receive(QueueUrl)).toHaveLength(0);
    await server.advance(11);
    expect((await receive(QueueUrl))[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
    await server.advance(11);
    expect(await receive(QueueUrl)).toHaveLength(0);
    expect((await receive(deadUrl, { VisibilityTimeout: 0 }))[0]).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:source' },
    });
    const sources: string[] = [];
    for await (const page of paginateListDeadLetterSourceQueues({ client: sqs }, { QueueUrl: deadUrl })) {
      sources.push(...(page.queueUrls ?? []));
    }
    expect(sources).toEqual([QueueUrl]);

    const { TaskHandle } = await sqs.startMessageMoveTask({ SourceArn: (await attributesOf(deadUrl))['QueueArn'] });
    expect(TaskHandle).toBeTruthy();
    await server.advance(5);
    const { Results } = await sqs.listMessageMoveTasks({ SourceArn: (await attributesOf(deadUrl))['QueueArn'] });
    expect(Results?.[0]).toMatchObject({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 });
    expect((await receive(QueueUrl))[0]?.Body).toBe('poison');
  });

  test('are delayed, and wait for receivers that poll', async () => {
    const QueueUrl = await createQueue('delayed');
    await sqs.sendMessage({ QueueUrl, MessageBody: 'later', DelaySeconds: 60 });
    expect(await receive(QueueUrl)).toHaveLength(0);
    const polling = sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 });
    await sqs.sendMessage({ QueueUrl, MessageBody: 'now' });
    expect((await polling).Messages?.[0]?.Body).toBe('now');
    await server.advance(60);
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toContain('later');
  });

  test('of a FIFO queue keep order within a group, once each', async () => {
    const QueueUrl = await createQueue('line.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    for (const MessageBody of ['1', '2', '2', '3'])
      await sqs.sendMessage({ QueueUrl, MessageBody, MessageGroupId: 'g' });
    const [first] = (await sqs.receiveMessage({ QueueUrl })).Messages ?? [];
    expect(first?.Body).toBe('1');
    expect(await receive(QueueUrl)).toHaveLength(0);
    await sqs.deleteMessage({ QueueUrl, ReceiptHandle: first?.ReceiptHandle });
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['2', '3']);
  });

  test('go in batches, each entry with an answer of its own', async () => {
    const QueueUrl = await createQueue('batches');
    const sent = await sqs.sendMessageBatch({
      QueueUrl,
      Entries: [
        { Id: 'good', MessageBody: 'x' },
        { Id: 'bad', MessageBody: '\u0001' },
      ],
    });
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(sent.Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'InvalidMessageContents' }]);
    const [message] = await receive(QueueUrl);
    const ReceiptHandle = message?.ReceiptHandle ?? '';
    const changed = await sqs.changeMessageVisibilityBatch({
      QueueUrl,
      Entries: [{ Id: 'a', ReceiptHandle, VisibilityTimeout: 100 }],
    });
    expect(changed.Successful).toEqual([{ Id: 'a' }]);
    await server.advance(60);
    expect(await receive(QueueUrl)).toHaveLength(0);
    const deleted = await sqs.deleteMessageBatch({
      QueueUrl,
      Entries: [
        { Id: 'a', ReceiptHandle },
        { Id: 'b', ReceiptHandle: 'nonsense' },
      ],
    });
    expect(deleted.Successful).toEqual([{ Id: 'a' }]);
    expect(deleted.Failed).toMatchObject([{ Id: 'b', SenderFault: true, Code: 'ReceiptHandleIsInvalid' }]);
  });

  test('are purged', async () => {
    const QueueUrl = await createQueue('purged');
    await sqs.sendMessage({ QueueUrl, MessageBody: 'x' });
    await sqs.purgeQueue({ QueueUrl });
    await expect(sqs.purgeQueue({ QueueUrl })).rejects.toMatchObject(
      sdkError('PurgeQueueInProgress', 403, /Only one PurgeQueue operation on purged/),
    );
    await server.advance(60);
    expect(await receive(QueueUrl)).toHaveLength(0);
  });
});

describe('errors', () => {
  let QueueUrl: string;
  let fifoUrl: string;
  const tooMany = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' }));
  beforeAll(async () => {
    QueueUrl = await createQueue('errors');
    fifoUrl = await createQueue('errors.fifo', { FifoQueue: 'true' });
  });

  test.each<[code: string, status: number, message: string | RegExp, call: () => Promise<unknown>]>([
    [
      'QueueDoesNotExist',
      400,
      'The specified queue does not exist.',
      () => sqs.sendMessage({ QueueUrl: `${QueueUrl}-no`, MessageBody: 'x' }),
    ],
    [
      'QueueNameExists',
      400,
      /already exists with (the same name and )?a different value for attribute DelaySeconds/,
      () => createQueue('errors', { DelaySeconds: '9' }),
    ],
    ['InvalidAttributeName', 400, 'Unknown Attribute Colour.', () => createQueue('coloured', { Colour: 'red' })],
    [
      'InvalidAttributeValue',
      400,
      /^Invalid value for the parameter VisibilityTimeout/,
      () => createQueue('never', { VisibilityTimeout: '-1' }),
    ],
    [
      'InvalidParameterValue',
      400,
      /^Can only include alphanumeric characters, hyphens, or underscores\. 1 to 80 in length/,
      () => createQueue('no spaces'),
    ],
    [
      'MissingParameter',
      400,
      'The request must contain the parameter MessageBody.',
      () => sqs.sendMessage({ QueueUrl, MessageBody: '' }),
    ],
    [
      'MissingParameter',
      400,
      'The request must contain the parameter MessageGroupId.',
      () => sqs.sendMessage({ QueueUrl: fifoUrl, MessageBody: 'x' }),
    ],
    [
      'InvalidParameterValue',
      400,
      /The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly/,
      () => sqs.sendMessage({ QueueUrl: fifoUrl, MessageBody: 'x', MessageGroupId: 'g' }),
    ],
    [
      'InvalidParameterValue',
      400,
      /^Value 901 for parameter DelaySeconds is invalid\. Reason: /,
      () => sqs.sendMessage({ QueueUrl, MessageBody: 'x', DelaySeconds: 901 }),
    ],
    [
      'InvalidParameterValue',
      400,
      /^Value 11 for parameter MaxNumberOfMessages is invalid\. Reason: Must be between 1 and 10, if provided\.$/,
      () => sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 11 }),
    ],
    [
      'InvalidParameterValue',
      400,
      /^Value 21 for parameter WaitTimeSeconds is invalid\. Reason: Must be >= 0 and <= 20, if provided\.$/,
      () => sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 21 }),
    ],
    [
      'InvalidMessageContents',
      400,
      /^Invalid characters found/,
      () => sqs.sendMessage({ QueueUrl, MessageBody: '\u0000' }),
    ],
    [
      'ReceiptHandleIsInvalid',
      404,
      'The input receipt handle "x" is not a valid receipt handle.',
      () => sqs.deleteMessage({ QueueUrl, ReceiptHandle: 'x' }),
    ],
    [
      'EmptyBatchRequest',
      400,
      /^There should be at least one SendMessageBatchRequestEntry in the request\.$/,
      () => sqs.sendMessageBatch({ QueueUrl, Entries: [] }),
    ],
    [
      'TooManyEntriesInBatchRequest',
      400,
      'Maximum number of entries per request are 10. You have sent 11.',
      () => sqs.sendMessageBatch({ QueueUrl, Entries: tooMany }),
    ],
    [
      'BatchEntryIdsNotDistinct',
      400,
      'Id a repeated.',
      () =>
        sqs.sendMessageBatch({
          QueueUrl,
          Entries: [
            { Id: 'a', MessageBody: 'x' },
            { Id: 'a', MessageBody: 'y' },
          ],
        }),
    ],
    [
      'InvalidBatchEntryId',
      400,
      /^A batch entry id can only contain alphanumeric characters, hyphens and underscores/,
      () => sqs.sendMessageBatch({ QueueUrl, Entries: [{ Id: 'a b', MessageBody: 'x' }] }),
    ],
    [
      'ResourceNotFoundException',
      404,
      /The resource that you specified for the SourceArn parameter doesn't exist/,
      () => sqs.startMessageMoveTask({ SourceArn: 'arn:aws:sqs:us-east-1:000000000000:none' }),
    ],
    [
      'InvalidAttributeValue',
      400,
      /^Invalid value for the parameter Policy/,
      () => sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: policy(allow('nonsense')) } }),
    ],
  ])('%s %i %s', async (code, status, message, call) => {
    await expect(call()).rejects.toMatchObject(sdkError(code, status, message));
  });

  test('carry the codes of the query protocol beside their own', async () => {
    const answer = await fetch(server.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.GetQueueUrl' },
      body: JSON.stringify({ QueueName: 'none' }),
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-query-error')).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
    expect(await answer.json()).toEqual({
      __type: 'com.amazonaws.sqs#QueueDoesNotExist',
      message: 'The specified queue does not exist.',
    });
  });
});
