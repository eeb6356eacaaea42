import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { underDelay } from '../model/message.ts';
import { milliseconds } from '../model/queue.ts';
import type { Queue } from '../model/queue.ts';
import { wakeReceivers, workOnQueue } from '../queue-work.ts';
import type { QueueWork } from '../queue-work.ts';
import { listMessagesFrom } from '../store/messages.ts';
import { findQueue } from '../store/queues.ts';

/** Messages have up to a mebibyte, and each step holds the queue's turn. */
const messagesPerStep = 25;
const longestDelayMs = 900_000;

/**
 * On FIFO queues a new DelaySeconds is also that of messages that are in the queue already.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export const applyDelay: JobDefinition = {
  async run({ name, queue: id }: { name: string; queue: string }, { platform, account, region, clock }) {
    const reference = { account, region, name };
    let from: number | undefined = firstOrderAt(clock.now() - longestDelayMs);
    while (from !== undefined) {
      const start: number = from;
      const queue = await findQueue(platform.storage, reference);
      if (queue?.id !== id) return;
      from = await workOnQueue(platform, reference, { inTurn: true }, (work) => delayFrom(work, start));
    }
  },
};

export function scheduleDelay(platform: Platform, unit: Unit, { account, region, name, id }: Queue): void {
  platform.jobs.enqueue(unit, { type: 'sqs.applyDelay', account, region, payload: { name, queue: id } });
}

/** Answers the order from which to go on; undefined at the end. */
async function delayFrom(work: QueueWork, from: number): Promise<number | undefined> {
  const { unit, queue, line, now } = work;
  const messages = await listMessagesFrom(unit, queue.contents, from, messagesPerStep);
  for (const message of messages) {
    if (message.receives > 0) continue;
    await line.replace(message, underDelay(message, milliseconds(queue, 'DelaySeconds'), now));
  }
  wakeReceivers(work, queue, messages.length);
  const last = messages[messagesPerStep - 1];
  return last && last.order + 1;
}

/** Nothing that was sent at that time or later has a lower one. */
function firstOrderAt(timeMs: number): number {
  return timeMs * 1000;
}
