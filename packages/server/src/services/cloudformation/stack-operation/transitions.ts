import type { Principal } from '../../../platform/identity.ts';
import type { OperationType, Stack, StackStatus } from '../model/stack.ts';
import type { OperationWork, StackOperation } from '../model/stack-operation.ts';
import { saveOperation } from '../store/stack-operations.ts';
import { saveStack } from '../store/stacks.ts';
import { recordStackEvent } from './event-record.ts';
import type { RecordScope } from './event-record.ts';
import { enqueueAdvance, wakeStack } from './wake.ts';

export interface NewOperation {
  type: OperationType;
  work: OperationWork;
  principal: Principal;
  endpoint: string;
  settings?: Partial<StackOperation>;
}

const operationsShown = 10;
/** Statuses in which all that a stack has made begins to go. */
const deletions: ReadonlySet<StackStatus> = new Set(['DELETE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS']);

/** The stack's row with an operation under way, whose job is enqueued; the caller changes its status and saves it. */
export function beginOperation(
  { platform, unit }: RecordScope,
  stack: Stack,
  { type, work, principal, endpoint, settings = {} }: NewOperation,
): { stack: Stack; operation: StackOperation } {
  const operationId = platform.ids.uuid();
  const operation: StackOperation = {
    stackId: stack.stackId,
    account: stack.account,
    region: stack.region,
    operationId,
    type,
    work,
    phase: 'apply',
    status: 'IN_PROGRESS',
    startedAt: platform.clock.now(),
    principal,
    endpoint,
    onFailure: 'ROLLBACK',
    ...settings,
  };
  saveOperation(unit, operation);
  enqueueAdvance(platform, unit, stack, operationId);
  const lastOperations = [{ operationId, type }, ...stack.lastOperations].slice(0, operationsShown);
  return { stack: { ...stack, operationId, lastOperations }, operation };
}

/** Gives the stack a status, with its event, and tells the parent. */
export async function enterStatus(
  scope: RecordScope,
  stack: Stack,
  operation: StackOperation,
  { status, reason, changes = {} }: { status: StackStatus; reason?: string | undefined; changes?: Partial<Stack> },
): Promise<Stack> {
  const { statusReason: _, ...rest } = stack;
  const next: Stack = {
    ...rest,
    ...(deletions.has(status) && { deletedAt: scope.platform.clock.now() }),
    ...changes,
    status,
    ...(reason !== undefined && { statusReason: reason }),
  };
  saveStack(scope.unit, next);
  recordStackEvent(scope, next, operation, { status, ...(reason !== undefined && { reason }) });
  if (next.parentId !== undefined) await wakeStack(scope.platform, scope.unit, { stackId: next.parentId });
  return next;
}

/** Nothing more is done for the operation. `isWhole`: no automatic rollback follows. */
export function endOperation(
  { platform, unit }: RecordScope,
  operation: StackOperation,
  { succeeded, isWhole }: { succeeded: boolean; isWhole: boolean },
): void {
  const { account, region, notify } = operation;
  saveOperation(unit, {
    ...operation,
    status: succeeded ? 'SUCCEEDED' : 'FAILED',
    endedAt: platform.clock.now(),
  });
  if (isWhole && notify !== undefined) {
    const { type, serialKey, payload } = notify;
    platform.jobs.enqueue(unit, { type, ...(serialKey !== undefined && { serialKey }), account, region, payload });
  }
}
