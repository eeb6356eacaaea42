import type { ListMessageMoveTasksResultEntry } from '../../../../generated/types/sqs.ts';
import { SqsError } from '../errors.ts';

/** A redrive of messages out of a dead-letter queue. */
export interface MoveTask {
  id: string;
  sourceArn: string;
  /** Undefined: each message goes back to the queue that it came from. */
  destinationArn?: string;
  messagesPerSecond?: number;
  status: 'RUNNING' | 'CANCELLING' | 'CANCELLED' | 'COMPLETED' | 'FAILED';
  failureReason?: 'AWS.SimpleQueueService.NonExistentQueue' | 'CouldNotDetermineMessageSource';
  /** Milliseconds since 1970. */
  startedAt: number;
  moved: number;
  toMove: number;
}

export function isActive({ status }: MoveTask): boolean {
  return status === 'RUNNING' || status === 'CANCELLING';
}

export function taskHandle({ id, sourceArn }: Pick<MoveTask, 'id' | 'sourceArn'>): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString('base64');
}

export function parseTaskHandle(handle: string): Pick<MoveTask, 'id' | 'sourceArn'> {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString()) as Record<string, unknown>;
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return { id: taskId, sourceArn };
  } catch {
    // Falls through to the same error as for JSON of another form.
  }
  throw new SqsError('InvalidParameterValue', 'Value for parameter TaskHandle is invalid.');
}

export function describeMoveTask(task: MoveTask): ListMessageMoveTasksResultEntry {
  return {
    // Only what still runs can be cancelled, and so has a handle.
    TaskHandle: isActive(task) ? taskHandle(task) : undefined,
    Status: task.status,
    SourceArn: task.sourceArn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.messagesPerSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedAt,
  };
}

/** How many messages one step moves and how long it is to the next one, so that the rate is kept. */
export function stepOf({ messagesPerSecond }: MoveTask): { messages: number; pauseMs: number } {
  const mostMessages = 50;
  if (messagesPerSecond === undefined) return { messages: mostMessages, pauseMs: 0 };
  const messages = Math.min(messagesPerSecond, mostMessages);
  return { messages, pauseMs: Math.ceil((messages * 1000) / messagesPerSecond) };
}
