import type { Tags } from '../../../platform/tags.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import type { QueueReference } from './queue-reference.ts';
import type { RedrivePolicy } from './redrive.ts';

export interface Queue extends QueueReference {
  /** Tells the queue from earlier and later ones of the same name. */
  id: string;
  /** What the queue's messages are stored under. A purge gives the queue a new, empty one. */
  contents: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  modifiedAt: number;
  purgedAt?: number;
  attributes: QueueAttributes;
  /** The attribute RedrivePolicy, parsed: every receive needs it. */
  redrive?: RedrivePolicy;
  tags: Tags;
  /** A standard queue that was ever sent a message with a MessageGroupId: it is received from fairly. */
  isFair?: true;
}

export function deduplicatesByContent({ attributes }: Queue): boolean {
  return attributes.ContentBasedDeduplication === 'true';
}

export function milliseconds(queue: Queue, attribute: SecondsAttribute): number {
  return Number(queue.attributes[attribute]) * 1000;
}

type SecondsAttribute =
  | 'DelaySeconds'
  | 'MessageRetentionPeriod'
  | 'ReceiveMessageWaitTimeSeconds'
  | 'VisibilityTimeout';
