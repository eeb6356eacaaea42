import type { Reader, Unit } from '../../../platform/storage/storage.ts';

/**
 * A number that changes with everything that decides what a principal may do. What was computed from an account's
 * policies holds for as long as the number stands, on every server that shares the storage.
 */
export function policyGeneration(reader: Reader, account: string): Promise<number> {
  return reader.counter(['iam.generation', account]);
}

export function policiesChanged(unit: Unit, account: string): void {
  unit.add(['iam.generation', account], 1);
}
