import type { Api, Json } from './api.ts';
import { queueUrl, textOf } from './api.ts';

/** A message as a restarted server gave it. */
export interface FoundMessage {
  id: string;
  body: string;
  /** Name of the queue. */
  place: string;
  /** Receipts before this one. */
  receives: number;
  group: string;
  sequenceNumber: string;
}

const mostPerCall = 10;

const mostWaitMs = 20_000;
const pollMs = 25;

/** Receives and deletes all that a queue holds, and requires that the queue then says that it is empty. */
export async function drain(api: Api, place: string): Promise<FoundMessage[]> {
  const found = await receiveAll(api, place);
  await requireEmpty(api, place);
  return found;
}

/** Receives and deletes what arrives, until no body is missing any more or its time is over. */
export async function drainUntil(
  api: Api,
  place: string,
  isMissing: (found: readonly FoundMessage[]) => boolean,
): Promise<FoundMessage[]> {
  const found = await receiveAll(api, place);
  for (let waitedMs = 0; waitedMs < mostWaitMs && isMissing(found); waitedMs += pollMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    found.push(...(await receiveAll(api, place)));
  }
  return found;
}

async function receiveAll(api: Api, place: string): Promise<FoundMessage[]> {
  const QueueUrl = queueUrl(place);
  const found: FoundMessage[] = [];
  for (;;) {
    const messages = await receive(api, QueueUrl);
    if (messages.length === 0) return found;
    found.push(...messages.map((message) => foundMessage(message, place)));
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const { Successful } = await api.sqs('DeleteMessageBatch', { QueueUrl, Entries });
    if ((Successful as Json[]).length !== messages.length) throw new Error(`${place} kept messages that were deleted`);
  }
}

async function receive(api: Api, QueueUrl: string): Promise<Json[]> {
  const input = { QueueUrl, MaxNumberOfMessages: mostPerCall, VisibilityTimeout: 30, AttributeNames: ['All'] };
  return ((await api.sqs('ReceiveMessage', input))['Messages'] ?? []) as Json[];
}

function foundMessage(message: Json, place: string): FoundMessage {
  const attributes = message['Attributes'] as Json;
  return {
    id: textOf(message['MessageId']),
    body: textOf(message['Body']),
    place,
    receives: Number(attributes['ApproximateReceiveCount']) - 1,
    group: textOf(attributes['MessageGroupId']),
    sequenceNumber: textOf(attributes['SequenceNumber']),
  };
}

/** Counters that a crash left wrong would show here. */
async function requireEmpty(api: Api, place: string): Promise<void> {
  const { Attributes } = await api.sqs('GetQueueAttributes', { QueueUrl: queueUrl(place), AttributeNames: ['All'] });
  const counts = Object.entries(Attributes as Json).filter(([name]) => name.startsWith('ApproximateNumberOfMessages'));
  const wrong = counts.filter(([, count]) => count !== '0');
  if (counts.length !== 3 || wrong.length > 0) {
    throw new Error(`${place} is drained, but counts ${JSON.stringify(wrong)}`);
  }
}
