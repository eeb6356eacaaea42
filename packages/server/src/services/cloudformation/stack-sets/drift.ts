import type { Principal } from '../../../platform/identity.ts';
import type { Calls } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { DriftDetails, StackInstance, StackSetOperation, StackSetResult } from '../model/stack-set.ts';
import { findDetection, saveDetection } from '../store/drifts.ts';
import { findInstance, resultsOf, saveInstance, saveResult } from '../store/stack-sets.ts';

import { InstanceFailure } from './permissions.ts';
import { isGoing, keepEnd, noticeOf, requireInstance } from './run.ts';
import type { StackSetRun } from './run.ts';

/** Begins to look for drift in one stack, as its own account would. */
export async function detectDrift(
  run: StackSetRun,
  result: StackSetResult,
  principal: Principal,
): Promise<StackSetResult> {
  return run.platform.storage.transact(async (unit) => {
    if (!(await isGoing(unit, run))) return result;
    const { stackId } = await requireInstance(unit, result);
    if (stackId === undefined) throw new InstanceFailure('The stack instance has no stack.');
    const call = callsIn(run, result, principal, unit);
    const { StackDriftDetectionId: id } = await call.cloudformation.DetectStackDrift({ StackName: stackId });
    const detection = await findDetection(unit, id);
    if (detection !== undefined) saveDetection(unit, { ...detection, notify: noticeOf(run) });
    const running: StackSetResult = { ...result, status: 'RUNNING', step: 'detect-drift', driftDetectionId: id };
    saveResult(unit, running);
    return running;
  });
}

export function driftOutcome({ platform }: StackSetRun, result: StackSetResult): Promise<StackSetResult> {
  return platform.storage.transact(async (unit) => {
    const detection = await findDetection(unit, result.driftDetectionId ?? '');
    if (detection?.status === 'DETECTION_IN_PROGRESS') return result;
    if (detection?.status !== 'DETECTION_COMPLETE') {
      return keepEnd(unit, result, { status: 'FAILED', statusReason: detection?.statusReason }, {});
    }
    const { driftStatus = 'UNKNOWN', endedAt: driftCheckedAt } = detection;
    saveInstance(unit, { ...(await requireInstance(unit, result)), driftStatus, driftCheckedAt });
    return keepEnd(unit, result, { status: 'SUCCEEDED' }, {});
  });
}

export function callsIn(
  { platform }: Pick<StackSetRun, 'platform'>,
  { account, region }: Pick<StackSetResult, 'account' | 'region'>,
  principal: Principal,
  unit?: Unit,
): Calls {
  return platform.callAs({ principal, account, region, ...(unit && { unit }) });
}

/** How a stack set stands after a detection, or while it runs. */
export async function driftDetails(
  unit: Unit,
  { stackSetId, operationId, status }: StackSetOperation,
  checkedAt: number,
): Promise<DriftDetails> {
  const results = await resultsOf(unit, stackSetId, operationId);
  const found = await Promise.all(results.map((result) => findInstance(unit, result)));
  const instances = found.filter((instance): instance is StackInstance => instance !== undefined);
  const count = (...statuses: string[]) => results.filter((result) => statuses.includes(result.status)).length;
  const drifted = instances.filter(({ driftStatus }) => driftStatus === 'DRIFTED').length;
  const failed = count('FAILED', 'CANCELLED');
  return {
    DriftStatus: drifted > 0 ? 'DRIFTED' : failed === results.length && failed > 0 ? 'NOT_CHECKED' : 'IN_SYNC',
    DriftDetectionStatus: detectionStatus(status, { failed, total: results.length }),
    checkedAt,
    TotalStackInstancesCount: results.length,
    DriftedStackInstancesCount: drifted,
    InSyncStackInstancesCount: instances.filter(({ driftStatus }) => driftStatus === 'IN_SYNC').length,
    InProgressStackInstancesCount: count('PENDING', 'RUNNING'),
    FailedStackInstancesCount: failed,
  };
}

function detectionStatus(
  status: StackSetOperation['status'],
  { failed, total }: { failed: number; total: number },
): DriftDetails['DriftDetectionStatus'] {
  if (status === 'STOPPED') return 'STOPPED';
  if (status === 'RUNNING' || status === 'QUEUED' || status === 'STOPPING') return 'IN_PROGRESS';
  if (failed === 0) return 'COMPLETED';
  return status === 'FAILED' || failed === total ? 'FAILED' : 'PARTIAL_SUCCESS';
}
