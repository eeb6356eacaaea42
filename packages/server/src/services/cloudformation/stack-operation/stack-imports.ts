import type { Unit } from '../../../platform/storage/storage.ts';
import type { Stack } from '../model/stack.ts';
import { deleteImport, saveImport } from '../store/exports.ts';

/** The stack holds on to these exports, beside those that it holds already. Answers all of them. */
export function addImports(unit: Unit, stack: Stack, names: readonly string[]): string[] {
  const { account, region, stackId, name: stackName } = stack;
  const held = new Set(stack.imports);
  for (const name of names) {
    if (!held.has(name)) saveImport(unit, { account, region, name, stackId, stackName });
    held.add(name);
  }
  return [...held];
}

/** Lets go of the exports that the stack does not import any more. Answers those that it does. */
export function keepImports(unit: Unit, stack: Stack, names: readonly string[]): readonly string[] {
  for (const name of stack.imports) if (!names.includes(name)) deleteImport(unit, stack, name, stack.stackId);
  return names;
}
