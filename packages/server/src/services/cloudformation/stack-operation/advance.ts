import type { JobContext } from '../../../platform/service.ts';
import { mostAdvances } from './attempts.ts';
import { applyTemplate } from './apply-template.ts';
import { cleanUp } from './clean-up.ts';
import { deleteResources } from './delete-resources.ts';
import { failOperation } from './failures.ts';
import { timedOut, validationFailed } from './reasons.ts';
import { restoreResources } from './restore-resources.ts';
import { openRun } from './stack-run.ts';
import type { StackRun } from './stack-run.ts';
import { transformTemplate } from './transform-template.ts';
import { wakeStack, wakeStackAt } from './wake.ts';
import type { AdvancePayload } from './wake.ts';

/**
 * Goes on with an operation from where its rows stand, until it ends or only waits. To run it again at any time does no
 * harm: all progress is in the rows.
 */
export const advance = {
  async run(payload: AdvancePayload, { platform, attempt }: JobContext): Promise<void> {
    const run = await openRun(platform, payload);
    if (run === undefined) return;
    const state = await goOn(run).catch((error: unknown) => giveUp(run, error, attempt));
    if (state === 'ended') return;
    const { stack } = run;
    const at = Math.min(...run.wakes, run.operation.deadline ?? Infinity);
    if (at < Infinity) await platform.storage.transact(async (unit) => wakeStackAt(platform, unit, stack, at));
  },
};

/** A fault of Madang's own must not leave a stack under way for ever. */
async function giveUp(run: StackRun, error: unknown, attempt: number): Promise<'ended'> {
  if (attempt < mostAdvances) throw error;
  run.platform.log.error('cloudformation.operation-failed', { stackId: run.stack.stackId, error });
  await failOperation(run, 'Internal Failure');
  return 'ended';
}

async function goOn(run: StackRun): Promise<'ended' | 'waiting'> {
  const { operation, platform } = run;
  const { work, phase, deadline = Infinity, cancelledFor, faults } = operation;
  if (phase !== 'clean-up' && (cancelledFor !== undefined || platform.clock.now() >= deadline)) {
    await failOperation(run, cancelledFor ?? timedOut);
    return 'ended';
  }
  if (phase === 'apply' && faults !== undefined) {
    await failOperation(run, validationFailed(faults));
    return 'ended';
  }
  if (phase === 'transform') return transformTemplate(run);
  if (work === 'delete' || work === 'roll-back-create') return deleteResources(run);
  if (phase === 'clean-up' || work === 'roll-back-import') return cleanUp(run);
  return work === 'roll-back-update' ? restoreResources(run) : applyTemplate(run);
}

/** The time has come for which somebody waited. */
export const wake = {
  async run(payload: { stackId: string }, { platform }: JobContext): Promise<void> {
    await platform.storage.transact((unit) => wakeStack(platform, unit, payload));
  },
};
