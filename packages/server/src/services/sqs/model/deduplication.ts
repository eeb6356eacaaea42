import { hash } from 'node:crypto';
import type { SendMessageRequest } from '../../../../generated/types/sqs.ts';
import { invalidParameter, missingParameter, SqsError } from '../errors.ts';
import type { Queue } from './queue.ts';
import { deduplicatesByContent } from './queue.ts';
import { isFifo } from './queue-reference.ts';

export const deduplicationIntervalMs = 5 * 60 * 1000;

const identifierForm = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

export interface Grouping {
  group?: string;
  deduplicationId?: string;
}

/** Groups are for both types of queue: order on FIFO queues, fairness on standard ones. */
export function parseGrouping(
  queue: Queue,
  body: string,
  group: string | undefined,
  deduplicationId: string | undefined,
): Grouping {
  if (group !== undefined) checkIdentifier('MessageGroupId', group);
  if (deduplicationId !== undefined) checkIdentifier('MessageDeduplicationId', deduplicationId);
  if (!isFifo(queue)) {
    if (deduplicationId !== undefined) {
      const rule = 'The request includes a parameter that is not valid for this queue type.';
      throw invalidParameter('MessageDeduplicationId', deduplicationId, rule);
    }
    return group === undefined ? {} : { group };
  }
  if (group === undefined) throw missingParameter('MessageGroupId');
  if (deduplicationId !== undefined) return { group, deduplicationId };
  if (!deduplicatesByContent(queue)) throw withoutDeduplicationId();
  return { group, deduplicationId: hash('sha256', body) };
}

/** What a FIFO queue needs of each entry: without it the whole batch fails, under another code than a single message. */
export function checkBatchGrouping(
  queue: Queue,
  { MessageGroupId, MessageDeduplicationId }: Pick<SendMessageRequest, 'MessageGroupId' | 'MessageDeduplicationId'>,
): void {
  if (!isFifo(queue)) return;
  if (MessageGroupId === undefined) {
    throw new SqsError('InvalidParameterValue', 'The request must contain the parameter MessageGroupId.');
  }
  if (MessageDeduplicationId === undefined && !deduplicatesByContent(queue)) throw withoutDeduplicationId();
}

/** Within which messages with the same deduplication id are the same. */
export function deduplicationScope(queue: Queue, group: string): string {
  return queue.attributes.DeduplicationScope === 'messageGroup' ? group : '';
}

export function checkIdentifier(name: string, value: string): void {
  if (identifierForm.test(value)) return;
  throw invalidParameter(
    name,
    value,
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function withoutDeduplicationId(): SqsError {
  const rule = 'ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly';
  return new SqsError('InvalidParameterValue', `The queue should either have ${rule}`);
}
