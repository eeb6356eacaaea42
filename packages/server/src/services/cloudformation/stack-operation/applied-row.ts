import type { DesiredResource } from '../../../engines/cloudformation/plan/resource-plan.ts';
import type { EventEntry } from '../model/stack-event.ts';
import type { ResourceStatus, StackResource, StandingResource } from '../model/stack-resource.ts';
import type { ApplyRun } from './apply-run.ts';
import type { PhysicalResult } from './physical-resource.ts';
import { recordedReason } from './reasons.ts';
import type { StepFailureRecord } from './resource-step.ts';

export function standingOf(
  run: ApplyRun,
  {
    logicalId,
    desired,
    made,
  }: {
    logicalId: string;
    desired: DesiredResource;
    made: Pick<PhysicalResult, 'physicalId' | 'attributes' | 'realism'>;
  },
): StandingResource {
  const { type, properties, metadata, tags, deletionPolicy, updateReplacePolicy } = desired;
  const { physicalId, attributes, realism } = made;
  return {
    type,
    physicalId,
    properties,
    attributes,
    ...(metadata && { metadata }),
    tags,
    realism,
    dependsOn: [...(run.graph.get(logicalId) ?? [])],
    deletionPolicy: deletionPolicy as StandingResource['deletionPolicy'],
    updateReplacePolicy: updateReplacePolicy as StandingResource['updateReplacePolicy'],
  };
}

/** The row after these events. */
export function rowOf(
  run: ApplyRun,
  { logicalId, standing, entries }: { logicalId: string; standing: StandingResource; entries: readonly EventEntry[] },
): StackResource {
  const { status, reason } = entries.at(-1) ?? { status: 'UPDATE_COMPLETE' as const };
  return {
    stackId: run.stack.stackId,
    logicalId,
    type: standing.type,
    status: status as ResourceStatus,
    ...(reason !== undefined && { statusReason: reason }),
    changedAt: run.platform.clock.now(),
    operationId: run.operation.operationId,
    standing,
  };
}

export function completed(
  status: EventEntry['status'],
  made: Pick<PhysicalResult, 'physicalId' | 'realism'>,
): EventEntry {
  const { physicalId, realism } = made;
  return { status, physicalId, ...(realism === 'recorded' && { reason: recordedReason }) };
}

/** The row and events of a step that has failed. */
export function failureOf(
  run: ApplyRun,
  row: StackResource | undefined,
  { logicalId, type, reason }: { logicalId: string; type: string; reason: string },
): StepFailureRecord {
  const { stack, operation, platform } = run;
  const { standing } = row ?? {};
  const word = standing !== undefined ? 'UPDATE' : operation.adopted?.[logicalId] === undefined ? 'CREATE' : 'IMPORT';
  const physical = standing && { physicalId: standing.physicalId };
  const status = `${word}_FAILED` as const;
  const before = standing === undefined ? { baseline: {} } : { baseline: { standing } };
  const failed: StackResource = {
    ...row,
    stackId: stack.stackId,
    logicalId,
    type,
    status,
    statusReason: reason,
    changedAt: platform.clock.now(),
    operationId: operation.operationId,
    ...(stack.stable !== undefined && row?.baseline === undefined && before),
  };
  const begun = { status: `${word}_IN_PROGRESS` as const, ...physical };
  return { row: failed, entries: (text: string): EventEntry[] => [begun, { status, reason: text, ...physical }] };
}
