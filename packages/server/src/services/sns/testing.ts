import type { Calls } from '../../platform/service.ts';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';
import type { OutboxMessage } from './store/outbox.ts';
import { listOutbox } from './store/outbox.ts';

export const account = '111122223333';
export const region = 'eu-central-1';

export interface TestSns extends TestServer {
  calls: Calls;
  /** Calls by the root of another account. */
  callsOf(account: string): Calls;
  /** A queue that lets SNS send to it, unless a policy is given. */
  createQueue(name: string, policy?: object): Promise<{ url: string; arn: string }>;
  /** All messages that are in a queue now, deleted. */
  drain(url: string): Promise<ReceivedMessage[]>;
  outbox(): Promise<OutboxMessage[]>;
  settled(): Promise<void>;
}

interface ReceivedMessage {
  body: string;
  attributes: Record<string, string>;
  messageAttributes: Record<string, { DataType?: string; StringValue?: string | undefined }>;
}

/** A whole server with calls in process: SNS and the queues that it delivers to. */
export async function startTestSns(options: Parameters<typeof startTestServer>[0] = {}): Promise<TestSns> {
  const server = await startTestServer(options);
  const callsOf = (number: string): Calls => {
    const principal = { kind: 'root', account: number, arn: `arn:aws:iam::${number}:root`, userId: number } as const;
    return server.platform.callAs({ principal, account: number, region });
  };
  const calls = callsOf(account);
  const { sqs } = calls;
  const jobs = server.platform.jobs as unknown as { idle(): Promise<void> };
  const added = {
    calls,
    callsOf,
    settled: () => jobs.idle(),
    outbox: () => listOutbox(server.platform.storage, { account, region }),
    async createQueue(QueueName: string, policy: object = allowsSns) {
      const type = QueueName.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
      const Attributes = { ...type, Policy: JSON.stringify(policy) };
      const { QueueUrl: url = '' } = await sqs.CreateQueue({ QueueName, Attributes });
      return { url, arn: `arn:aws:sqs:${region}:${account}:${QueueName}` };
    },
    async drain(QueueUrl: string) {
      await jobs.idle();
      const found: ReceivedMessage[] = [];
      for (;;) {
        const names = { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All' as const] };
        const { Messages = [] } = await sqs.ReceiveMessage({ QueueUrl, MaxNumberOfMessages: 10, ...names });
        if (Messages.length === 0) return found;
        for (const { Body = '', Attributes = {}, MessageAttributes = {}, ReceiptHandle = '' } of Messages) {
          found.push({ body: Body, attributes: Attributes, messageAttributes: MessageAttributes });
          await sqs.DeleteMessage({ QueueUrl, ReceiptHandle });
        }
      }
    },
  };
  const descriptors = Object.getOwnPropertyDescriptors(server);
  return Object.defineProperties(added, { ...descriptors, stop: { value: stop } }) as TestSns;

  /** An error that the server logged is a failed test. */
  async function stop(): Promise<void> {
    await server.stop();
    if (server.errors.length > 0) throw new Error(server.errors.join(''));
  }
}

const allowsSns = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: '*',
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:${region}:${account}:*` } },
  },
};

interface Setting {
  fifo?: true;
  topic?: Record<string, string>;
  subscription?: Record<string, string>;
  policy?: object;
}

/** A topic with a queue that is subscribed to it. */
export async function subscribeQueue(cloud: TestSns, { fifo, topic = {}, subscription = {}, policy }: Setting = {}) {
  const name = `t${cloud.platform.ids.hex(12)}${fifo ? '.fifo' : ''}`;
  const { sns } = cloud.calls;
  const Attributes = { ...(fifo && { FifoTopic: 'true' }), ...topic };
  const { TopicArn = '' } = await sns.CreateTopic({ Name: name, Attributes });
  const queue = await cloud.createQueue(name, policy);
  const input = { TopicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes: subscription };
  const { SubscriptionArn = '' } = await sns.Subscribe(input);
  return { TopicArn, SubscriptionArn, queue };
}

export function bodiesOf(messages: readonly { body: string }[]): string[] {
  return messages.map(({ body }) => body);
}
