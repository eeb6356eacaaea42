import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import type { Message } from '../model/message.ts';

/** A message of a FIFO topic that is kept for replays. */
interface ArchivedMessage {
  /** Id of the topic. */
  topic: string;
  order: number;
  message: Message;
}

export const archiveTable = defineTable<ArchivedMessage>()({
  name: 'sns.archive',
  key: ({ topic, order }) => [topic, order],
});

/** The least order of messages that are published at a time or later. */
export function orderAt(time: number): number {
  return time * 1000;
}

export function archiveMessage(unit: Unit, topic: string, message: Message): void {
  unit.put(archiveTable, { topic, order: message.order ?? 0, message });
}

/** Messages from an order on, in their order. */
export async function listArchived(
  reader: Reader,
  topic: string,
  { from, limit }: { from: number; limit: number },
): Promise<Message[]> {
  const rows = await reader.list(archiveTable, { prefix: [topic], from: [topic, from], limit });
  return rows.map(({ message }) => message);
}

/** Deletes messages before an order; answers how many. */
export async function discardArchived(unit: Unit, topic: string, to: number, limit: number): Promise<number> {
  const rows = await unit.list(archiveTable, { prefix: [topic], to: [topic, to], limit });
  for (const { order } of rows) unit.delete(archiveTable, [topic, order]);
  return rows.length;
}
