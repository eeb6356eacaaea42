import type { Unit } from '../../../platform/storage/storage.ts';
import type { OperationType, Stack, StackStatus } from '../model/stack.ts';
import type { OperationWork, StackOperation } from '../model/stack-operation.ts';
import type { StackResource } from '../model/stack-resource.ts';
import { saveResource } from '../store/stack-resources.ts';
import { conclude } from './conclude.ts';
import { recordResourceEvents } from './event-record.ts';
import { creationCancelled, failedResources, updateCancelled } from './reasons.ts';
import type { StackRun } from './stack-run.ts';
import { beginOperation, endOperation, enterStatus } from './transitions.ts';

/** The operation has failed: what is still under way is cancelled, and what its settings ask for follows. */
export async function failOperation(run: StackRun, given?: string): Promise<void> {
  await conclude(run, async (unit, stack) => {
    // A resource that fails is followed by what is cancelled, an order or a time-out precedes it.
    recordFaults(run, unit);
    if (given === undefined) cancelWaiting(run, unit);
    const what = given ?? failedResources(run.resources.values(), run.operation.operationId);
    const { work, onFailure } = run.operation;
    const changes = { failureReason: what.trim() };
    const isKept = onFailure === 'DO_NOTHING' || (work === 'create' && stack.parentId !== undefined);
    const last = lastStatus[work] ?? (isKept ? stuckStatus[work] : undefined);
    if (last !== undefined) await end(run, unit, { ...stack, ...changes }, last, what);
    else await follow(run, unit, { ...stack, ...changes }, followUp(run.operation, stack, what));
    if (given !== undefined) cancelWaiting(run, unit);
  });
}

/** Where a failure is the end of it. */
const lastStatus: Partial<Record<OperationWork, StackStatus>> = {
  delete: 'DELETE_FAILED',
  'roll-back-create': 'ROLLBACK_FAILED',
  'roll-back-import': 'IMPORT_ROLLBACK_FAILED',
  'roll-back-update': 'UPDATE_ROLLBACK_FAILED',
};
/** Where it is, if the request asks for it; what a nested stack has created goes with it, when its parent rolls back. */
const stuckStatus: Partial<Record<OperationWork, StackStatus>> = { create: 'CREATE_FAILED', update: 'UPDATE_FAILED' };

interface FollowUp {
  type: OperationType;
  work: OperationWork;
  status: StackStatus;
  reason: string;
}

function followUp({ work, onFailure }: StackOperation, stack: Stack, what: string): FollowUp {
  if (work === 'import')
    return { type: 'ROLLBACK', work: 'roll-back-import', status: 'IMPORT_ROLLBACK_IN_PROGRESS', reason: what };
  if (work === 'update' && stack.stable !== undefined) {
    return { type: 'ROLLBACK', work: 'roll-back-update', status: 'UPDATE_ROLLBACK_IN_PROGRESS', reason: what };
  }
  // The names of resources end with a full stop and a space; to all else AWS adds one, whether it has one or not.
  const sentence = what.endsWith(' ') ? what.trimEnd() : `${what}.`;
  if (onFailure === 'DELETE') {
    const reason = `${sentence} Delete requested by user.`;
    return { type: 'DELETE_STACK', work: 'delete', status: 'DELETE_IN_PROGRESS', reason };
  }
  const reason = `${sentence} Rollback requested by user.`;
  return { type: 'ROLLBACK', work: 'roll-back-create', status: 'ROLLBACK_IN_PROGRESS', reason };
}

async function end(run: StackRun, unit: Unit, stack: Stack, status: StackStatus, reason: string): Promise<void> {
  const scope = { platform: run.platform, unit };
  const { operationId: _, ...rest } = stack;
  await enterStatus(scope, rest, run.operation, { status, reason });
  endOperation(scope, run.operation, { succeeded: false, isWhole: true });
}

async function follow(run: StackRun, unit: Unit, stack: Stack, next: FollowUp): Promise<void> {
  const scope = { platform: run.platform, unit };
  const { principal, endpoint, clientToken, notify, retainExceptOnCreate } = run.operation;
  const { type, work, status, reason } = next;
  endOperation(scope, run.operation, { succeeded: false, isWhole: false });
  const settings = {
    ...(clientToken !== undefined && { clientToken }),
    ...(notify !== undefined && { notify }),
    ...(retainExceptOnCreate !== undefined && { retainExceptOnCreate }),
  };
  const begun = beginOperation(scope, stack, { type, work, principal, endpoint, settings });
  await enterStatus(scope, begun.stack, begun.operation, { status, reason });
}

function recordFaults({ platform, stack, operation, resources }: StackRun, unit: Unit): void {
  for (const { logicalId, type, reason } of operation.faults ?? []) {
    const standing = resources.get(logicalId)?.standing;
    const entry = {
      status: standing === undefined ? ('CREATE_FAILED' as const) : ('UPDATE_FAILED' as const),
      detailedStatus: 'VALIDATION_FAILED' as const,
      reason,
      ...(standing && { physicalId: standing.physicalId }),
    };
    recordResourceEvents({ platform, unit }, stack, operation, { logicalId, type, entries: [entry] });
  }
}

function cancelWaiting(run: StackRun, unit: Unit): void {
  const { platform, stack, operation, resources } = run;
  for (const row of resources.values()) {
    if (row.waiting === undefined || row.operationId !== operation.operationId) continue;
    const cancelled = cancelledRow(row, platform.clock.now());
    resources.set(row.logicalId, cancelled);
    saveResource(unit, cancelled);
    const { logicalId, type, status, statusReason, standing } = cancelled;
    const physical = standing && { physicalId: standing.physicalId };
    const entry = { status, ...(statusReason !== undefined && { reason: statusReason }), ...physical };
    recordResourceEvents({ platform, unit }, stack, operation, { logicalId, type, entries: [entry] });
  }
}

function cancelledRow({ waiting: _, ...row }: StackResource, changedAt: number): StackResource {
  const isUpdate = row.status.startsWith('UPDATE');
  const status = isUpdate ? 'UPDATE_FAILED' : 'CREATE_FAILED';
  return { ...row, status, statusReason: isUpdate ? updateCancelled : creationCancelled, changedAt };
}
