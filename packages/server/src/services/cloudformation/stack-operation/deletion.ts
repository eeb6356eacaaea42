import type { Unit } from '../../../platform/storage/storage.ts';
import type { EventEntry } from '../model/stack-event.ts';
import type { StackResource, StandingResource } from '../model/stack-resource.ts';
import { deletePhysical } from './physical-resource.ts';
import { StepFailure } from './reasons.ts';
import type { StackRun } from './stack-run.ts';

/** What becomes of a physical resource that its stack has no use for any more. */
export type Farewell = 'delete' | 'retain';

export interface DeletionStep {
  run: StackRun;
  unit: Unit;
  logicalId: string;
}

/** The events of a deletion that began and, but where it waits, ended. Throws where the service refuses. */
export async function deleteStanding(
  { run, unit, logicalId }: DeletionStep,
  standing: StandingResource,
  farewell: Farewell,
): Promise<{ entries: EventEntry[]; waits: boolean }> {
  const { physicalId, properties, tags } = standing;
  if (farewell === 'retain') return { entries: [{ status: 'DELETE_SKIPPED', physicalId }], waits: false };
  const settlement = await deletePhysical({ run, unit, logicalId, properties, tags }, standing);
  const entries: EventEntry[] = [{ status: 'DELETE_IN_PROGRESS', physicalId }];
  if (settlement.state === 'failed') throw new StepFailure(settlement.reason);
  if (settlement.state === 'waiting') {
    run.wakes.push(run.platform.clock.now() + settlement.askAgainInMs);
    return { entries, waits: true };
  }
  entries.push({ status: 'DELETE_COMPLETE', physicalId });
  return { entries, waits: false };
}

/** The row of a resource that is gone from a stack that goes, too: it stays to be seen. */
export function rowWithout(
  run: StackRun,
  { stackId, logicalId, type, standing, lastPhysicalId }: StackResource,
  status: 'DELETE_COMPLETE' | 'DELETE_SKIPPED',
): StackResource {
  const physicalId = standing?.physicalId ?? lastPhysicalId;
  return {
    stackId,
    logicalId,
    type,
    status,
    changedAt: run.platform.clock.now(),
    operationId: run.operation.operationId,
    ...(physicalId !== undefined && { lastPhysicalId: physicalId }),
  };
}

export function failedDeletion(run: StackRun, row: StackResource, reason: string) {
  const physical = row.standing && { physicalId: row.standing.physicalId };
  const { waiting: _, ...rest } = row;
  const failed: StackResource = {
    ...rest,
    status: 'DELETE_FAILED',
    statusReason: reason,
    changedAt: run.platform.clock.now(),
    operationId: run.operation.operationId,
  };
  const entries = (text: string): EventEntry[] => [
    { status: 'DELETE_IN_PROGRESS', ...physical },
    { status: 'DELETE_FAILED', reason: text, ...physical },
  ];
  return { row: failed, entries };
}

/** The order of deletion: each resource waits for those that depend on it. */
export function dependenciesOf(resources: Iterable<StackResource>): Map<string, string[]> {
  const graph = new Map<string, string[]>();
  for (const { logicalId, standing, baseline } of resources) {
    graph.set(logicalId, [...(standing?.dependsOn ?? []), ...(baseline?.standing?.dependsOn ?? [])]);
  }
  return graph;
}
