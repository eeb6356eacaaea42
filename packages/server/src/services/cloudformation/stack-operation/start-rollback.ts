import { invalid, notPossible } from '../errors.ts';
import type { OperationType, Stack, StackStatus } from '../model/stack.ts';
import type { OperationWork, StackOperation } from '../model/stack-operation.ts';
import { findOperation, requireOperation, saveOperation } from '../store/stack-operations.ts';
import { resourcesOf } from '../store/stack-resources.ts';
import { findStack, stacksTable } from '../store/stacks.ts';
import { userInitiated } from './reasons.ts';
import type { OperationRequest, StartContext } from './request.ts';
import { actingPrincipal, operationSettings } from './acting-principal.ts';
import { beginOperation, endOperation, enterStatus } from './transitions.ts';
import { enqueueAdvance } from './wake.ts';

export interface RollbackRequest extends OperationRequest {
  retainExceptOnCreate?: boolean | undefined;
}

export interface ContinueRequest extends OperationRequest {
  /** Logical ids; those of nested stacks as `StackName.LogicalId`. */
  skipped?: readonly string[] | undefined;
}

/** Back to the last state in which all was well, which for a stack that never was well is without resources. */
export async function startRollback(context: StartContext, stack: Stack, request: RollbackRequest): Promise<void> {
  if (stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED') throw notPossible(stack, 'rolled back');
  const { retainExceptOnCreate } = request;
  const isUpdate = stack.stable !== undefined;
  await rollBack(context, stack, request, {
    type: 'ROLLBACK',
    work: isUpdate ? 'roll-back-update' : 'roll-back-create',
    status: isUpdate ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS',
    settings: { ...(retainExceptOnCreate !== undefined && { retainExceptOnCreate }) },
  });
}

export async function continueRollback(context: StartContext, stack: Stack, request: ContinueRequest): Promise<void> {
  if (stack.status !== 'UPDATE_ROLLBACK_FAILED') throw notPossible(stack, 'rolled back');
  const { skipped = [] } = request;
  await checkSkipped(context, stack, skipped);
  await rollBack(context, stack, request, {
    type: 'CONTINUE_ROLLBACK',
    work: 'roll-back-update',
    status: 'UPDATE_ROLLBACK_IN_PROGRESS',
    settings: { spared: skipped },
  });
}

/** Only what has failed may be left as it is. */
async function checkSkipped(context: StartContext, stack: Stack, skipped: readonly string[]): Promise<void> {
  const rows = new Map((await resourcesOf(context.unit, stack.stackId)).map((row) => [row.logicalId, row]));
  for (const name of skipped) {
    const [child, logicalId] = name.split('.');
    if (logicalId !== undefined) {
      const nested = await findStack(context.unit, context, child ?? '');
      if (nested?.rootId === (stack.rootId ?? stack.stackId)) continue;
    } else if (rows.get(name)?.status === 'UPDATE_FAILED') continue;
    throw invalid(
      `The resource ${name} cannot be skipped: ResourcesToSkip takes resources in the UPDATE_FAILED state because a rollback failed`,
    );
  }
}

/**
 * A nested stack goes back with its parent. False where the update that is rolled back did not touch it. What of the
 * parent's ResourcesToSkip belongs to it is skipped.
 */
export async function startNestedRollback(
  context: StartContext,
  child: Stack,
  request: OperationRequest,
): Promise<boolean> {
  const { status } = child;
  if (status === 'UPDATE_ROLLBACK_IN_PROGRESS' || status.startsWith('UPDATE_ROLLBACK_COMPLETE')) return true;
  if (status === 'UPDATE_IN_PROGRESS') {
    await cancelUpdate(context, child, userInitiated);
    return true;
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    await continueRollback(context, child, { ...request, skipped: await skippedOf(context, child) });
    return true;
  }
  if (status !== 'UPDATE_FAILED' && status !== 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') return false;
  await rollBack(context, child, request, {
    type: 'ROLLBACK',
    work: 'roll-back-update',
    status: 'UPDATE_ROLLBACK_IN_PROGRESS',
    settings: {},
  });
  return true;
}

async function skippedOf({ unit }: StartContext, { parentId = '', name }: Stack): Promise<string[]> {
  const parent = await unit.get(stacksTable, [parentId]);
  const operation = parent?.operationId === undefined ? undefined : await findOperation(unit, parent.operationId);
  return (operation?.spared ?? []).flatMap((path) =>
    path.startsWith(`${name}.`) ? [path.slice(name.length + 1)] : [],
  );
}

/** An update that is under way fails; no further step of it begins. */
export async function cancelUpdate(context: StartContext, stack: Stack, reason: string): Promise<void> {
  if (stack.status !== 'UPDATE_IN_PROGRESS' || stack.operationId === undefined) {
    throw invalid('CancelUpdateStack cannot be called from current stack status');
  }
  const { unit, platform } = context;
  const operation = await requireOperation(unit, stack.operationId);
  saveOperation(unit, { ...operation, onFailure: 'ROLLBACK', cancelledFor: reason });
  enqueueAdvance(platform, unit, stack, operation.operationId);
}

async function rollBack(
  context: StartContext,
  stack: Stack,
  request: OperationRequest,
  how: { type: OperationType; work: OperationWork; status: StackStatus; settings: Partial<StackOperation> },
): Promise<void> {
  const { unit, endpoint } = context;
  const { type, work, status } = how;
  const roleArn = request.roleArn ?? stack.roleArn;
  const principal = await actingPrincipal(context, { ...request, roleArn }, stack.name);
  if (stack.operationId !== undefined) {
    const held = await requireOperation(unit, stack.operationId);
    endOperation(context, held, { succeeded: false, isWhole: false });
  }
  const settings = { ...operationSettings(request), ...how.settings };
  const given = { ...stack, ...(roleArn !== undefined && { roleArn }) };
  const begun = beginOperation(context, given, { type, work, principal, endpoint, settings });
  const { failureReason: _, ...rest } = begun.stack;
  await enterStatus(context, rest, begun.operation, { status, reason: userInitiated });
}
