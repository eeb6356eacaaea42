import type { Platform, JobDefinition } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { asRedriven } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import { stepOf } from '../model/move-task.ts';
import type { MoveTask } from '../model/move-task.ts';
import { isFifo, parseQueueArn } from '../model/queue-reference.ts';
import type { QueueReference } from '../model/queue-reference.ts';
import { wakeReceivers, workOnQueue } from '../queue-work.ts';
import type { QueueWork } from '../queue-work.ts';
import { openLine } from '../store/open-line.ts';
import { findMoveTask, saveMoveTask } from '../store/move-tasks.ts';
import { findQueue, findQueueByArn } from '../store/queues.ts';

type Payload = Pick<MoveTask, 'id' | 'sourceArn'>;

/** Each run is one step of the task: it moves some messages, notes the progress and enqueues the next step. */
export const moveMessages: JobDefinition = {
  async run(payload: Payload, { platform }) {
    const source = parseQueueArn(payload.sourceArn);
    if (!source) throw new Error(`${payload.sourceArn} is not the ARN of a queue`);
    if (await findQueue(platform.storage, source)) {
      await workOnQueue(platform, source, { inTurn: true }, (work) => step(work, payload));
    } else {
      await platform.storage.transact((unit) => fail(unit, payload));
    }
  },
};

export function enqueueMove(
  platform: Platform,
  unit: Unit,
  { account, region }: QueueReference,
  task: MoveTask,
  runAt: number,
): void {
  const { id, sourceArn } = task;
  platform.jobs.enqueue(unit, {
    type: 'sqs.moveMessages',
    id: `sqs.move/${id}`,
    runAt,
    account,
    region,
    payload: { id, sourceArn },
  });
}

async function fail(unit: Unit, payload: Payload): Promise<void> {
  const task = await findMoveTask(unit, payload);
  if (!task) return;
  saveMoveTask(unit, { ...task, status: 'FAILED', failureReason: 'AWS.SimpleQueueService.NonExistentQueue' });
}

async function step(work: QueueWork, payload: Payload): Promise<void> {
  const { unit, line, now, platform, queue } = work;
  const task = await findMoveTask(unit, payload);
  if (task?.status === 'CANCELLING') saveMoveTask(unit, { ...task, status: 'CANCELLED' });
  if (task?.status !== 'RUNNING') return;
  const { messages: most, pauseMs } = stepOf(task);
  const wanted = Math.min(most, task.toMove - task.moved);
  const messages = wanted > 0 ? await line.next(wanted) : [];
  let moved = task.moved;
  for (const message of messages) {
    const failureReason = await redrive(work, task, message);
    if (failureReason) return saveMoveTask(unit, { ...task, moved, status: 'FAILED', failureReason });
    moved++;
  }
  // What comes to the dead-letter queue later is not for this task, or it might never end.
  const isDone = messages.length < wanted || moved >= task.toMove;
  const progress: MoveTask = { ...task, moved, status: isDone ? 'COMPLETED' : 'RUNNING' };
  saveMoveTask(unit, progress);
  if (!isDone) enqueueMove(platform, unit, queue, progress, now + pauseMs);
}

/** Why the message cannot be moved; undefined once it is. */
async function redrive(work: QueueWork, task: MoveTask, message: Message): Promise<MoveTask['failureReason']> {
  const { unit, line, now, platform, process } = work;
  const destinationArn = task.destinationArn ?? message.sourceArn;
  if (destinationArn === undefined) return 'CouldNotDetermineMessageSource';
  const destination = await findQueueByArn(unit, destinationArn);
  if (!destination || isFifo(destination) !== isFifo(work.queue)) return 'AWS.SimpleQueueService.NonExistentQueue';
  await line.remove(message);
  const identity = { contents: destination.contents, id: platform.ids.uuid(), order: process.nextOrder(now) };
  const destinationLine = openLine(unit, destination, now);
  await destinationLine.enqueue(asRedriven(message, identity, now));
  await destinationLine.settle();
  wakeReceivers(work, destination, 1);
  return undefined;
}
