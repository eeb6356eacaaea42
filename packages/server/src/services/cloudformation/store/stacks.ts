import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalid, invalidNextToken, stackDoesNotExist } from '../errors.ts';
import { isDeleted } from '../model/stack.ts';
import type { Stack } from '../model/stack.ts';
import { parseStackId } from '../model/stack-id.ts';

export const stacksTable = defineTable<Stack>()({
  name: 'cloudformation.stacks',
  key: ({ stackId }) => [stackId],
  indexes: {
    living: (stack) => (isDeleted(stack) ? undefined : [stack.account, stack.region, stack.createdAt, stack.stackId]),
    all: ({ account, region, createdAt, stackId }) => [account, region, createdAt, stackId],
    children: ({ parentId, stackId }) => (parentId === undefined ? undefined : [parentId, stackId]),
  },
});

interface StackName extends Scope {
  name: string;
  stackId: string;
}

/** Names of living stacks: two creates at once cannot both write the same row. */
export const stackNamesTable = defineTable<StackName>()({
  name: 'cloudformation.stack-names',
  key: ({ account, region, name }) => [account, region, name],
});

/** By name, a living stack; by ARN, one that was deleted too. */
export async function findStack(reader: Reader, scope: Scope, nameOrId: string): Promise<Stack | undefined> {
  if (nameOrId.startsWith('arn:')) {
    const stack = await reader.get(stacksTable, [nameOrId]);
    const parts = parseStackId(nameOrId);
    return parts?.account === scope.account && parts.region === scope.region ? stack : undefined;
  }
  const named = await reader.get(stackNamesTable, [scope.account, scope.region, nameOrId]);
  return named && reader.get(stacksTable, [named.stackId]);
}

/** `as`: AWS words it differently from one operation to the next. */
export async function requireStack(
  reader: Reader,
  scope: Scope,
  nameOrId: string,
  as: (nameOrId: string) => string = (name) => `with id ${name}`,
): Promise<Stack> {
  const stack = await findStack(reader, scope, nameOrId);
  if (stack === undefined) throw invalid(`Stack ${as(nameOrId)} does not exist`);
  return stack;
}

/** One that is not deleted. */
export async function requireLivingStack(reader: Reader, scope: Scope, nameOrId: string): Promise<Stack> {
  const stack = await requireStack(reader, scope, nameOrId);
  if (isDeleted(stack)) throw stackDoesNotExist(nameOrId);
  return stack;
}

export async function requireStackById(reader: Reader, stackId: string): Promise<Stack> {
  const stack = await reader.get(stacksTable, [stackId]);
  if (stack === undefined) throw stackDoesNotExist(stackId);
  return stack;
}

/** Keeps the name's row in step with the stack's life. */
export function saveStack(unit: Unit, stack: Stack): void {
  unit.put(stacksTable, stack);
}

export function addStack(unit: Unit, stack: Stack): void {
  const { account, region, name, stackId } = stack;
  unit.put(stacksTable, stack);
  unit.put(stackNamesTable, { account, region, name, stackId });
  unit.add(livingCounter(stack), 1);
}

/** The row stays, to be found by its ARN. */
export function buryStack(unit: Unit, stack: Stack): void {
  unit.put(stacksTable, stack);
  unit.delete(stackNamesTable, [stack.account, stack.region, stack.name]);
  unit.add(livingCounter(stack), -1);
}

export function countLivingStacks(reader: Reader, scope: Scope): Promise<number> {
  return reader.counter(livingCounter(scope));
}

export function childStacks(reader: Reader, parentId: string): Promise<Stack[]> {
  return reader.list(stacksTable, { index: 'children', prefix: [parentId] });
}

/** The latest first. */
export function pageOfStacks(
  reader: Reader,
  { account, region }: Scope,
  { which, limit, token, kind }: { which: 'living' | 'all'; limit: number; token: string | undefined; kind: string },
): Promise<Page<Stack>> {
  const range = { index: which, prefix: [account, region], reverse: true };
  return paginate({ reader, table: stacksTable, range, limit, kind, token, invalidToken: invalidNextToken });
}

function livingCounter({ account, region }: Scope): string[] {
  return ['cloudformation.stacks', account, region];
}
