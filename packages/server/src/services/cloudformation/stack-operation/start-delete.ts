import { invalid } from '../errors.ts';
import { isInProgress } from '../model/stack.ts';
import type { Stack } from '../model/stack.ts';
import { resourcesOf } from '../store/stack-resources.ts';
import { requireOperation } from '../store/stack-operations.ts';
import { deleteChangeSetsOf } from '../change-sets/deletion.ts';
import { userInitiated } from './reasons.ts';
import type { DeleteRequest, StartContext } from './request.ts';
import { exportsInUse } from './stack-outputs.ts';
import { actingPrincipal, operationSettings } from './acting-principal.ts';
import { beginOperation, endOperation, enterStatus } from './transitions.ts';

/** A create or its rollback that is under way gives way. */
const interruptible: ReadonlySet<string> = new Set(['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS']);

/** Deletes a stack; one that is being deleted already goes on. One whose exports others import stays as it was. */
export async function startDelete(context: StartContext, stack: Stack, request: DeleteRequest): Promise<void> {
  const { unit, endpoint } = context;
  if (stack.status === 'DELETE_IN_PROGRESS' || stack.status === 'DELETE_COMPLETE') return;
  if (isInProgress(stack) && !interruptible.has(stack.status)) {
    throw invalid(`Stack [${stack.stackId}] cannot be deleted while in status ${stack.status}`);
  }
  if (stack.terminationProtection) {
    throw invalid(`Stack [${request.named ?? stack.name}] cannot be deleted while TerminationProtection is enabled`);
  }
  await checkRetained(context, stack, request);
  const roleArn = request.roleArn ?? stack.roleArn;
  const principal = await actingPrincipal(context, { ...request, roleArn }, stack.name);
  if (stack.operationId !== undefined) {
    const interrupted = await requireOperation(unit, stack.operationId);
    endOperation(context, interrupted, { succeeded: false, isWhole: true });
  }
  const inUse = await exportsInUse(unit, stack);
  if (inUse === undefined) await deleteChangeSetsOf(unit, stack.stackId);
  const { retained, force, undoesCreation, retainExceptOnCreate } = request;
  const settings = {
    ...operationSettings(request),
    ...(retained !== undefined && { spared: retained }),
    ...(force !== undefined && { force }),
    ...(undoesCreation && { undoesCreation, retainExceptOnCreate }),
  };
  const given = { ...stack, ...(roleArn !== undefined && { roleArn }) };
  const begun = beginOperation(context, given, { type: 'DELETE_STACK', work: 'delete', principal, endpoint, settings });
  const { failureReason: _, ...rest } = begun.stack;
  const deletionMode = force ? 'FORCE_DELETE_STACK' : 'STANDARD';
  const going = { ...rest, ...(force !== undefined && ({ deletionMode } as const)) };
  const entered = await enterStatus(context, going, begun.operation, {
    status: 'DELETE_IN_PROGRESS',
    reason: userInitiated,
  });
  if (inUse === undefined) return;
  const { operationId: __, deletedAt: ___, ...kept } = entered;
  await enterStatus(context, kept, begun.operation, { status: stack.status, reason: inUse });
  endOperation(context, begun.operation, { succeeded: false, isWhole: true });
}

async function checkRetained({ unit }: StartContext, stack: Stack, { retained, force }: DeleteRequest): Promise<void> {
  if (force && stack.status !== 'DELETE_FAILED') {
    throw invalid(
      `Invalid operation on stack [${stack.stackId}]. FORCE_DELETE_STACK is only valid for a stack in DELETE_FAILED state.`,
    );
  }
  if (retained === undefined || retained.length === 0) return;
  if (stack.status !== 'DELETE_FAILED') {
    throw invalid(
      `Invalid operation on stack [${stack.stackId}]. RetainResources is only valid for a stack in DELETE_FAILED state.`,
    );
  }
  const rows = new Map((await resourcesOf(unit, stack.stackId)).map((row) => [row.logicalId, row]));
  const unknown = retained.filter((id) => !rows.has(id));
  if (unknown.length > 0) {
    throw invalid(`The specified resources to retain do not belong to stack [${stack.name}]: [${unknown.join(', ')}]`);
  }
  if (retained.every((id) => rows.get(id)?.status !== 'DELETE_COMPLETE')) return;
  throw invalid(
    'The specified resources to retain must be in a valid state. Do not specify resources that are in the DELETE_COMPLETE state.',
  );
}
