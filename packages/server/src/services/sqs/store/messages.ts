import type { Key, Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import type { Message } from '../model/message.ts';

export const messagesTable = defineTable<Message>()({
  name: 'sqs.messages',
  key: ({ contents, order, id }) => [contents, order, id],
  indexes: {
    /** Standard queues: by group, those without a group together under the empty one. */
    available: ({ contents, group = '', visibleAt, order, isFifo }) =>
      isFifo ? undefined : [contents, group, visibleAt, order],
    /** FIFO queues. */
    sequence: ({ contents, group = '', order, isFifo }) => (isFifo ? [contents, group, order] : undefined),
    held: ({ contents, held, visibleAt, order }) => held && [contents, held, visibleAt, order],
  },
});

export interface MessageCounts {
  visible: number;
  inFlight: number;
  delayed: number;
}

/** Every change of a message goes through these, so that the counters stay right. */
export function insertMessage(unit: Unit, message: Message): void {
  unit.put(messagesTable, message);
  unit.add(storedCounter(message.contents), 1);
  if (message.held) countHeld(unit, message, 1);
}

export function replaceMessage(unit: Unit, before: Message, after: Message): void {
  unit.put(messagesTable, after);
  if (before.held === after.held) return;
  if (before.held) countHeld(unit, before, -1);
  if (after.held) countHeld(unit, after, 1);
}

export function removeMessage(unit: Unit, message: Message): void {
  unit.delete(messagesTable, [message.contents, message.order, message.id]);
  unit.add(storedCounter(message.contents), -1);
  if (message.held) countHeld(unit, message, -1);
}

export function findMessage(
  reader: Reader,
  contents: string,
  { order, message }: { order: number; message: string },
): Promise<Message | undefined> {
  return reader.get(messagesTable, [contents, order, message]);
}

export function listOldestMessages(reader: Reader, contents: string, limit: number): Promise<Message[]> {
  return reader.list(messagesTable, { prefix: [contents], limit });
}

export function listMessagesFrom(reader: Reader, contents: string, order: number, limit: number): Promise<Message[]> {
  return reader.list(messagesTable, { prefix: [contents], from: [contents, order], limit });
}

/**
 * Costs the same however many messages are stored, in flight or lapsed; only messages that are still delayed are
 * counted one by one, and no queue delays longer than fifteen minutes.
 */
export async function countMessages(reader: Reader, contents: string, now: number): Promise<MessageCounts> {
  const [stored, inFlight, onceDelayed] = await Promise.all([
    reader.counter(storedCounter(contents)),
    countInFlight(reader, contents, now),
    reader.counter(heldCounter(contents, 'delayed')),
  ]);
  const stillDelayed = { index: 'held', prefix: [contents, 'delayed'], from: [contents, 'delayed', now + 1] } as const;
  const delayed = onceDelayed === 0 ? 0 : await reader.count(messagesTable, stillDelayed);
  return { visible: Math.max(0, stored - inFlight - delayed), inFlight, delayed };
}

/** The counter also holds the messages whose receipt has run out and that nobody has received since. */
export async function countInFlight(reader: Reader, contents: string, now: number): Promise<number> {
  const received = await reader.counter(heldCounter(contents, 'in flight'));
  if (received === 0) return 0;
  const lapsed = { index: 'held', prefix: [contents, 'in flight'], to: [contents, 'in flight', now + 1] } as const;
  return Math.max(0, received - (await reader.count(messagesTable, lapsed)));
}

/** At least the number of messages in flight, for one read. */
export function countInFlightAtMost(reader: Reader, contents: string): Promise<number> {
  return reader.counter(heldCounter(contents, 'in flight'));
}

export function countGroupInFlight(reader: Reader, contents: string, group: string): Promise<number> {
  return reader.counter(groupCounter(contents, group));
}

export async function discardMessages(unit: Unit, contents: string, limit: number): Promise<number> {
  const messages = await listOldestMessages(unit, contents, limit);
  for (const message of messages) removeMessage(unit, message);
  return messages.length;
}

/** Sets the counters of contents that are discarded to zero. */
export async function clearCounters(unit: Unit, contents: string): Promise<void> {
  const counters = [storedCounter(contents), heldCounter(contents, 'in flight'), heldCounter(contents, 'delayed')];
  for (const counter of counters) unit.add(counter, -(await unit.counter(counter)));
}

function countHeld(unit: Unit, { contents, held = 'delayed', group, isFifo }: Message, delta: number): void {
  unit.add(heldCounter(contents, held), delta);
  if (held === 'in flight' && group !== undefined && !isFifo) unit.add(groupCounter(contents, group), delta);
}

function storedCounter(contents: string): Key {
  return ['sqs', contents, 'stored'];
}

function heldCounter(contents: string, held: NonNullable<Message['held']>): Key {
  return ['sqs', contents, held];
}

function groupCounter(contents: string, group: string): Key {
  return ['sqs', contents, 'in flight', group];
}
