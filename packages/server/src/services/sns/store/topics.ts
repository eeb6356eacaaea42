import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Key, Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidToken, topicNotFound } from '../errors.ts';
import { isFifo } from '../model/topic.ts';
import type { Topic, TopicReference } from '../model/topic.ts';

export const topicsTable = defineTable<Topic>()({ name: 'sns.topics', key: topicKey, frozen: true });

/** Every list of SNS has pages of this size. */
export const pageSize = 100;

function topicKey({ account, region, name }: TopicReference): Key {
  return [account, region, name];
}

/** Exclusive key of what takes turns with publications to a FIFO topic. */
export function publishingTurn(reference: TopicReference): Key {
  return ['sns', ...topicKey(reference)];
}

export function findTopic(reader: Reader, reference: TopicReference): Promise<Topic | undefined> {
  return reader.get(topicsTable, topicKey(reference));
}

export async function requireTopic(reader: Reader, reference: TopicReference): Promise<Topic> {
  const topic = await findTopic(reader, reference);
  if (!topic) throw topicNotFound();
  return topic;
}

export function insertTopic(unit: Unit, topic: Topic): void {
  unit.put(topicsTable, topic);
  unit.add(topicCounter(topic), 1);
}

export function replaceTopic(unit: Unit, topic: Topic): void {
  unit.put(topicsTable, topic);
}

export function deleteTopic(unit: Unit, topic: Topic): void {
  unit.delete(topicsTable, topicKey(topic));
  unit.add(topicCounter(topic), -1);
}

/** Topics of the same type in the account and region. */
export function countTopics(reader: Reader, topic: TopicReference): Promise<number> {
  return reader.counter(topicCounter(topic));
}

export function listTopics(
  reader: Reader,
  { account, region }: Scope,
  token: string | undefined,
): Promise<Page<Topic>> {
  const range = { prefix: [account, region] };
  return paginate({ reader, table: topicsTable, range, limit: pageSize, kind: 'ListTopics', token, invalidToken });
}

function topicCounter({ account, region, name }: TopicReference): Key {
  return ['sns', 'topics', account, region, isFifo({ name }) ? 'fifo' : 'standard'];
}
