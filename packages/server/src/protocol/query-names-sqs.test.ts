import { describe, expect, test } from 'vitest';
import { AwsError } from '../platform/errors.ts';
import { createModels } from './models.ts';
import { queryCodec } from './query.ts';
import type { WireRequest } from './wire.ts';

const sqs = createModels(new URL('../../generated/models/', import.meta.url)).load('sqs');
const QUEUE_URL = 'http://localhost:4566/123456789012/q';

function operation(name: string) {
  return { service: sqs, model: sqs.operations[name]! };
}

function decode(name: string, parameters: Record<string, string>, rest: Partial<WireRequest> = {}) {
  const body = Buffer.from(new URLSearchParams(parameters).toString());
  return queryCodec.decode(operation(name), { method: 'POST', path: '/', query: '', headers: {}, body, ...rest });
}

function encode(name: string, output: Record<string, unknown>) {
  const body = queryCodec.encode(operation(name), output, 'id').body as string;
  return body
    .replace(`<${name}Response xmlns="http://queue.amazonaws.com/doc/2012-11-05/">`, '')
    .replace(`<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></${name}Response>`, '');
}

describe('SQS by query: requests', () => {
  test.each<[string, Record<string, string>, Record<string, unknown>]>([
    [
      'CreateQueue',
      {
        QueueName: 'q',
        'Attribute.1.Name': 'DelaySeconds',
        'Attribute.1.Value': '1',
        'Tag.1.Key': 'k',
        'Tag.1.Value': 'v',
      },
      { QueueName: 'q', Attributes: { DelaySeconds: '1' }, tags: { k: 'v' } },
    ],
    [
      'GetQueueAttributes',
      { QueueUrl: QUEUE_URL, 'AttributeName.1': 'All', 'AttributeName.2': 'QueueArn' },
      { QueueUrl: QUEUE_URL, AttributeNames: ['All', 'QueueArn'] },
    ],
    [
      'SendMessage',
      {
        QueueUrl: QUEUE_URL,
        MessageBody: 'hi',
        'MessageAttribute.1.Name': 'n',
        'MessageAttribute.1.Value.DataType': 'String',
        'MessageAttribute.1.Value.StringValue': 's',
        'MessageAttribute.2.Name': 'b',
        'MessageAttribute.2.Value.DataType': 'Binary',
        'MessageAttribute.2.Value.BinaryValue': 'dmFsdWU=',
        'MessageSystemAttribute.1.Name': 'AWSTraceHeader',
        'MessageSystemAttribute.1.Value.DataType': 'String',
        'MessageSystemAttribute.1.Value.StringValue': 't',
      },
      {
        QueueUrl: QUEUE_URL,
        MessageBody: 'hi',
        MessageAttributes: {
          n: { DataType: 'String', StringValue: 's' },
          b: { DataType: 'Binary', BinaryValue: Buffer.from('value') },
        },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 't' } },
      },
    ],
    [
      'SendMessageBatch',
      {
        QueueUrl: QUEUE_URL,
        'SendMessageBatchRequestEntry.1.Id': 'a',
        'SendMessageBatchRequestEntry.1.MessageBody': 'x',
        'SendMessageBatchRequestEntry.1.DelaySeconds': '3',
        'SendMessageBatchRequestEntry.2.Id': 'b',
        'SendMessageBatchRequestEntry.2.MessageBody': 'y',
        'SendMessageBatchRequestEntry.2.MessageAttribute.1.Name': 'n',
        'SendMessageBatchRequestEntry.2.MessageAttribute.1.Value.StringValue': 's',
        'SendMessageBatchRequestEntry.2.MessageAttribute.1.Value.DataType': 'String',
      },
      {
        QueueUrl: QUEUE_URL,
        Entries: [
          { Id: 'a', MessageBody: 'x', DelaySeconds: 3 },
          { Id: 'b', MessageBody: 'y', MessageAttributes: { n: { StringValue: 's', DataType: 'String' } } },
        ],
      },
    ],
    [
      'DeleteMessageBatch',
      { 'DeleteMessageBatchRequestEntry.1.Id': 'a', 'DeleteMessageBatchRequestEntry.1.ReceiptHandle': 'r' },
      { Entries: [{ Id: 'a', ReceiptHandle: 'r' }] },
    ],
    [
      'ChangeMessageVisibilityBatch',
      {
        'ChangeMessageVisibilityBatchRequestEntry.1.Id': 'a',
        'ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle': 'r',
        'ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout': '9',
      },
      { Entries: [{ Id: 'a', ReceiptHandle: 'r', VisibilityTimeout: 9 }] },
    ],
    [
      'AddPermission',
      { Label: 'l', 'AWSAccountId.1': '123456789012', 'ActionName.1': 'SendMessage', 'ActionName.2': 'ReceiveMessage' },
      { Label: 'l', AWSAccountIds: ['123456789012'], Actions: ['SendMessage', 'ReceiveMessage'] },
    ],
    ['TagQueue', { 'Tag.1.Key': 'k', 'Tag.1.Value': 'v' }, { Tags: { k: 'v' } }],
    ['UntagQueue', { 'TagKey.1': 'k' }, { TagKeys: ['k'] }],
    [
      'ReceiveMessage',
      {
        'AttributeName.1': 'All',
        'MessageAttributeName.1': 'n',
        'MessageSystemAttributeName.1': 'SenderId',
        MaxNumberOfMessages: '2',
      },
      {
        AttributeNames: ['All'],
        MessageAttributeNames: ['n'],
        MessageSystemAttributeNames: ['SenderId'],
        MaxNumberOfMessages: 2,
      },
    ],
  ])('%s', (name, parameters, input) => {
    expect(decode(name, parameters)).toEqual(input);
  });

  test('take the queue from the URL they are sent to, unless they name one', () => {
    const rest = { path: '/123456789012/q', headers: { host: 'localhost:4566' } };
    expect(decode('PurgeQueue', {}, rest)).toEqual({ QueueUrl: QUEUE_URL });
    expect(decode('PurgeQueue', { QueueUrl: 'other' }, rest)).toEqual({ QueueUrl: 'other' });
    expect(decode('ListQueues', {}, rest)).toEqual({});
    expect(decode('PurgeQueue', {}, { path: '/nothing' })).toEqual({});
  });
});

describe('SQS by query: answers', () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      'CreateQueue',
      { QueueUrl: QUEUE_URL },
      `<CreateQueueResult><QueueUrl>${QUEUE_URL}</QueueUrl></CreateQueueResult>`,
    ],
    [
      'ListQueues',
      { QueueUrls: ['a', 'b'] },
      '<ListQueuesResult><QueueUrl>a</QueueUrl><QueueUrl>b</QueueUrl></ListQueuesResult>',
    ],
    [
      'ListDeadLetterSourceQueues',
      { queueUrls: ['a'] },
      '<ListDeadLetterSourceQueuesResult><QueueUrl>a</QueueUrl></ListDeadLetterSourceQueuesResult>',
    ],
    [
      'GetQueueAttributes',
      { Attributes: { DelaySeconds: '0', VisibilityTimeout: '30' } },
      '<GetQueueAttributesResult><Attribute><Name>DelaySeconds</Name><Value>0</Value></Attribute>' +
        '<Attribute><Name>VisibilityTimeout</Name><Value>30</Value></Attribute></GetQueueAttributesResult>',
    ],
    [
      'ReceiveMessage',
      {
        Messages: [
          {
            MessageId: 'm',
            ReceiptHandle: 'r',
            MD5OfBody: 'd',
            Body: '<b>',
            Attributes: { SenderId: 's' },
            MessageAttributes: { n: { StringValue: 'v', DataType: 'String' } },
          },
        ],
      },
      '<ReceiveMessageResult><Message><MessageId>m</MessageId><ReceiptHandle>r</ReceiptHandle><MD5OfBody>d</MD5OfBody>' +
        '<Body>&lt;b&gt;</Body><Attribute><Name>SenderId</Name><Value>s</Value></Attribute><MessageAttribute>' +
        '<Name>n</Name><Value><StringValue>v</StringValue><DataType>String</DataType></Value></MessageAttribute>' +
        '</Message></ReceiveMessageResult>',
    ],
    ['ReceiveMessage', {}, '<ReceiveMessageResult></ReceiveMessageResult>'],
    [
      'SendMessageBatch',
      {
        Successful: [{ Id: 'a', MessageId: 'm', MD5OfMessageBody: 'd' }],
        Failed: [{ Id: 'b', SenderFault: true, Code: 'c', Message: 't' }],
      },
      '<SendMessageBatchResult><SendMessageBatchResultEntry><Id>a</Id><MessageId>m</MessageId>' +
        '<MD5OfMessageBody>d</MD5OfMessageBody></SendMessageBatchResultEntry><BatchResultErrorEntry><Id>b</Id>' +
        '<SenderFault>true</SenderFault><Code>c</Code><Message>t</Message></BatchResultErrorEntry></SendMessageBatchResult>',
    ],
    [
      'ListQueueTags',
      { Tags: { k: 'v' } },
      '<ListQueueTagsResult><Tag><Key>k</Key><Value>v</Value></Tag></ListQueueTagsResult>',
    ],
    ['DeleteMessage', {}, ''],
  ])('%s', (name, output, xml) => {
    expect(encode(name, output)).toBe(xml);
  });

  test('errors have the codes of the query protocol', () => {
    const { status, body } = queryCodec.encodeError(sqs, new AwsError('QueueDoesNotExist', 'gone'), 'id');
    expect(status).toBe(400);
    expect(body).toBe(
      '<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type>' +
        '<Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>gone</Message></Error>' +
        '<RequestId>id</RequestId></ErrorResponse>',
    );
  });
});
