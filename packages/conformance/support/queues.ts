import type { Message, SQS } from '@aws-sdk/client-sqs';
import { policy } from './policies.ts';

export interface Queue {
  url: string;
  arn: string;
}

/** A queue whose policy lets a service (`sns.amazonaws.com`) send to it, as AWS demands; none where the service is ''. */
export async function createQueue(sqs: SQS, QueueName: string, service: string): Promise<Queue> {
  const arn = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
  const sending = { Effect: 'Allow', Principal: { Service: service }, Action: 'sqs:SendMessage', Resource: arn };
  const Attributes = {
    ...(service !== '' && { Policy: policy(sending) }),
    ...(QueueName.endsWith('.fifo') && { FifoQueue: 'true' }),
  };
  const { QueueUrl: url = '' } = await sqs.createQueue({ QueueName, Attributes });
  return { url, arn };
}

/** Receives and deletes until so many messages have come; fewer where none comes for ten seconds. */
export async function receiveMessages(sqs: SQS, { url: QueueUrl }: Queue, count: number): Promise<Message[]> {
  const found: Message[] = [];
  while (found.length < count) {
    const request = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 10 };
    const { Messages = [] } = await sqs.receiveMessage({
      ...request,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    if (Messages.length === 0) break;
    found.push(...Messages);
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    await sqs.deleteMessageBatch({ QueueUrl, Entries });
  }
  return found;
}
