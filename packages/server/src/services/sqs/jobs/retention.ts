import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { isExpired } from '../model/message.ts';
import { milliseconds } from '../model/queue.ts';
import type { Queue } from '../model/queue.ts';
import { workOnQueue } from '../queue-work.ts';
import type { QueueWork } from '../queue-work.ts';
import { listOldestMessages } from '../store/messages.ts';
import { findQueue } from '../store/queues.ts';

/** Messages have up to a mebibyte, and each step holds the queue's turn. */
const messagesPerStep = 25;

interface Payload {
  name: string;
  queue: string;
}

/** Deletes what is expired and enqueues itself for the time at which the next message will be. */
export const applyRetention: JobDefinition = {
  async run({ name, queue: id }: Payload, { platform, account, region }) {
    const reference = { account, region, name };
    for (;;) {
      const queue = await findQueue(platform.storage, reference);
      if (queue?.id !== id) return;
      const isDone = await workOnQueue(platform, reference, { inTurn: true }, deleteExpired);
      if (isDone) return;
    }
  },
};

export function scheduleRetention(
  platform: Platform,
  unit: Unit,
  queue: Queue,
  now: number,
  when?: { atOnce: true },
): void {
  enqueue(platform, unit, queue, when?.atOnce ? now : now + milliseconds(queue, 'MessageRetentionPeriod'));
}

export function stopRetention(platform: Platform, unit: Unit, queue: Queue): void {
  platform.jobs.cancel(unit, jobId(queue));
}

async function deleteExpired({ unit, queue, line, now, platform }: QueueWork): Promise<boolean> {
  const oldest = await listOldestMessages(unit, queue.contents, messagesPerStep);
  const first = oldest.findIndex((message) => !isExpired(message, queue, now));
  const expired = first === -1 ? oldest : oldest.slice(0, first);
  for (const message of expired) await line.remove(message);
  if (expired.length === messagesPerStep) return false;
  // Nothing that is sent from now on expires earlier than a retention period from now.
  const sentAt = oldest[expired.length]?.sentAt ?? now;
  enqueue(platform, unit, queue, sentAt + milliseconds(queue, 'MessageRetentionPeriod'));
  return true;
}

function enqueue(platform: Platform, unit: Unit, queue: Queue, runAt: number): void {
  const { account, region, name } = queue;
  const payload: Payload = { name, queue: queue.id };
  platform.jobs.enqueue(unit, { type: 'sqs.applyRetention', id: jobId(queue), runAt, account, region, payload });
}

function jobId({ id }: Queue): string {
  return `sqs.retention/${id}`;
}
