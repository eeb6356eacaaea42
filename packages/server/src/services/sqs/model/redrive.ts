import { invalidParameter } from '../errors.ts';
import { isFifo, parseQueueArn, queueArn } from './queue-reference.ts';
import type { QueueReference } from './queue-reference.ts';

/** To which queue messages go that were received too often. */
export interface RedrivePolicy {
  deadLetterTargetArn: string;
  maxReceiveCount: number;
}

/** Which queues may use a queue as their dead-letter queue. */
export interface RedriveAllowPolicy {
  redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  sourceQueueArns?: string[];
}

const allowPolicyMembers = new Set(['redrivePermission', 'sourceQueueArns']);
const mostSourceQueues = 10;

export function parseRedrivePolicy(text: string): RedrivePolicy {
  const fail = (reason: string) => invalidParameter('RedrivePolicy', text, reason);
  const policy = parseJsonMap(text);
  if (!policy) throw fail('Redrive policy is not a valid JSON map.');
  for (const name of ['deadLetterTargetArn', 'maxReceiveCount']) {
    if (policy[name] === undefined) throw fail(`Redrive policy does not contain mandatory attribute: ${name}.`);
  }
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  // AWS takes the number as text, too: the console and older tools send it so.
  const count = typeof maxReceiveCount === 'string' ? Number(maxReceiveCount || Number.NaN) : maxReceiveCount;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 1000) {
    const shown = typeof maxReceiveCount === 'string' ? maxReceiveCount : JSON.stringify(maxReceiveCount);
    throw fail(`Invalid value for maxReceiveCount: ${shown}, valid values are from 1 to 1000 both inclusive.`);
  }
  if (typeof deadLetterTargetArn !== 'string' || !parseQueueArn(deadLetterTargetArn)) {
    throw fail('Invalid value for deadLetterTargetArn.');
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
}

export function parseRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  const fail = (reason: string) => invalidParameter('RedriveAllowPolicy', text, reason);
  const policy = parseJsonMap(text);
  if (!policy) throw fail('Redrive allow policy is not a valid JSON map.');
  const unknown = Object.keys(policy).find((name) => !allowPolicyMembers.has(name));
  if (unknown !== undefined) throw fail(`Unknown attribute: ${unknown}.`);
  const { redrivePermission, sourceQueueArns } = policy;
  if (redrivePermission === 'byQueue') {
    if (!isArnList(sourceQueueArns)) throw fail('sourceQueueArns must be a list of the ARNs of 1 to 10 queues.');
    return { redrivePermission, sourceQueueArns };
  }
  if (redrivePermission !== 'allowAll' && redrivePermission !== 'denyAll') {
    throw fail('redrivePermission must be allowAll, denyAll or byQueue.');
  }
  if (sourceQueueArns !== undefined)
    throw fail('sourceQueueArns can only be specified with redrivePermission byQueue.');
  return { redrivePermission };
}

/** What stands against `source` sending its dead letters to a queue that exists; undefined where nothing does. */
export function redriveObstacle(
  source: QueueReference,
  target: QueueReference,
  allowPolicy: RedriveAllowPolicy = { redrivePermission: 'allowAll' },
): string | undefined {
  if (source.account !== target.account) return 'Dead-letter target owner should be same as the source.';
  if (source.region !== target.region) return 'Dead-letter target must be in the same region as the source.';
  if (isFifo(source) !== isFifo(target)) return 'Dead-letter queue must be same type of queue as the source.';
  const { redrivePermission, sourceQueueArns = [] } = allowPolicy;
  const allowed =
    redrivePermission === 'allowAll' || (redrivePermission === 'byQueue' && sourceQueueArns.includes(queueArn(source)));
  return allowed
    ? undefined
    : `Queue ${queueArn(target)} does not permit this queue to use it as its dead-letter queue.`;
}

function isArnList(value: unknown): value is string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostSourceQueues) return false;
  return value.every((text) => typeof text === 'string' && parseQueueArn(text));
}

function parseJsonMap(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isMap ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
