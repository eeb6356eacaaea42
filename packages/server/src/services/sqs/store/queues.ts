import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Key, Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { queueDoesNotExist, SqsError } from '../errors.ts';
import type { Queue } from '../model/queue.ts';
import { parseQueueArn } from '../model/queue-reference.ts';
import type { QueueReference } from '../model/queue-reference.ts';

export const queuesTable = defineTable<Queue>()({
  name: 'sqs.queues',
  key: queueKey,
  indexes: {
    deadLetterTarget: ({ redrive, ...queue }) => redrive && [redrive.deadLetterTargetArn, ...queueKey(queue)],
  },
  frozen: true,
});

/** Names whose queue was deleted a moment ago. */
export const deletedQueuesTable = defineTable<QueueReference & { deletedAt: number }>()({
  name: 'sqs.deleted-queues',
  key: queueKey,
});

export interface PageOptions {
  limit: number;
  token: string | undefined;
}

export function queueKey({ account, region, name }: QueueReference): Key {
  return [account, region, name];
}

export function findQueue(reader: Reader, reference: QueueReference): Promise<Queue | undefined> {
  return reader.get(queuesTable, queueKey(reference));
}

export async function requireQueue(reader: Reader, reference: QueueReference): Promise<Queue> {
  const queue = await findQueue(reader, reference);
  if (!queue) throw queueDoesNotExist();
  return queue;
}

export async function findQueueByArn(reader: Reader, arn: string): Promise<Queue | undefined> {
  const reference = parseQueueArn(arn);
  return reference && findQueue(reader, reference);
}

export function saveQueue(unit: Unit, queue: Queue): void {
  unit.put(queuesTable, queue);
}

export async function findDeletion(reader: Reader, reference: QueueReference): Promise<number | undefined> {
  return (await reader.get(deletedQueuesTable, queueKey(reference)))?.deletedAt;
}

export function deleteQueue(unit: Unit, queue: Queue): void {
  unit.delete(queuesTable, queueKey(queue));
}

export function reserveName(unit: Unit, { account, region, name }: Queue, deletedAt: number): void {
  unit.put(deletedQueuesTable, { account, region, name, deletedAt });
}

/** Leaves a later deletion of a queue of the same name alone. */
export async function forgetDeletion(unit: Unit, reference: QueueReference, before: number): Promise<void> {
  const deletedAt = await findDeletion(unit, reference);
  if (deletedAt !== undefined && deletedAt <= before) unit.delete(deletedQueuesTable, queueKey(reference));
}

export function listQueues(
  reader: Reader,
  { account, region }: Scope,
  namePrefix: string,
  { limit, token }: PageOptions,
): Promise<Page<Queue>> {
  const range = { prefix: [account, region], startsWith: namePrefix };
  return paginate({ reader, table: queuesTable, range, limit, kind: 'ListQueues', token, invalidToken });
}

export function listSourcesOf(
  reader: Reader,
  deadLetterQueueArn: string,
  { limit, token }: PageOptions,
): Promise<Page<Queue>> {
  const range = { index: 'deadLetterTarget', prefix: [deadLetterQueueArn] } as const;
  const kind = 'ListDeadLetterSourceQueues';
  return paginate({ reader, table: queuesTable, range, limit, kind, token, invalidToken });
}

function invalidToken(): SqsError {
  return new SqsError('InvalidParameterValue', 'Invalid or expired next token.');
}
