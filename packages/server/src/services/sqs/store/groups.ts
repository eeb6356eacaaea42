import type { Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/**
 * A message group with messages in a queue. A receive looks for groups first, so that it never scans the messages
 * of a group that is blocked or that has to stand back.
 */
export interface MessageGroup {
  contents: string;
  group: string;
  /** From when on the group may have something to receive, in milliseconds since 1970. */
  readyAt: number;
  /** Groups of rank 0 go first, then the others by their rank: messages in flight when the group was found noisy. */
  rank: number;
  lastSentAt: number;
  /** FIFO queues: order of the group's latest message. */
  lastOrder?: number;
}

export const groupsTable = defineTable<MessageGroup>()({
  name: 'sqs.groups',
  key: ({ contents, group }) => [contents, group],
  indexes: {
    ready: ({ contents, rank, readyAt, group }) => [contents, rank, readyAt, group],
  },
});

const mostNoisyGroups = 20;

export function findGroup(unit: Unit, contents: string, group: string): Promise<MessageGroup | undefined> {
  return unit.get(groupsTable, [contents, group]);
}

export function saveGroup(unit: Unit, group: MessageGroup): void {
  unit.put(groupsTable, group);
}

export function deleteGroup(unit: Unit, { contents, group }: MessageGroup): void {
  unit.delete(groupsTable, [contents, group]);
}

/** Groups of rank 0 that are ready, the longest waiting first. */
export function listReadyGroups(unit: Unit, contents: string, now: number, limit: number): Promise<MessageGroup[]> {
  return unit.list(groupsTable, { index: 'ready', prefix: [contents, 0], to: [contents, 0, now + 1], limit });
}

/** A group is noisy by its share of what is in flight, so there are never many. */
export function listNoisyGroups(unit: Unit, contents: string): Promise<MessageGroup[]> {
  return unit.list(groupsTable, { index: 'ready', prefix: [contents], from: [contents, 1], limit: mostNoisyGroups });
}

/** When the next group becomes ready that is not yet. */
export async function nextReadyAt(unit: Unit, contents: string, now: number): Promise<number> {
  const range = { index: 'ready', prefix: [contents, 0], from: [contents, 0, now + 1], limit: 1 } as const;
  const [next] = await unit.list(groupsTable, range);
  const noisy = (await listNoisyGroups(unit, contents)).filter(({ readyAt }) => readyAt > now);
  return Math.min(next?.readyAt ?? Infinity, ...noisy.map(({ readyAt }) => readyAt));
}

export async function discardGroups(unit: Unit, contents: string, limit: number): Promise<number> {
  const groups = await unit.list(groupsTable, { prefix: [contents], limit });
  for (const group of groups) deleteGroup(unit, group);
  return groups.length;
}
