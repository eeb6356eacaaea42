import type { StoredAttribute, StoredAttributes } from './message-attributes.ts';
import type { Queue } from './queue.ts';
import { milliseconds } from './queue.ts';

/** A message as it is stored. Times are milliseconds since 1970. */
export interface Message {
  contents: string;
  /** Rises from message to message; within a group of a FIFO queue strictly. */
  order: number;
  id: string;
  body: string;
  bodyDigest: string;
  attributes?: StoredAttributes;
  traceHeader?: StoredAttribute;
  senderId: string;
  sentAt: number;
  /** From when on the message can be received. */
  visibleAt: number;
  /** Why it cannot be received before `visibleAt`; it stays set when that time passes by itself. */
  held?: 'in flight' | 'delayed';
  receives: number;
  /** How many of the receives were from queues that it was a dead letter of: they do not count against this one. */
  receivesElsewhere?: number;
  firstReceivedAt?: number;
  /** Start of the latest receipt. */
  receivedAt?: number;
  group?: string;
  deduplicationId?: string;
  isFifo?: true;
  /** ARN of the queue that moved the message to this dead-letter queue. */
  sourceArn?: string;
}

export function isExpired(message: Message, queue: Queue, now: number): boolean {
  return message.sentAt + milliseconds(queue, 'MessageRetentionPeriod') <= now;
}

export function isInFlight(message: Message, now: number): boolean {
  return message.held === 'in flight' && message.visibleAt > now;
}

/** Whether the next receive, instead of delivering the message, moves it to the dead-letter queue. */
export function isReceivedTooOften(message: Message, queue: Queue): boolean {
  const { receives, receivesElsewhere = 0 } = message;
  return queue.redrive !== undefined && receives - receivesElsewhere >= queue.redrive.maxReceiveCount;
}

export function received(message: Message, now: number, visibleAt: number): Message {
  return {
    ...message,
    visibleAt,
    held: 'in flight',
    receives: message.receives + 1,
    firstReceivedAt: message.firstReceivedAt ?? now,
    receivedAt: now,
  };
}

/** A message whose receipt ends at `visibleAt`, perhaps at once. */
export function heldUntil(message: Message, visibleAt: number, now: number): Message {
  const { held: _, ...rest } = message;
  return visibleAt > now ? { ...rest, visibleAt, held: 'in flight' } : { ...rest, visibleAt: now };
}

/** A message that nobody has received, under another delay than it was sent with. */
export function underDelay(message: Message, delayMs: number, now: number): Message {
  const { held: _, ...rest } = message;
  const visibleAt = message.sentAt + delayMs;
  return visibleAt > now ? { ...rest, visibleAt, held: 'delayed' } : { ...rest, visibleAt };
}

/** AWS's are 20 digits long. */
export function sequenceNumber({ order, isFifo }: Message): string | undefined {
  return isFifo ? `${order}0000` : undefined;
}

/**
 * A message on its way to the dead-letter queue. On standard queues its age counts on from the first queue, so the
 * dead-letter queue should retain longer; on FIFO queues it starts again.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function asDeadLetter(message: Message, contents: string, sourceArn: string, now: number): Message {
  const { held: _, receivedAt: __, ...rest } = message;
  const sentAt = message.isFifo ? now : message.sentAt;
  return { ...rest, contents, sourceArn, visibleAt: now, sentAt, receivesElsewhere: message.receives };
}

/** A message that a move task takes out of a dead-letter queue is a new one for its destination. */
export function asRedriven(
  message: Message,
  identity: Pick<Message, 'contents' | 'id' | 'order'>,
  now: number,
): Message {
  const { held, receivedAt, firstReceivedAt, sourceArn, receivesElsewhere, ...rest } = message;
  return { ...rest, ...identity, sentAt: now, visibleAt: now, receives: 0 };
}
