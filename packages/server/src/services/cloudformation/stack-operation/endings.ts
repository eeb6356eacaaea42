import type { Unit } from '../../../platform/storage/storage.ts';
import type { Stack, StackStatus } from '../model/stack.ts';
import type { StackResource } from '../model/stack-resource.ts';
import { deleteExport } from '../store/exports.ts';
import { saveOperation } from '../store/stack-operations.ts';
import { deleteResource, saveResource } from '../store/stack-resources.ts';
import { buryStack, requireStackById } from '../store/stacks.ts';
import { deleteTemplate } from '../store/templates.ts';
import type { ApplyRun } from './apply-run.ts';
import { conclude } from './conclude.ts';
import { failOperation } from './failures.ts';
import { withReplaced } from '../model/leftovers.ts';
import { schedulePurge } from './purge.ts';
import { failedResources, refusalOf } from './reasons.ts';
import { keepImports } from './stack-imports.ts';
import { outputsOf, replaceExports } from './stack-outputs.ts';
import type { StackRun } from './stack-run.ts';
import { endOperation, enterStatus } from './transitions.ts';
import { enqueueAdvance } from './wake.ts';

/** All resources are as the template declares them. */
export async function finishApply(run: ApplyRun): Promise<void> {
  const { work } = run.operation;
  try {
    const outputs = await outputsOf(run);
    await conclude(run, async (unit, stack) => {
      await replaceExports(unit, stack, outputs);
      if (work === 'update') await beginCleanUp(run, unit, { ...stack, outputs, formerOutputs: stack.outputs });
      else
        await becomeStable(run, unit, { ...stack, outputs }, work === 'import' ? 'IMPORT_COMPLETE' : 'CREATE_COMPLETE');
    });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    await failOperation(run, refusal);
  }
}

/** What an update or its rollback left over goes at once; of a nested stack, once its parent goes so far, too. */
export async function beginCleanUp(run: StackRun, unit: Unit, stack: Stack): Promise<void> {
  const { platform, operation } = run;
  const parent = stack.parentId === undefined ? undefined : await requireStackById(unit, stack.parentId);
  const held = parent?.operationId !== undefined;
  const next = { ...operation, phase: 'clean-up' as const, ...(held && { held }) };
  saveOperation(unit, next);
  const isUpdate = operation.work === 'update';
  const status = isUpdate ? 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' : 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
  await enterStatus({ platform, unit }, stack, next, { status });
  enqueueAdvance(platform, unit, stack, operation.operationId);
}

export async function finishCleanUp(run: StackRun, failed: boolean): Promise<void> {
  const isUpdate = run.operation.work === 'update';
  const subject = isUpdate ? 'Update' : 'Update rollback';
  const reason = failed ? `${subject} successful. One or more resources could not be deleted.` : undefined;
  const status = isUpdate ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE';
  const { abandoned, relieved } = abandonUndeleted(run);
  await conclude(run, async (unit, stack) => {
    for (const row of abandoned) deleteResource(unit, row);
    for (const row of relieved) saveResource(unit, row);
    await becomeStable(run, unit, stack, status, reason);
  });
}

/** What could not be deleted is no part of the stack any more: it is left to its owner. */
function abandonUndeleted({ resources, operation }: StackRun): {
  abandoned: StackResource[];
  relieved: StackResource[];
} {
  const abandoned: StackResource[] = [];
  const relieved: StackResource[] = [];
  for (const row of resources.values()) {
    if (row.status === 'DELETE_FAILED' && row.operationId === operation.operationId) {
      abandoned.push(row);
      resources.delete(row.logicalId);
      continue;
    }
    const { leftovers = [], ...rest } = withReplaced(row);
    if (leftovers.length === 0) continue;
    const { baseline: _, ...current } = rest;
    relieved.push(current);
    resources.set(row.logicalId, current);
  }
  return { abandoned, relieved };
}

/** There is nothing to roll back to but what is now. */
async function becomeStable(
  run: StackRun,
  unit: Unit,
  current: Stack,
  status: StackStatus,
  reason?: string,
): Promise<void> {
  const scope = { platform: run.platform, unit };
  const { operationId: _, formerOutputs: __, ...stack } = current;
  const { stable, configuration } = stack;
  for (const row of run.resources.values()) if (row.baseline !== undefined) saveResource(unit, settledRow(row));
  if (stable !== undefined && stable.templateId !== configuration.templateId) {
    deleteTemplate(unit, stack.stackId, stable.templateId);
  }
  const imports = keepImports(unit, stack, configuration.imports);
  await enterStatus(scope, { ...stack, imports, stable: configuration }, run.operation, { status, reason });
  endOperation(scope, run.operation, { succeeded: true, isWhole: true });
}

function settledRow(row: StackResource): StackResource {
  const { baseline: _, adopted: __, ...rest } = withReplaced(row);
  return rest;
}

/** Everything was tried: the stack, or what its creation made, is gone, or stuck with what could not be deleted. */
export async function finishDeletion(run: StackRun): Promise<void> {
  const { platform, operation, resources } = run;
  const reason = failedResources(resources.values(), operation.operationId);
  const isDeletion = operation.work === 'delete';
  await conclude(run, async (unit, current) => {
    const scope = { platform, unit };
    const { operationId: _, ...stack } = current;
    if (reason !== '') {
      const status = isDeletion ? 'DELETE_FAILED' : 'ROLLBACK_FAILED';
      await enterStatus(scope, stack, operation, { status, reason, changes: { failureReason: reason } });
    } else if (isDeletion) {
      await bury(run, unit, stack);
    } else {
      const imports = keepImports(unit, stack, []);
      await enterStatus(scope, stack, operation, { status: 'ROLLBACK_COMPLETE', changes: { imports } });
    }
    endOperation(scope, operation, { succeeded: reason === '', isWhole: true });
  });
}

async function bury({ platform, operation }: StackRun, unit: Unit, stack: Stack): Promise<void> {
  for (const { exportName } of stack.outputs) if (exportName !== undefined) deleteExport(unit, stack, exportName);
  const changes = { imports: keepImports(unit, stack, []), deletedAt: platform.clock.now() };
  const gone = await enterStatus({ platform, unit }, stack, operation, { status: 'DELETE_COMPLETE', changes });
  buryStack(unit, gone);
  schedulePurge(platform, unit, gone);
}

/** What an import adopted is its owner's again. */
export async function finishImportRollback(run: StackRun): Promise<void> {
  const { stable } = run.stack;
  await conclude(run, async (unit, stack) => {
    const configuration = stable ?? stack.configuration;
    await becomeStable(run, unit, { ...stack, configuration }, 'IMPORT_ROLLBACK_COMPLETE');
  });
}
