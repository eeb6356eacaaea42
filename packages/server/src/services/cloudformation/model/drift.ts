import type { StackResourceDrift } from '../../../../generated/types/cloudformation.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Scope } from '../../../platform/service.ts';
import type { DriftStatus } from './stack.ts';
import type { EndNotice } from './stack-operation.ts';

export type PropertyDifference = NonNullable<StackResourceDrift['PropertyDifferences']>[number];

/** One row per resource that was checked, as of the last time. */
export interface ResourceDrift {
  stackId: string;
  logicalId: string;
  physicalId: string;
  type: string;
  status: StackResourceDrift['StackResourceDriftStatus'];
  statusReason?: string | undefined;
  /** JSON text. */
  expected?: string | undefined;
  actual?: string | undefined;
  differences: readonly PropertyDifference[];
  checkedAt: number;
}

/** One row per drift detection on a stack. */
export interface DriftDetection extends Scope {
  detectionId: string;
  stackId: string;
  status: 'DETECTION_IN_PROGRESS' | 'DETECTION_FAILED' | 'DETECTION_COMPLETE';
  statusReason?: string | undefined;
  driftStatus?: DriftStatus | undefined;
  driftedResources?: number | undefined;
  startedAt: number;
  endedAt?: number | undefined;
  /** Only these, where they are given. */
  logicalIds?: readonly string[] | undefined;
  /** In whose name resources are read. */
  principal: Principal;
  endpoint: string;
  /** Enqueued when it has ended. */
  notify?: EndNotice | undefined;
}

export function isDrifted({ status }: Pick<ResourceDrift, 'status'>): boolean {
  return status === 'MODIFIED' || status === 'DELETED';
}

export function shownDrift(drift: ResourceDrift): StackResourceDrift {
  const isThere = drift.actual !== undefined;
  return {
    StackId: drift.stackId,
    LogicalResourceId: drift.logicalId,
    PhysicalResourceId: drift.physicalId,
    PhysicalResourceIdContext: [],
    ResourceType: drift.type,
    ExpectedProperties: drift.expected,
    ActualProperties: drift.actual,
    PropertyDifferences: isThere ? [...drift.differences] : undefined,
    StackResourceDriftStatus: drift.status,
    DriftStatusReason: drift.statusReason,
    Timestamp: new Date(drift.checkedAt),
  };
}
