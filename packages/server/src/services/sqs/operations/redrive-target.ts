import type { Reader } from '../../../platform/storage/storage.ts';
import { invalidParameter } from '../errors.ts';
import type { Queue } from '../model/queue.ts';
import { parseRedriveAllowPolicy, parseRedrivePolicy, redriveObstacle } from '../model/redrive.ts';
import { findQueueByArn } from '../store/queues.ts';

/** The queue with `redrive` as its attribute RedrivePolicy says, once its dead-letter queue is there and agrees. */
export async function withRedrive(reader: Reader, queue: Queue): Promise<Queue> {
  const { redrive: _, ...rest } = queue;
  const text = queue.attributes.RedrivePolicy;
  if (text === undefined) return rest;
  const redrive = parseRedrivePolicy(text);
  const target = await findQueueByArn(reader, redrive.deadLetterTargetArn);
  if (!target) throw invalidParameter('RedrivePolicy', text, 'Dead letter target does not exist.');
  const allowPolicy = target.attributes.RedriveAllowPolicy;
  const obstacle = redriveObstacle(
    queue,
    target,
    allowPolicy === undefined ? undefined : parseRedriveAllowPolicy(allowPolicy),
  );
  if (obstacle !== undefined) throw invalidParameter('RedrivePolicy', text, obstacle);
  return { ...rest, redrive };
}
