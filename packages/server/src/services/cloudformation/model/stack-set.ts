import type {
  StackInstance as ShownInstance,
  StackSet as ShownStackSet,
  StackSetDriftDetectionDetails,
  StackSetOperation as ShownOperation,
  StackSetOperationPreferences,
  StackSetOperationResultSummary,
} from '../../../../generated/types/cloudformation.ts';
import { arn } from '../../../platform/arn.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Tags } from '../../../platform/tags.ts';
import type { Capability } from './stack.ts';

export interface StackSetParameter {
  ParameterKey: string;
  ParameterValue: string;
}

/** One row per stack set, kept as DELETED; account and region are those of its administrator. */
export interface StackSet extends Scope {
  /** `name:uuid` */
  stackSetId: string;
  name: string;
  status: NonNullable<ShownStackSet['Status']>;
  description?: string | undefined;
  templateBody: string;
  parameters: readonly StackSetParameter[];
  /** Parameters never to be shown. */
  noEcho: readonly string[];
  capabilities: readonly Capability[];
  tags: Tags;
  administrationRoleArn: string;
  executionRoleName: string;
  managedExecution: boolean;
  createdAt: number;
  clientToken?: string | undefined;
  /** Of the request that made it, to know it again by its client token. */
  fingerprint: string;
  /** Whether an update came after its creation. */
  isModified?: boolean | undefined;
  drift?: DriftDetails | undefined;
}

/** With the time in milliseconds. */
export type DriftDetails = Omit<StackSetDriftDetectionDetails, 'LastDriftCheckTimestamp'> & { checkedAt: number };

type InstanceDetailedStatus = NonNullable<NonNullable<ShownInstance['StackInstanceStatus']>['DetailedStatus']>;

/** One row per account and region of a stack set. */
export interface StackInstance {
  stackSetId: string;
  account: string;
  region: string;
  /** Absent until its stack has been begun. */
  stackId?: string | undefined;
  status: NonNullable<ShownInstance['Status']>;
  detailedStatus: InstanceDetailedStatus;
  statusReason?: string | undefined;
  parameterOverrides: readonly StackSetParameter[];
  driftStatus: NonNullable<ShownInstance['DriftStatus']>;
  driftCheckedAt?: number | undefined;
  lastOperationId: string;
}

type StackSetOperationStatus = NonNullable<ShownOperation['Status']>;
export type StackSetAction = NonNullable<ShownOperation['Action']>;

export interface StackSetOperation extends Scope {
  stackSetId: string;
  operationId: string;
  action: StackSetAction;
  status: StackSetOperationStatus;
  statusReason?: string | undefined;
  preferences: StackSetOperationPreferences;
  /** Of a deletion. */
  retainStacks?: boolean | undefined;
  administrationRoleArn: string;
  executionRoleName: string;
  createdAt: number;
  endedAt?: number | undefined;
  /** Of the request. */
  fingerprint: string;
  /** As whoever began it sees the server. */
  endpoint: string;
  failedCount: number;
  drift?: DriftDetails | undefined;
  /** A stack whose AWS::CloudFormation::StackSet waits for the end. */
  wakes?: string | undefined;
}

export type ResultStatus = NonNullable<StackSetOperationResultSummary['Status']>;

/** What an operation does, or did, in one account and region. */
export interface StackSetResult {
  stackSetId: string;
  operationId: string;
  /** Position in the operation. */
  order: number;
  account: string;
  region: string;
  status: ResultStatus;
  statusReason?: string | undefined;
  /** Of an import: the stack that becomes an instance. */
  importedStackId?: string | undefined;
  /** What is under way: a stack that failed before goes before it is created anew. */
  step?: 'deploy' | 'delete' | 'clear' | 'detect-drift' | undefined;
  /** Of the stack, while it is under way. */
  stackOperationId?: string | undefined;
  driftDetectionId?: string | undefined;
}

export function stackSetArn({ account, region, stackSetId }: StackSet): string {
  return arn({ service: 'cloudformation', region, account, resource: `stackset/${stackSetId}` });
}

export function isFinal({ status }: Pick<StackSetResult, 'status'>): boolean {
  return status !== 'PENDING' && status !== 'RUNNING';
}

export function isUnderWay({ status }: Pick<StackSetOperation, 'status'>): boolean {
  return status === 'RUNNING' || status === 'STOPPING' || status === 'QUEUED';
}
