import type { Platform } from '../../platform/service.ts';
import type { Key, Unit } from '../../platform/storage/storage.ts';
import { processOf } from './context.ts';
import type { SqsProcess } from './context.ts';
import type { Queue } from './model/queue.ts';
import { isFifo } from './model/queue-reference.ts';
import type { QueueReference } from './model/queue-reference.ts';
import { openLine } from './store/open-line.ts';
import type { Line } from './store/line.ts';
import { queueKey, requireQueue } from './store/queues.ts';

/** One unit of work on the messages of a queue. */
export interface QueueWork {
  readonly unit: Unit;
  readonly queue: Queue;
  readonly line: Line;
  readonly now: number;
  readonly platform: Platform;
  readonly process: SqsProcess;
}

export interface QueueWorkOptions {
  /** Run after all other work in this queue's turn. Messages of FIFO queues are only ever touched in turn. */
  inTurn: boolean;
}

/** Runs `work` on a queue that exists and commits it. */
export function workOnQueue<T>(
  platform: Platform,
  reference: QueueReference,
  { inTurn }: QueueWorkOptions,
  work: (work: QueueWork) => Promise<T>,
): Promise<T> {
  const run = async (unit: Unit) => {
    const queue = await requireQueue(unit, reference);
    const now = platform.clock.now();
    const line = openLine(unit, queue, now);
    const result = await work({ unit, queue, line, now, platform, process: processOf(platform) });
    await line.settle();
    return result;
  };
  return platform.storage.transact(run, inTurn || isFifo(reference) ? { exclusive: turnOf(reference) } : {});
}

/** Wakes receives that wait for messages of a queue, once the unit is committed. */
export function wakeReceivers({ unit, process }: QueueWork, queue: QueueReference, messages: number): void {
  if (messages > 0) unit.afterCommit(() => process.waiters.wake(waitingPlace(queue), messages));
}

export function waitingPlace(queue: QueueReference): string {
  return queueKey(queue).join('/');
}

function turnOf(queue: QueueReference): Key {
  return ['sqs', ...queueKey(queue)];
}
