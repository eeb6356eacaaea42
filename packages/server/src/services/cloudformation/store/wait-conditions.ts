import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/** AWS::CloudFormation::WaitConditionHandle: whoever has its URL may signal. */
interface WaitHandle {
  stackId: string;
  logicalId: string;
  /** In the URL. */
  token: string;
  expiresAt: number;
}

/** What AWS::CloudFormation::WaitCondition waits for. */
export interface WaitCondition {
  stackId: string;
  logicalId: string;
  token: string;
  count: number;
  deadline: number;
}

export const waitHandlesTable = defineTable<WaitHandle>()({
  name: 'cloudformation.wait-handles',
  key: ({ token }) => [token],
});

export const waitConditionsTable = defineTable<WaitCondition>()({
  name: 'cloudformation.wait-conditions',
  key: ({ stackId, logicalId }) => [stackId, logicalId],
});

export function findWaitHandle(reader: Reader, token: string): Promise<WaitHandle | undefined> {
  return reader.get(waitHandlesTable, [token]);
}

export function saveWaitHandle(unit: Unit, handle: WaitHandle): void {
  unit.put(waitHandlesTable, handle);
}

export function deleteWaitHandle(unit: Unit, token: string): void {
  unit.delete(waitHandlesTable, [token]);
}

export function findWaitCondition(
  reader: Reader,
  stackId: string,
  logicalId: string,
): Promise<WaitCondition | undefined> {
  return reader.get(waitConditionsTable, [stackId, logicalId]);
}

export function saveWaitCondition(unit: Unit, condition: WaitCondition): void {
  unit.put(waitConditionsTable, condition);
}

export function deleteWaitCondition(unit: Unit, stackId: string, logicalId: string): void {
  unit.delete(waitConditionsTable, [stackId, logicalId]);
}
