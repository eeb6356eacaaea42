import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import type { MoveTask } from '../model/move-task.ts';

/** AWS shows the latest ten of a dead-letter queue. */
export const mostMoveTasks = 10;

export const moveTasksTable = defineTable<MoveTask>()({
  name: 'sqs.move-tasks',
  key: ({ sourceArn, id }) => [sourceArn, id],
  indexes: { started: ({ sourceArn, startedAt, id }) => [sourceArn, startedAt, id] },
});

export function findMoveTask(reader: Reader, { sourceArn, id }: Pick<MoveTask, 'id' | 'sourceArn'>) {
  return reader.get(moveTasksTable, [sourceArn, id]);
}

/** The latest first. */
export function listMoveTasks(reader: Reader, sourceArn: string, limit: number): Promise<MoveTask[]> {
  return reader.list(moveTasksTable, { index: 'started', prefix: [sourceArn], reverse: true, limit });
}

export function saveMoveTask(unit: Unit, task: MoveTask): void {
  unit.put(moveTasksTable, task);
}

export function deleteMoveTask(unit: Unit, { sourceArn, id }: MoveTask): void {
  unit.delete(moveTasksTable, [sourceArn, id]);
}
