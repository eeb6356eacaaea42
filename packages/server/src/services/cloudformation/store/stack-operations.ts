import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import type { StackOperation } from '../model/stack-operation.ts';

export const stackOperationsTable = defineTable<StackOperation>()({
  name: 'cloudformation.operations',
  key: ({ operationId }) => [operationId],
  indexes: {
    stack: ({ stackId, startedAt, operationId }) => [stackId, startedAt, operationId],
    clientToken: ({ stackId, clientToken, operationId }) =>
      clientToken === undefined ? undefined : [stackId, clientToken, operationId],
  },
});

export function findOperation(reader: Reader, operationId: string): Promise<StackOperation | undefined> {
  return reader.get(stackOperationsTable, [operationId]);
}

export async function requireOperation(reader: Reader, operationId: string): Promise<StackOperation> {
  const operation = await findOperation(reader, operationId);
  if (operation === undefined) throw new Error(`There is no stack operation ${operationId}`);
  return operation;
}

export async function findByClientToken(
  reader: Reader,
  stackId: string,
  clientToken: string,
): Promise<StackOperation | undefined> {
  const [operation] = await reader.list(stackOperationsTable, {
    index: 'clientToken',
    prefix: [stackId, clientToken],
    limit: 1,
  });
  return operation;
}

export function saveOperation(unit: Unit, operation: StackOperation): void {
  unit.put(stackOperationsTable, operation);
}
