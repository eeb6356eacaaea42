import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { CloudFormationError } from '../errors.ts';
import { isUnderWay } from '../model/stack-set.ts';
import type { StackInstance, StackSet, StackSetOperation, StackSetResult } from '../model/stack-set.ts';

export const stackSetsTable = defineTable<StackSet>()({
  name: 'cloudformation.stack-sets',
  key: ({ account, region, stackSetId }) => [account, region, stackSetId],
});

interface StackSetName extends Scope {
  name: string;
  stackSetId: string;
}

/** Names of active stack sets: two creates at once cannot both write the same row. */
const stackSetNamesTable = defineTable<StackSetName>()({
  name: 'cloudformation.stack-set-names',
  key: ({ account, region, name }) => [account, region, name],
});

const stackInstancesTable = defineTable<StackInstance>()({
  name: 'cloudformation.stack-instances',
  key: ({ stackSetId, account, region }) => [stackSetId, account, region],
  indexes: { stack: ({ stackId }) => (stackId === undefined ? undefined : [stackId]) },
});

const stackSetOperationsTable = defineTable<StackSetOperation>()({
  name: 'cloudformation.stack-set-operations',
  key: ({ stackSetId, operationId }) => [stackSetId, operationId],
  indexes: {
    start: ({ stackSetId, createdAt, operationId }) => [stackSetId, createdAt, operationId],
    open: (operation) =>
      isUnderWay(operation) ? [operation.stackSetId, operation.createdAt, operation.operationId] : undefined,
  },
});

const stackSetResultsTable = defineTable<StackSetResult>()({
  name: 'cloudformation.stack-set-results',
  key: ({ stackSetId, operationId, order }) => [stackSetId, operationId, order],
});

/** By name an active one; by id one that was deleted, too. */
export async function findStackSet(reader: Reader, scope: Scope, nameOrId: string): Promise<StackSet | undefined> {
  const { account, region } = scope;
  const id = nameOrId.startsWith('arn:') ? (nameOrId.split(':stackset/')[1] ?? '') : nameOrId;
  if (id.includes(':')) return reader.get(stackSetsTable, [account, region, id]);
  const named = await reader.get(stackSetNamesTable, [account, region, id]);
  return named && reader.get(stackSetsTable, [account, region, named.stackSetId]);
}

export async function requireStackSet(reader: Reader, scope: Scope, nameOrId: string): Promise<StackSet> {
  const stackSet = await findStackSet(reader, scope, nameOrId);
  if (stackSet?.status === 'ACTIVE') return stackSet;
  throw new CloudFormationError('StackSetNotFoundException', `StackSet ${nameOrId} not found`);
}

export function addStackSet(unit: Unit, stackSet: StackSet): void {
  const { account, region, name, stackSetId } = stackSet;
  unit.put(stackSetsTable, stackSet);
  unit.put(stackSetNamesTable, { account, region, name, stackSetId });
}

export function saveStackSet(unit: Unit, stackSet: StackSet): void {
  unit.put(stackSetsTable, stackSet);
}

/** It stays to be listed; its operations are nobody's any more. */
export async function buryStackSet(unit: Unit, stackSet: StackSet): Promise<void> {
  const { account, region, name, stackSetId } = stackSet;
  unit.put(stackSetsTable, { ...stackSet, status: 'DELETED' });
  unit.delete(stackSetNamesTable, [account, region, name]);
  for (const { operationId } of await operationsOfStackSet(unit, stackSetId)) {
    unit.delete(stackSetOperationsTable, [stackSetId, operationId]);
    for (const { order } of await resultsOf(unit, stackSetId, operationId)) {
      unit.delete(stackSetResultsTable, [stackSetId, operationId, order]);
    }
  }
}

export function findInstance(
  reader: Reader,
  { stackSetId, account, region }: Pick<StackInstance, 'stackSetId' | 'account' | 'region'>,
): Promise<StackInstance | undefined> {
  return reader.get(stackInstancesTable, [stackSetId, account, region]);
}

export function instancesOf(reader: Reader, stackSetId: string): Promise<StackInstance[]> {
  return reader.list(stackInstancesTable, { prefix: [stackSetId] });
}

export async function instanceOfStack(reader: Reader, stackId: string): Promise<StackInstance | undefined> {
  const [instance] = await reader.list(stackInstancesTable, { index: 'stack', prefix: [stackId], limit: 1 });
  return instance;
}

export function saveInstance(unit: Unit, instance: StackInstance): void {
  unit.put(stackInstancesTable, instance);
}

export function deleteInstance(unit: Unit, { stackSetId, account, region }: StackInstance): void {
  unit.delete(stackInstancesTable, [stackSetId, account, region]);
}

export function findStackSetOperation(
  reader: Reader,
  stackSetId: string,
  operationId: string,
): Promise<StackSetOperation | undefined> {
  return reader.get(stackSetOperationsTable, [stackSetId, operationId]);
}

export async function requireStackSetOperation(
  reader: Reader,
  { stackSetId, name }: Pick<StackSet, 'stackSetId' | 'name'>,
  operationId: string,
): Promise<StackSetOperation> {
  const operation = await findStackSetOperation(reader, stackSetId, operationId);
  if (operation !== undefined) return operation;
  throw new CloudFormationError(
    'OperationNotFoundException',
    `Operation ${operationId} not found for StackSet ${name}`,
  );
}

/** The latest first. */
export function operationsOfStackSet(reader: Reader, stackSetId: string): Promise<StackSetOperation[]> {
  return reader.list(stackSetOperationsTable, { index: 'start', prefix: [stackSetId], reverse: true });
}

/** Those that run or wait to run, the oldest first. */
export function openOperations(reader: Reader, stackSetId: string): Promise<StackSetOperation[]> {
  return reader.list(stackSetOperationsTable, { index: 'open', prefix: [stackSetId] });
}

export function saveStackSetOperation(unit: Unit, operation: StackSetOperation): void {
  unit.put(stackSetOperationsTable, operation);
}

/** In the order of the operation. */
export function resultsOf(reader: Reader, stackSetId: string, operationId: string): Promise<StackSetResult[]> {
  return reader.list(stackSetResultsTable, { prefix: [stackSetId, operationId] });
}

export function saveResult(unit: Unit, result: StackSetResult): void {
  unit.put(stackSetResultsTable, result);
}

export const stackSetTables = [
  stackSetsTable,
  stackSetNamesTable,
  stackInstancesTable,
  stackSetOperationsTable,
  stackSetResultsTable,
] as const;
