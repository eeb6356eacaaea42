import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

const none = 'arn:aws:sqs:us-east-1:000000000000:none';
const lostTask = Buffer.from(JSON.stringify({ taskId: 'x', sourceArn: none })).toString('base64');
const tooLong = 'x'.repeat(1_048_577);
const eleven = Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' }));
const twice = ['a', 'a'].map((Id) => ({ Id, ReceiptHandle: 'x' }));
const spaced = [{ Id: 'a b', ReceiptHandle: 'x' }];
const delay = { DelaySeconds: '9' };
const colour = { Colour: 'red' } as object;
const timeout = { VisibilityTimeout: '-1' };
const permission = { Label: 'l', AWSAccountIds: ['111122223333'] };
const eightActions = Array<string>(8).fill('SendMessage');

let server: TestServer;
let sqs: SQS;
let QueueUrl: string;

beforeAll(async () => {
  server = await startTestServer();
  sqs = new SQS(server.client);
  ({ QueueUrl = '' } = await sqs.createQueue({ QueueName: 'errors' }));
});

afterAll(async () => {
  sqs.destroy();
  await server.stop();
});

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (failure: unknown) => failure,
  );
}

function awsError(name: string, httpStatusCode: number, message: string) {
  return { name, $metadata: { httpStatusCode }, message: expect.stringContaining(message) };
}

test.each<[name: string, status: number, message: string, call: () => Promise<unknown>]>([
  ['QueueDoesNotExist', 400, 'The specified queue does not exist.', () => sqs.getQueueUrl({ QueueName: 'none' })],
  ['QueueDoesNotExist', 400, 'does not exist', () => sqs.purgeQueue({ QueueUrl: `${QueueUrl}-not` })],
  ['InvalidAddress', 404, 'is not valid for this endpoint', () => sqs.purgeQueue({ QueueUrl: 'http://x/errors' })],
  ['InvalidParameterValue', 400, '1 to 80 in length', () => sqs.createQueue({ QueueName: 'a b' })],
  ['MissingParameter', 400, 'parameter MessageBody', () => sqs.sendMessage({ QueueUrl, MessageBody: '' })],
  ['InvalidMessageContents', 400, 'Invalid characters', () => sqs.sendMessage({ QueueUrl, MessageBody: '\u0001' })],
  ['InvalidParameterValue', 400, 'shorter than 1048576', () => sqs.sendMessage({ QueueUrl, MessageBody: tooLong })],
  ['InvalidParameterValue', 400, '1 and 10', () => sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 11 })],
  ['InvalidParameterValue', 400, '<= 20', () => sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 21 })],
  ['ReceiptHandleIsInvalid', 404, 'receipt handle', () => sqs.deleteMessage({ QueueUrl, ReceiptHandle: 'x' })],
  ['EmptyBatchRequest', 400, 'at least one', () => sqs.sendMessageBatch({ QueueUrl, Entries: [] })],
  ['TooManyEntriesInBatchRequest', 400, 'sent 11.', () => sqs.sendMessageBatch({ QueueUrl, Entries: eleven })],
  ['BatchEntryIdsNotDistinct', 400, 'Id a repeated.', () => sqs.deleteMessageBatch({ QueueUrl, Entries: twice })],
  ['InvalidParameterValue', 400, 'parameter TaskHandle', () => sqs.cancelMessageMoveTask({ TaskHandle: 'x' })],
  ['ResourceNotFoundException', 404, 'the SourceArn', () => sqs.cancelMessageMoveTask({ TaskHandle: lostTask })],
  ['ResourceNotFoundException', 404, "doesn't exist", () => sqs.startMessageMoveTask({ SourceArn: none })],
  ['InvalidParameterValue', 400, "can't find label", () => sqs.removePermission({ QueueUrl, Label: 'none' })],
  ['InvalidBatchEntryId', 400, 'alphanumeric', () => sqs.deleteMessageBatch({ QueueUrl, Entries: spaced })],
  ['OverLimit', 403, 'allowed is 7', () => sqs.addPermission({ ...permission, Actions: eightActions, QueueUrl })],
  [
    'QueueNameExists',
    400,
    'for attribute DelaySeconds',
    () => sqs.createQueue({ QueueName: 'errors', Attributes: delay }),
  ],
  ['InvalidAttributeName', 400, 'Attribute Colour.', () => sqs.setQueueAttributes({ QueueUrl, Attributes: colour })],
  ['InvalidAttributeValue', 400, 'VisibilityTimeout', () => sqs.setQueueAttributes({ QueueUrl, Attributes: timeout })],
])('%s %i %s', async (name, status, message, call) => {
  expect(await errorOf(call())).toMatchObject(awsError(name, status, message));
});

test('MessageNotInflight', async () => {
  await sqs.sendMessage({ QueueUrl, MessageBody: 'x' });
  const { Messages: [message] = [] } = await sqs.receiveMessage({ QueueUrl, VisibilityTimeout: 0 });
  const change = { QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 1 };
  const error = await errorOf(sqs.changeMessageVisibility(change));
  expect(error).toMatchObject(awsError('MessageNotInflight', 400, ''));
});

test('PurgeQueueInProgress and QueueDeletedRecently', async () => {
  const hasty = { QueueUrl: (await sqs.createQueue({ QueueName: 'hasty' })).QueueUrl };
  await sqs.purgeQueue(hasty);
  const tooSoon = awsError('PurgeQueueInProgress', 403, 'every 60 seconds');
  expect(await errorOf(sqs.purgeQueue(hasty))).toMatchObject(tooSoon);
  await sqs.deleteQueue(hasty);
  const reserved = awsError('QueueDeletedRecently', 400, 'wait 60 seconds');
  expect(await errorOf(sqs.createQueue({ QueueName: 'hasty' }))).toMatchObject(reserved);
});
