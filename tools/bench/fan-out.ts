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
    const rates: number[] = [];
    for (let round = 1; round <= 4; round++) rates.push(await deliveriesPerSecond(port, round));
    const [cold = Number.NaN, ...warm] = rates.map(Math.round);
    const [, median] = warm.toSorted((a, b) => a - b);
    const rest = `a server that has just started: ${cold}`;
    process.stdout.write(`\nfan-out to ${queues} queues: ${median} deliveries/s (at least 20,000); ${rest}\n`);
  } finally {
    await madang.stop();
  }
}

async function deliveriesPerSecond(port: number, round: number): Promise<number> {
  const startedAt = performance.now();
  const publish = queryRequest('sns', snsVersion, 'Publish', { TopicArn: topicArn('fan'), Message: 'm'.repeat(100) });
  await Promise.all(Array.from({ length: publishes }, () => call(port, publish)));
  while ((await messagesIn(port, queues - 1)) < publishes * round) await delay(5);
  return (queues * publishes * 1000) / (performance.now() - startedAt);
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
