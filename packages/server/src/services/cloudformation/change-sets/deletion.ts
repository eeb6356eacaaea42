import type { Unit } from '../../../platform/storage/storage.ts';
import { CloudFormationError } from '../errors.ts';
import type { ChangeSet } from '../model/change-set.ts';
import { childChangeSets, changeSetsOf, removeChangeSet } from '../store/change-sets.ts';
import { buryStack, stacksTable } from '../store/stacks.ts';
import { deleteTemplate } from '../store/templates.ts';

/** With the change sets of nested stacks, and such of these stacks as were only made to be reviewed. */
export async function deleteChangeSet(unit: Unit, changeSet: ChangeSet, now: number): Promise<void> {
  if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS') {
    throw new CloudFormationError(
      'InvalidChangeSetStatusException',
      `ChangeSet [${changeSet.changeSetId}] cannot be deleted in its current execution status of [EXECUTE_IN_PROGRESS]`,
    );
  }
  for (const child of await childChangeSets(unit, changeSet.changeSetId)) {
    await deleteChangeSet(unit, child, now);
    const stack = await unit.get(stacksTable, [child.stackId]);
    if (stack?.status === 'REVIEW_IN_PROGRESS')
      buryStack(unit, { ...stack, status: 'DELETE_COMPLETE', deletedAt: now });
  }
  discard(unit, changeSet);
}

/** Those of a stack that is gone for good. */
export async function deleteChangeSetsOf(unit: Unit, stackId: string): Promise<void> {
  for (const changeSet of await changeSetsOf(unit, stackId)) discard(unit, changeSet);
}

function discard(unit: Unit, changeSet: ChangeSet): void {
  removeChangeSet(unit, changeSet);
  deleteTemplate(unit, changeSet.stackId, changeSet.templateId);
}
