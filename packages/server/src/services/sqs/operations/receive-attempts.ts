import { deduplicationIntervalMs } from '../model/deduplication.ts';
import { isInFlight } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import type { QueueWork } from '../queue-work.ts';
import { findMessage } from '../store/messages.ts';
import { findReceiveAttempt, rememberReceiveAttempt } from '../store/remembered.ts';

export function rememberAttempt(
  { unit, queue, now }: QueueWork,
  attemptId: string,
  messages: Message[],
): Promise<void> {
  const receipts = messages.map(({ order, id, receives }) => ({ order, message: id, receives }));
  return rememberReceiveAttempt(
    unit,
    { contents: queue.contents, attemptId, receipts, until: now + deduplicationIntervalMs },
    now,
  );
}

/**
 * The messages of an earlier receive with this id, as long as all of them are in flight under the same receipts; their
 * visibility timeouts start again. Undefined where the receive has to be a new one.
 */
export async function repeatAttempt(
  work: QueueWork,
  attemptId: string,
  visibleAt: number,
): Promise<Message[] | undefined> {
  const { unit, queue, line, now } = work;
  const attempt = await findReceiveAttempt(unit, [queue.contents, attemptId], now);
  if (!attempt) return undefined;
  const repeated: [before: Message, after: Message][] = [];
  for (const receipt of attempt.receipts) {
    const message = await findMessage(unit, queue.contents, receipt);
    if (!message || message.receives !== receipt.receives || !isInFlight(message, now)) return undefined;
    repeated.push([message, { ...message, visibleAt }]);
  }
  for (const [before, after] of repeated) await line.replace(before, after);
  return repeated.map(([, after]) => after);
}
