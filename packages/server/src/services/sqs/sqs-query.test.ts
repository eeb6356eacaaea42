import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

const authorization = [
  'AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/sqs/aws4_request',
  'SignedHeaders=host',
  'Signature=0',
].join(', ');

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

async function call(form: Record<string, string>): Promise<{ status: number; text: string }> {
  const body = new URLSearchParams({ Version: '2012-11-05', ...form });
  const answer = await fetch(server.endpoint, { method: 'POST', headers: { authorization }, body });
  return { status: answer.status, text: await answer.text() };
}

test('the older query protocol answers in XML, with its own names and codes', async () => {
  const created = await call({
    Action: 'CreateQueue',
    QueueName: 'old',
    'Attribute.1.Name': 'DelaySeconds',
    'Attribute.1.Value': '0',
  });
  const QueueUrl = /<QueueUrl>(.*)<\/QueueUrl>/.exec(created.text)?.[1] ?? '';
  const sent = await call({ Action: 'SendMessage', QueueUrl, MessageBody: 'x' });
  expect(sent.status).toBe(200);
  expect(sent.text).toContain('<MD5OfMessageBody>9dd4e461268c8034f5c8564e155c67a6</MD5OfMessageBody>');
  const received = await call({ Action: 'ReceiveMessage', QueueUrl, 'AttributeName.1': 'SentTimestamp' });
  expect(received.text).toContain('<Attribute><Name>SentTimestamp</Name>');
  const missing = await call({ Action: 'GetQueueUrl', QueueName: 'none' });
  expect(missing.status).toBe(400);
  expect(missing.text).toContain('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>');
});
