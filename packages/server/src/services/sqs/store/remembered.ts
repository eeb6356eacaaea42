import type { Key, Reader, Table, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/** What FIFO queues remember for five minutes, or until they are purged. */
interface Remembered {
  contents: string;
  until: number;
}

/** A message that was accepted under a deduplication id. */
export interface Acceptance extends Remembered {
  scope: string;
  deduplicationId: string;
  messageId: string;
  sequenceNumber: string;
}

/** What was answered to a receive with a ReceiveRequestAttemptId. */
export interface ReceiveAttempt extends Remembered {
  attemptId: string;
  receipts: { order: number; message: string; receives: number }[];
}

export const acceptancesTable = defineTable<Acceptance>()({
  name: 'sqs.acceptances',
  key: ({ contents, scope, deduplicationId }) => [contents, scope, deduplicationId],
  indexes: { until: ({ contents, until }) => [contents, until] },
});

export const receiveAttemptsTable = defineTable<ReceiveAttempt>()({
  name: 'sqs.receive-attempts',
  key: ({ contents, attemptId }) => [contents, attemptId],
  indexes: { until: ({ contents, until }) => [contents, until] },
});

export function findAcceptance(reader: Reader, key: [string, string, string], now: number) {
  return findRemembered(reader, acceptancesTable, key, now);
}

export function rememberAcceptance(unit: Unit, acceptance: Acceptance, now: number): Promise<void> {
  return remember(unit, acceptancesTable, acceptance, now);
}

export function findReceiveAttempt(reader: Reader, key: [string, string], now: number) {
  return findRemembered(reader, receiveAttemptsTable, key, now);
}

export function rememberReceiveAttempt(unit: Unit, attempt: ReceiveAttempt, now: number): Promise<void> {
  return remember(unit, receiveAttemptsTable, attempt, now);
}

export async function discardRemembered(unit: Unit, contents: string, limit: number): Promise<number> {
  const forgotten = await forget(unit, acceptancesTable, contents, Infinity, limit);
  return forgotten + (await forget(unit, receiveAttemptsTable, contents, Infinity, limit));
}

async function findRemembered<Row extends Remembered>(
  reader: Reader,
  table: Table<Row>,
  key: Key,
  now: number,
): Promise<Row | undefined> {
  const row = await reader.get(table, key);
  return row && row.until > now ? row : undefined;
}

/** Each row that comes lets up to two go whose time is over, so what is kept stays in proportion to what is new. */
async function remember<Row extends Remembered>(
  unit: Unit,
  table: Table<Row, 'until'>,
  row: Row,
  now: number,
): Promise<void> {
  await forget(unit, table, row.contents, now, 2);
  unit.put(table, row);
}

async function forget<Row extends Remembered>(
  unit: Unit,
  table: Table<Row, 'until'>,
  contents: string,
  now: number,
  limit: number,
): Promise<number> {
  const bound = now === Infinity ? {} : { to: [contents, now + 1] };
  const rows = await unit.list(table, { index: 'until', prefix: [contents], ...bound, limit });
  for (const row of rows) unit.delete(table, table.key(row));
  return rows.length;
}
