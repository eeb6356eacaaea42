import type { Unit } from '../../../platform/storage/storage.ts';
import type { Stack } from '../model/stack.ts';
import { requireStackById } from '../store/stacks.ts';
import { OperationInterrupted, requireGoing } from './stack-run.ts';
import type { StackRun } from './stack-run.ts';

/** One unit that takes the operation to where it goes next, unless something else did so meanwhile. */
export async function conclude(run: StackRun, work: (unit: Unit, stack: Stack) => Promise<void>): Promise<void> {
  const { platform, stack } = run;
  try {
    await platform.storage.transact(async (unit) => {
      await requireGoing(unit, run);
      await work(unit, await requireStackById(unit, stack.stackId));
    });
  } catch (error) {
    if (!(error instanceof OperationInterrupted)) throw error;
  }
}
