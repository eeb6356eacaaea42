import type { Unit } from '../../../platform/storage/storage.ts';
import type { Stack, StackOutput } from '../model/stack.ts';
import { deleteExport, findExport, importersOf, saveExport } from '../store/exports.ts';
import { RefactorError } from './refactor-error.ts';

interface StackOutputs {
  stack: Stack;
  outputs: readonly StackOutput[];
}

/**
 * The exports of all stacks at once, for one may go from a stack to another. What stacks beyond them import must stay as
 * it is.
 */
export async function replaceAllExports(unit: Unit, stacks: readonly StackOutputs[]): Promise<void> {
  const own = new Set(stacks.map(({ stack }) => stack.stackId));
  const before = new Map(stacks.flatMap(({ stack }) => named(stack, stack.outputs)));
  const after = new Map<string, { stack: Stack; value: string }>();
  for (const { stack, outputs } of stacks) {
    for (const [name, entry] of named(stack, outputs)) {
      if (after.has(name)) throw new RefactorError(`Export with name ${name} would be exported by two stacks.`);
      after.set(name, entry);
    }
  }
  for (const [name, { stack, value }] of before) {
    const next = after.get(name);
    if (next?.value !== value) await refuseIfImported(unit, stack, { name, own, what: next ? 'updated' : 'deleted' });
    deleteExport(unit, stack, name);
  }
  for (const [name, { stack, value }] of after) {
    const standing = before.has(name) ? undefined : await findExport(unit, stack, name);
    if (standing !== undefined)
      throw new RefactorError(`Export with name ${name} is already exported by stack ${standing.stackId}.`);
    const { account, region, stackId } = stack;
    saveExport(unit, { account, region, name, value, stackId });
  }
}

function named(stack: Stack, outputs: readonly StackOutput[]): [string, { stack: Stack; value: string }][] {
  return outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, { stack, value }]]));
}

async function refuseIfImported(
  unit: Unit,
  stack: Stack,
  { name, own, what }: { name: string; own: ReadonlySet<string>; what: string },
): Promise<void> {
  const users = (await importersOf(unit, stack, name)).filter(({ stackId }) => !own.has(stackId));
  if (users.length === 0) return;
  const list = users.map(({ stackName }) => stackName).join(', ');
  throw new RefactorError(`Export ${name} cannot be ${what} as it is in use by ${list}`);
}
