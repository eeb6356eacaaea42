import { SNS } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let sns: SNS;
let TopicArn: string;
let fifoArn: string;

beforeAll(async () => {
  server = await startServer();
  sns = new SNS(server.client());
  TopicArn = (await sns.createTopic({ Name: 'errors' })).TopicArn ?? '';
  fifoArn = (await sns.createTopic({ Name: 'errors.fifo', Attributes: { FifoTopic: 'true' } })).TopicArn ?? '';
});

afterAll(async () => {
  sns.destroy();
  await server.stop();
});

const none = 'arn:aws:sns:us-east-1:000000000000:none';
const invalid = 'InvalidParameterException';
const subscribe = (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) =>
  sns.subscribe({ TopicArn, Protocol, Endpoint, Attributes });
const batch = (...Ids: string[]) =>
  sns.publishBatch({ TopicArn, PublishBatchRequestEntries: Ids.map((Id) => ({ Id, Message: 'x' })) });
const number = (StringValue: string) => ({ n: { DataType: 'Number', StringValue } });

test.each<[code: string, status: number, message: string | RegExp, call: () => Promise<unknown>]>([
  ['NotFoundException', 404, 'Topic does not exist', () => sns.publish({ TopicArn: none, Message: 'x' })],
  ['NotFoundException', 404, 'Topic does not exist', () => sns.getTopicAttributes({ TopicArn: none })],
  ['NotFoundException', 404, 'Topic does not exist', () => sns.listSubscriptionsByTopic({ TopicArn: none })],
  [
    'NotFoundException',
    404,
    'Subscription does not exist',
    () => sns.getSubscriptionAttributes({ SubscriptionArn: `${TopicArn}:00000000-0000-0000-0000-000000000000` }),
  ],
  [invalid, 400, 'Invalid parameter: Topic Name', () => sns.createTopic({ Name: 'no spaces' })],
  [
    invalid,
    400,
    'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    () => sns.createTopic({ Name: 'errors', Attributes: { DisplayName: 'other' } }),
  ],
  [
    invalid,
    400,
    /^Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1$/,
    () => sns.publish({ TopicArn: 'x', Message: 'x' }),
  ],
  [
    invalid,
    400,
    'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
    () => sns.publish({ Message: 'x' }),
  ],
  [invalid, 400, 'Invalid parameter: Empty message', () => sns.publish({ TopicArn, Message: '' })],
  [
    invalid,
    400,
    'Invalid parameter: Message too long',
    () => sns.publish({ TopicArn, Message: 'x'.repeat(256 * 1024 + 1) }),
  ],
  [invalid, 400, 'Invalid parameter: Subject', () => sns.publish({ TopicArn, Message: 'x', Subject: 'two\nlines' })],
  [
    invalid,
    400,
    'Invalid parameter: Message Structure - No default entry in JSON message body',
    () => sns.publish({ TopicArn, Message: '{"sqs":"x"}', MessageStructure: 'json' }),
  ],
  [
    invalid,
    400,
    'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
    () => sns.publish({ TopicArn: fifoArn, Message: 'x' }),
  ],
  [
    invalid,
    400,
    'Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    () => sns.publish({ TopicArn: fifoArn, Message: 'x', MessageGroupId: 'g' }),
  ],
  [
    'InvalidParameterValueException',
    400,
    /Could not cast message attribute 'n' value to number/,
    () => sns.publish({ TopicArn, Message: 'x', MessageAttributes: number('many') }),
  ],
  [
    invalid,
    400,
    'Invalid parameter: Amazon SNS does not support this protocol string: pigeon',
    () => subscribe('pigeon', 'coop'),
  ],
  [invalid, 400, /^Invalid parameter: SQS endpoint ARN$/, () => subscribe('sqs', 'no-arn')],
  [
    invalid,
    400,
    /^Invalid parameter: Endpoint must match the specified protocol$/,
    () => subscribe('https', 'http://127.0.0.1/'),
  ],
  [
    invalid,
    400,
    /^Invalid parameter: Attributes Reason: FilterPolicy: /,
    () => subscribe('email', 'a@example.com', { FilterPolicy: '{' }),
  ],
  [invalid, 400, 'Invalid parameter: AttributeName', () => setTopic('Colour', 'red')],
  [invalid, 400, 'Invalid parameter: Token', () => sns.confirmSubscription({ TopicArn, Token: 'x' })],
  ['EmptyBatchRequestException', 400, /./, () => batch()],
  ['TooManyEntriesInBatchRequestException', 400, /./, () => batch(...'a b c d e f g h i j k'.split(' '))],
  ['BatchEntryIdsNotDistinctException', 400, /./, () => batch('a', 'a')],
  ['InvalidBatchEntryIdException', 400, /./, () => batch('a b')],
  ['ResourceNotFoundException', 404, 'Resource does not exist', () => sns.listTagsForResource({ ResourceArn: none })],
])('%s %i %s', async (code, status, message, call) => {
  await expect(call()).rejects.toMatchObject(sdkError(code, status, message));
});

const setTopic = (AttributeName: string, AttributeValue: string) =>
  sns.setTopicAttributes({ TopicArn, AttributeName, AttributeValue });
