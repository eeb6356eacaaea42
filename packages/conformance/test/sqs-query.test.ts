import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { signedFetch } from '../support/sigv4.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer(['--auth', 'iam']);
});

afterAll(() => server.stop());

interface Answer {
  status: number;
  text: string;
  /** Text of the first element of this name. */
  of(element: string): string | undefined;
  all(element: string): string[];
}

/** A request as clients from before 2023 send it: a signed form. */
async function query(form: Record<string, string>, path = '/'): Promise<Answer> {
  const { status, text } = await signedFetch({
    method: 'POST',
    url: `${server.endpoint}${path}`,
    service: 'sqs',
    keys: server.keys,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({ Version: '2012-11-05', ...form }).toString(),
  });
  const all = (element: string) =>
    [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value]) => value ?? '');
  return { status, text, all, of: (element) => all(element)[0] };
}

async function createQueue(QueueName: string, attributes: Record<string, string> = {}): Promise<string> {
  const form = Object.entries(attributes).flatMap(([name, value], index) => [
    [`Attribute.${index + 1}.Name`, name],
    [`Attribute.${index + 1}.Value`, value],
  ]);
  return (await query({ Action: 'CreateQueue', QueueName, ...Object.fromEntries(form) })).of('QueueUrl') ?? '';
}

describe('the query protocol', () => {
  test('creates, reads, changes and deletes a queue', async () => {
    const QueueUrl = await createQueue('old', { DelaySeconds: '3' });
    expect(QueueUrl).toBe(`${server.endpoint}/000000000000/old`);
    const found = await query({ Action: 'GetQueueUrl', QueueName: 'old' });
    expect(found.text).toContain('<GetQueueUrlResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">');
    expect(found.of('QueueUrl')).toBe(QueueUrl);
    expect(found.of('RequestId')).toMatch(/^[\da-f-]{36}$/);
    await query({
      Action: 'SetQueueAttributes',
      QueueUrl,
      'Attribute.1.Name': 'VisibilityTimeout',
      'Attribute.1.Value': '9',
    });
    const read = await query({ Action: 'GetQueueAttributes', QueueUrl, 'AttributeName.1': 'All' });
    expect(read.text).toContain('<Attribute><Name>DelaySeconds</Name><Value>3</Value></Attribute>');
    expect(read.text).toContain('<Attribute><Name>VisibilityTimeout</Name><Value>9</Value></Attribute>');
    const tagged = await query({ Action: 'TagQueue', QueueUrl, 'Tag.1.Key': 'team', 'Tag.1.Value': 'red' });
    expect(tagged.status).toBe(200);
    expect((await query({ Action: 'ListQueueTags', QueueUrl })).text).toContain(
      '<Tag><Key>team</Key><Value>red</Value></Tag>',
    );
    const deleted = await query({ Action: 'DeleteQueue', QueueUrl });
    expect(deleted.status).toBe(200);
    expect(deleted.text).toContain('<DeleteQueueResponse');
  });

  test('takes the queue from the path, as the oldest clients send it', async () => {
    await createQueue('by-path');
    const sent = await query({ Action: 'SendMessage', MessageBody: 'x' }, '/000000000000/by-path');
    expect(sent.status, sent.text).toBe(200);
  });

  test('sends, receives and deletes messages, one by one and in batches', async () => {
    const QueueUrl = await createQueue('messages');
    const sent = await query({
      Action: 'SendMessage',
      QueueUrl,
      MessageBody: 'a <b> & "c" é',
      'MessageAttribute.1.Name': 'Kind',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'order',
    });
    const received = await query({
      Action: 'ReceiveMessage',
      QueueUrl,
      'AttributeName.1': 'All',
      'MessageAttributeName.1': 'All',
    });
    expect(received.of('MessageId')).toBe(sent.of('MessageId'));
    expect(received.of('MD5OfBody')).toBe(sent.of('MD5OfMessageBody'));
    expect(received.of('Body')).toMatch(/^a &lt;b&gt; &amp; ("|&quot;)c("|&quot;) é$/);
    expect(received.text).toContain('<Name>ApproximateReceiveCount</Name><Value>1</Value>');
    expect(received.text).toMatch(/<MessageAttribute><Name>Kind<\/Name><Value>.*<StringValue>order<\/StringValue>/);
    const ReceiptHandle = received.of('ReceiptHandle') ?? '';
    expect((await query({ Action: 'DeleteMessage', QueueUrl, ReceiptHandle })).status).toBe(200);

    const batch = await query({
      Action: 'SendMessageBatch',
      QueueUrl,
      'SendMessageBatchRequestEntry.1.Id': 'one',
      'SendMessageBatchRequestEntry.1.MessageBody': '1',
      'SendMessageBatchRequestEntry.2.Id': 'two',
      'SendMessageBatchRequestEntry.2.MessageBody': '2',
      'SendMessageBatchRequestEntry.2.DelaySeconds': '901',
    });
    expect(batch.all('Id')).toEqual(['one', 'two']);
    expect(batch.text).toContain('<BatchResultErrorEntry>');
    expect(batch.of('SenderFault')).toBe('true');
  });

  test('lists by page', async () => {
    for (const name of ['page-1', 'page-2', 'page-3']) await createQueue(name);
    const list = { Action: 'ListQueues', QueueNamePrefix: 'page-', MaxResults: '2' };
    const first = await query(list);
    expect(first.all('QueueUrl')).toHaveLength(2);
    const second = await query({ ...list, NextToken: first.of('NextToken') ?? '' });
    expect(second.all('QueueUrl')).toHaveLength(1);
    expect(second.of('NextToken')).toBeUndefined();
  });
});

describe('errors of the query protocol', () => {
  let QueueUrl: string;
  beforeAll(async () => {
    QueueUrl = await createQueue('errors');
  });

  const entry = (index: number, Id: string) => ({
    [`SendMessageBatchRequestEntry.${index}.Id`]: Id,
    [`SendMessageBatchRequestEntry.${index}.MessageBody`]: 'x',
  });
  const eleven = Object.assign({}, ...Array.from({ length: 11 }, (_, index) => entry(index + 1, `${index}`))) as object;

  test.each<[code: string, status: number, message: RegExp, form: Record<string, string>]>([
    [
      'AWS.SimpleQueueService.NonExistentQueue',
      400,
      /^The specified queue does not exist/,
      { Action: 'GetQueueUrl', QueueName: 'none' },
    ],
    [
      'QueueAlreadyExists',
      400,
      /different value for attribute DelaySeconds/,
      { Action: 'CreateQueue', QueueName: 'errors', 'Attribute.1.Name': 'DelaySeconds', 'Attribute.1.Value': '9' },
    ],
    ['InvalidParameterValue', 400, /1 to 80 in length/, { Action: 'CreateQueue', QueueName: 'no spaces' }],
    [
      'InvalidAttributeName',
      400,
      /Unknown Attribute Colour/,
      { Action: 'CreateQueue', QueueName: 'q', 'Attribute.1.Name': 'Colour', 'Attribute.1.Value': 'red' },
    ],
    [
      'InvalidAttributeValue',
      400,
      /VisibilityTimeout/,
      { Action: 'CreateQueue', QueueName: 'q', 'Attribute.1.Name': 'VisibilityTimeout', 'Attribute.1.Value': 'x' },
    ],
    ['ReceiptHandleIsInvalid', 404, /is not a valid receipt handle/, { Action: 'DeleteMessage', ReceiptHandle: 'x' }],
    [
      'InvalidParameterValue',
      400,
      /^Value 11 for parameter MaxNumberOfMessages is invalid/,
      { Action: 'ReceiveMessage', MaxNumberOfMessages: '11' },
    ],
    ['MissingParameter', 400, /MessageBody/, { Action: 'SendMessage' }],
    [
      'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
      400,
      /You have sent 11/,
      { Action: 'SendMessageBatch', ...eleven },
    ],
    [
      'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
      400,
      /Id a repeated/,
      { Action: 'SendMessageBatch', ...entry(1, 'a'), ...entry(2, 'a') },
    ],
    ['InvalidAction', 400, /The action Nonsense is not valid for this (endpoint|web service)/, { Action: 'Nonsense' }],
  ])('%s %i %s', async (code, status, message, form) => {
    const answer = await query({ ...(form['Action'] === 'CreateQueue' ? {} : { QueueUrl }), ...form });
    expect(answer.of('Code')).toBe(code);
    expect(answer.status).toBe(status);
    expect(answer.of('Message')).toMatch(message);
    expect(answer.of('Type')).toBe('Sender');
    expect(answer.text).toContain('<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">');
    expect(answer.of('RequestId')).toMatch(/^[\da-f-]{36}$/);
  });
});
