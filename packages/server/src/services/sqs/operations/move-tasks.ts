import type { Reader } from '../../../platform/storage/storage.ts';
import type { SqsHandlers } from '../context.ts';
import { invalidParameter, SqsError } from '../errors.ts';
import { enqueueMove } from '../jobs/move-messages.ts';
import { describeMoveTask, isActive, parseTaskHandle, taskHandle } from '../model/move-task.ts';
import type { MoveTask } from '../model/move-task.ts';
import { checkMaxResults, checkMessagesPerSecond } from '../model/numeric-parameter.ts';
import { isFifo, parseQueueArn } from '../model/queue-reference.ts';
import type { Queue } from '../model/queue.ts';
import { countMessages } from '../store/messages.ts';
import { deleteMoveTask, findMoveTask, listMoveTasks, mostMoveTasks, saveMoveTask } from '../store/move-tasks.ts';
import { findQueueByArn, listSourcesOf } from '../store/queues.ts';

export const moveTaskOperations = {
  async StartMessageMoveTask({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond }, { request }) {
    const { unit, clock, platform } = request;
    if (MaxNumberOfMessagesPerSecond !== undefined) checkMessagesPerSecond(MaxNumberOfMessagesPerSecond);
    const source = await requireResource(unit, 'SourceArn', SourceArn);
    const { items: sourcesOfSource } = await listSourcesOf(unit, SourceArn, { limit: 1, token: undefined });
    if (sourcesOfSource.length === 0) throw invalid('Source queue must be configured as a Dead Letter Queue.');
    if (DestinationArn !== undefined) {
      const destination = await requireResource(unit, 'DestinationArn', DestinationArn);
      if (isFifo(destination) !== isFifo(source)) {
        throw invalid('The source queue and destination queue must be of the same queue type.');
      }
    }
    const earlier = await listMoveTasks(unit, SourceArn, mostMoveTasks);
    if (earlier.some(isActive)) {
      const rule = 'Only one active task is allowed for a source queue arn at a given time.';
      throw invalid(`There is already a task running. ${rule}`);
    }
    const [forgotten] = earlier.slice(mostMoveTasks - 1);
    if (forgotten) deleteMoveTask(unit, forgotten);
    const now = clock.now();
    const task: MoveTask = {
      id: platform.ids.uuid(),
      sourceArn: SourceArn,
      ...(DestinationArn !== undefined && { destinationArn: DestinationArn }),
      ...(MaxNumberOfMessagesPerSecond !== undefined && { messagesPerSecond: MaxNumberOfMessagesPerSecond }),
      status: 'RUNNING',
      startedAt: now,
      moved: 0,
      toMove: (await countMessages(unit, source.contents, now)).visible,
    };
    saveMoveTask(unit, task);
    enqueueMove(platform, unit, source, task, now);
    return { TaskHandle: taskHandle(task) };
  },

  async CancelMessageMoveTask({ TaskHandle }, { request }) {
    const { unit } = request;
    const named = parseTaskHandle(TaskHandle);
    if (!(await findQueueByArn(unit, named.sourceArn))) throw resourceNotFound('SourceArn');
    const task = await findMoveTask(unit, named);
    if (!task) throw new SqsError('ResourceNotFoundException', 'Task does not exist.');
    if (task.status !== 'RUNNING') throw invalid('Only active tasks can be cancelled.');
    // The task's next step ends it.
    saveMoveTask(unit, { ...task, status: 'CANCELLING' });
    return { ApproximateNumberOfMessagesMoved: task.moved };
  },

  async ListMessageMoveTasks({ SourceArn, MaxResults = 1 }, { request }) {
    checkMaxResults(MaxResults, mostMoveTasks);
    await requireResource(request.unit, 'SourceArn', SourceArn);
    const tasks = await listMoveTasks(request.unit, SourceArn, MaxResults);
    return { Results: tasks.map(describeMoveTask) };
  },
} satisfies Partial<SqsHandlers>;

async function requireResource(reader: Reader, parameter: string, arn: string): Promise<Queue> {
  if (!parseQueueArn(arn)) throw invalidParameter(parameter, arn, 'It is not the ARN of a queue.');
  const queue = await findQueueByArn(reader, arn);
  if (queue) return queue;
  throw resourceNotFound(parameter);
}

function resourceNotFound(parameter: string): SqsError {
  const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
  return new SqsError('ResourceNotFoundException', message);
}

function invalid(message: string): SqsError {
  return new SqsError('InvalidParameterValue', message);
}
