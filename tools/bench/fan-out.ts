import { setTimeout as delay } from 'node:timers/promises';
import { call, queryRequest } from './requests.ts';
import { account, snsVersion, sqs, topicArn } from './scenarios.ts';
import { startMadang } from './subjects.ts';

const queues = 100;
const publishes = 200;

/** Deliveries a second from one topic to 100 queues, from the first publish to the last message in its queue. */
export async function fanOut(port: number): Promise<void> {
  const madang = await startMadang(port);
  try {
    await call(port, queryRequest('sns', snsVersion, 'CreateTopic', { Name: 'fan' }));
    for (let index = 0; index < queues; index++) await subscribeQueue(port, index);
    const startedAt = performance.now();
    const publish = queryRequest('sns', snsVersion, 'Publish', { TopicArn: topicArn('fan'), Message: 'm'.repeat(100) });
    await Promise.all(Array.from({ length: publishes }, () => call(port, publish)));
    while ((await messagesIn(port, queues - 1)) < publishes) await delay(5);
    const seconds = (performance.now() - startedAt) / 1000;
    const rate = (queues * publishes) / seconds;
    process.stdout.write(`\nfan-out to ${queues} queues: ${rate.toFixed(0)} deliveries/s (at least 20,000)\n`);
  } finally {
    await madang.stop();
  }
}

async function subscribeQueue(port: number, index: number): Promise<void> {
  const name = `fan-${index}`;
  const arn = `arn:aws:sqs:us-east-1:${account}:${name}`;
  const policy = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn,
    },
  };
  await call(port, sqs('CreateQueue', { QueueName: name, Attributes: { Policy: JSON.stringify(policy) } }));
  const subscription = { TopicArn: topicArn('fan'), Protocol: 'sqs', Endpoint: arn };
  await call(port, queryRequest('sns', snsVersion, 'Subscribe', subscription));
}

async function messagesIn(port: number, index: number): Promise<number> {
  const QueueUrl = `http://127.0.0.1:${port}/${account}/fan-${index}`;
  const names = ['ApproximateNumberOfMessages'];
  const answer = await call(port, sqs('GetQueueAttributes', { QueueUrl, AttributeNames: names }));
  return Number((JSON.parse(answer) as { Attributes: Record<string, string> }).Attributes[names[0] ?? ''] ?? 0);
}
