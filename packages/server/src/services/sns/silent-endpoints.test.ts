import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestSns } from './testing.ts';
import type { TestSns } from './testing.ts';

let cloud: TestSns;
let web: Server;
let base: string;
/** How many posts wait for an answer that never comes, by path. */
const waiting = new Map<string, number>();

beforeEach(async () => {
  waiting.clear();
  cloud = await startTestSns({ clock: 'virtual' });
  web = createServer((request, response) => {
    const path = request.url ?? '';
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { SubscribeURL } = JSON.parse(body) as Record<string, string>;
      if (SubscribeURL !== undefined && path.startsWith('/confirming')) {
        response.end();
        void fetch(SubscribeURL);
        return;
      }
      waiting.set(path, (waiting.get(path) ?? 0) + 1);
    });
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterEach(async () => {
  // Those who wait learn it now instead of after fifteen seconds, and are to be tried again later.
  web.closeAllConnections();
  web.close();
  await cloud.stop();
});

async function topic(Name: string): Promise<string> {
  const { TopicArn = '' } = await cloud.calls.sns.CreateTopic({ Name });
  return TopicArn;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

const total = (): number => waiting.values().reduce((sum, posts) => sum + posts, 0);

async function queueGets(QueueUrl: string, count: number): Promise<void> {
  await until(async () => {
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes = {} } = await cloud.calls.sqs.GetQueueAttributes({ QueueUrl, AttributeNames });
    return Number(Attributes['ApproximateNumberOfMessages']) === count;
  });
}

it('of many subscriptions that never answer do not hold up deliveries to queues and other jobs', async () => {
  const { sns } = cloud.calls;
  const silent = await topic('silent');
  for (let n = 0; n < 300; n++) {
    await sns.Subscribe({ TopicArn: silent, Protocol: 'http', Endpoint: `${base}/silent/${n}` });
  }
  // As many posts as there are workers for the outside.
  await until(() => total() === 256);
  const TopicArn = await topic('queued');
  const queue = await cloud.createQueue('receiver');
  await sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn });
  for (let n = 0; n < 20; n++) await sns.Publish({ TopicArn, Message: `${n}` });
  await queueGets(queue.url, 20);
  expect(total()).toBe(256);
});

it('of one subscription hold four workers at most', async () => {
  const { sns } = cloud.calls;
  const TopicArn = await topic('one');
  const path = '/confirming/one';
  await sns.Subscribe({ TopicArn, Protocol: 'http', Endpoint: base + path });
  await until(async () => {
    const { Subscriptions = [] } = await sns.ListSubscriptionsByTopic({ TopicArn });
    return Subscriptions.some(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'));
  });
  const queue = await cloud.createQueue('beside');
  await sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn });
  for (let n = 0; n < 100; n++) await sns.Publish({ TopicArn, Message: `${n}` });
  await until(() => waiting.get(path) === 4);
  await queueGets(queue.url, 100);
  expect(waiting.get(path)).toBe(4);
});
