import { Refused, queueUrl, textOf } from './api.ts';
import type { Api, Json } from './api.ts';
import type { Attempt, MessageLedger } from './ledger.ts';
import type { Random } from './random.ts';
import type { Tally } from './workload.ts';

/** Of all queues that have receivers. */
const visibilityMs = 1000;
/** A delay of one second begins when the send is answered; a receipt may begin just before the kill. */
export const settleMs = visibilityMs + 150;
/** A machine under load may run the client's clock late. */
const marginMs = 100;

export interface ReceivedMessage {
  id: string;
  body: string;
  handle: string;
  isInTime: () => boolean;
}

/** Runs a request whose refusal is an answer, too. */
export async function attempted<T>(attempt: Attempt, run: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await run();
    attempt.answered();
    return result;
  } catch (error) {
    if (!(error instanceof Refused) || error.status >= 500) throw error;
    attempt.refused();
    return undefined;
  }
}

/** Sends messages, at most ten, alone or as a batch. */
export async function send(
  api: Api,
  ledger: MessageLedger,
  tally: Tally,
  queue: string,
  messages: readonly Json[],
): Promise<void> {
  const QueueUrl = queueUrl(queue);
  const [first] = messages;
  const attempt = ledger.send(messages.map(({ MessageBody }) => textOf(MessageBody)));
  const result =
    messages.length === 1
      ? await api.sqs('SendMessage', { QueueUrl, ...first })
      : await api.sqs('SendMessageBatch', {
          QueueUrl,
          Entries: messages.map((message, Id) => ({ Id: String(Id), ...message })),
        });
  if (messages.length > 1 && (result['Successful'] as Json[]).length !== messages.length) {
    throw new Error(`a batch of good messages was not sent whole: ${JSON.stringify(result['Failed'])}`);
  }
  attempt.answered();
  tally.answeredWrites++;
}

export async function receive(
  api: Api,
  ledger: MessageLedger,
  tally: Tally,
  queue: string,
): Promise<ReceivedMessage[]> {
  const attempt = ledger.receive();
  const startedAt = performance.now();
  const { Messages } = await api.sqs('ReceiveMessage', { QueueUrl: queueUrl(queue), MaxNumberOfMessages: 10 });
  attempt.answered();
  const messages = (Messages ?? []) as Json[];
  attempt.got(messages.map(({ MessageId }) => textOf(MessageId)));
  if (messages.length > 0) tally.answeredWrites++;
  const isInTime = () => performance.now() - startedAt < visibilityMs - marginMs;
  return messages.map((message) => ({
    id: textOf(message['MessageId']),
    body: textOf(message['Body']),
    handle: textOf(message['ReceiptHandle']),
    isInTime,
  }));
}

export async function deleteOne(
  api: Api,
  ledger: MessageLedger,
  tally: Tally,
  queue: string,
  message: ReceivedMessage,
): Promise<boolean> {
  const attempt = ledger.delete([message.body], message.isInTime);
  const input = { QueueUrl: queueUrl(queue), ReceiptHandle: message.handle };
  const result = await attempted(attempt, () => api.sqs('DeleteMessage', input));
  if (result !== undefined) tally.answeredWrites++;
  return result !== undefined;
}

/** For standard queues, which refuse no entry of a good batch. */
export async function deleteAll(
  api: Api,
  ledger: MessageLedger,
  tally: Tally,
  queue: string,
  messages: readonly ReceivedMessage[],
): Promise<void> {
  const [first] = messages;
  if (first === undefined) return;
  const attempt = ledger.delete(
    messages.map(({ body }) => body),
    first.isInTime,
  );
  const Entries = messages.map(({ handle }, index) => ({ Id: String(index), ReceiptHandle: handle }));
  const { Failed } = await api.sqs('DeleteMessageBatch', { QueueUrl: queueUrl(queue), Entries });
  if (((Failed ?? []) as Json[]).length > 0) throw new Error(`a batch delete failed: ${JSON.stringify(Failed)}`);
  attempt.answered();
  tally.answeredWrites++;
}

export async function changeVisibility(
  api: Api,
  tally: Tally,
  queue: string,
  message: ReceivedMessage,
  seconds: number,
): Promise<void> {
  const input = { QueueUrl: queueUrl(queue), ReceiptHandle: message.handle, VisibilityTimeout: seconds };
  try {
    await api.sqs('ChangeMessageVisibility', input);
    tally.answeredWrites++;
  } catch (error) {
    // The receipt has run out, or another client has deleted the message.
    if (!(error instanceof Refused) || error.status >= 500) throw error;
  }
}

/** Long and short texts of one to four bytes a character; the name makes each one of its kind. */
export function messageBody(name: string, random: Random): string {
  return `${name} ${random.pick(['x', 'é', '漢', '😀', '<&>"', '{}\\'])}${'-'.repeat(random.below(random.chance(0.1) ? 4000 : 100))}`;
}
