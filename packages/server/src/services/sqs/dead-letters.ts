import { asDeadLetter } from './model/message.ts';
import type { Message } from './model/message.ts';
import { isFifo, queueArn } from './model/queue-reference.ts';
import { wakeReceivers } from './queue-work.ts';
import type { QueueWork } from './queue-work.ts';
import { openLine } from './store/open-line.ts';
import { findQueueByArn } from './store/queues.ts';

/** False where the dead-letter queue is gone: the message then stays and is delivered again. */
export async function moveToDeadLetters(work: QueueWork, message: Message): Promise<boolean> {
  const { unit, queue, line, now } = work;
  const target = queue.redrive && (await findQueueByArn(unit, queue.redrive.deadLetterTargetArn));
  if (!target || isFifo(target) !== isFifo(queue)) return false;
  await line.remove(message);
  const targetLine = openLine(unit, target, now);
  await targetLine.enqueue(asDeadLetter(message, target.contents, queueArn(queue), now));
  await targetLine.settle();
  wakeReceivers(work, target, 1);
  return true;
}
