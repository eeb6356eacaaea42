import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/** A message that a FIFO topic accepted under a deduplication id, remembered for five minutes. */
export interface Acceptance {
  /** Id of the topic. */
  topic: string;
  scope: string;
  deduplicationId: string;
  messageId: string;
  sequenceNumber: string;
  until: number;
}

export const acceptancesTable = defineTable<Acceptance>()({
  name: 'sns.acceptances',
  key: ({ topic, scope, deduplicationId }) => [topic, scope, deduplicationId],
  indexes: { until: ({ topic, until }) => [topic, until] },
});

export async function findAcceptance(
  reader: Reader,
  key: readonly [topic: string, scope: string, deduplicationId: string],
  now: number,
): Promise<Acceptance | undefined> {
  const row = await reader.get(acceptancesTable, key);
  return row && row.until > now ? row : undefined;
}

/** Each row that comes lets up to two go whose time is over, so what is kept stays in proportion to what is new. */
export async function rememberAcceptance(unit: Unit, acceptance: Acceptance, now: number): Promise<void> {
  await forget(unit, acceptance.topic, { to: [acceptance.topic, now + 1], limit: 2 });
  unit.put(acceptancesTable, acceptance);
}

export function forgetAcceptances(unit: Unit, topic: string): Promise<void> {
  return forget(unit, topic, {});
}

async function forget(unit: Unit, topic: string, bound: { to?: [string, number]; limit?: number }): Promise<void> {
  const rows = await unit.list(acceptancesTable, { index: 'until', prefix: [topic], ...bound });
  for (const row of rows) unit.delete(acceptancesTable, acceptancesTable.key(row));
}
