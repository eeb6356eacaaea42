import type {
  StackInstance as ShownInstance,
  StackInstanceSummary,
  StackSet as ShownStackSet,
  StackSetDriftDetectionDetails,
  StackSetOperation as ShownOperation,
  StackSetOperationPreferences,
  StackSetOperationResultSummary,
  StackSetOperationSummary,
  StackSetSummary,
} from '../../../../generated/types/cloudformation.ts';
import { partitionOf } from '../../../platform/arn.ts';
import { stackSetArn } from '../model/stack-set.ts';
import type { DriftDetails, StackInstance, StackSet, StackSetOperation, StackSetResult } from '../model/stack-set.ts';

export function describeStackSet(stackSet: StackSet, regions: readonly string[]): ShownStackSet {
  const { parameters, noEcho, capabilities, tags, managedExecution, drift } = stackSet;
  return {
    StackSetName: stackSet.name,
    StackSetId: stackSet.stackSetId,
    Description: stackSet.description,
    Status: stackSet.status,
    TemplateBody: stackSet.templateBody,
    Parameters: parameters.map(({ ParameterKey, ParameterValue }) => ({
      ParameterKey,
      ParameterValue: noEcho.includes(ParameterKey) ? '****' : ParameterValue,
    })),
    Capabilities: [...capabilities],
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    StackSetARN: stackSetArn(stackSet),
    AdministrationRoleARN: stackSet.administrationRoleArn,
    ExecutionRoleName: stackSet.executionRoleName,
    StackSetDriftDetectionDetails: describeDrift(drift),
    PermissionModel: 'SELF_MANAGED',
    OrganizationalUnitIds: [],
    ManagedExecution: { Active: managedExecution },
    Regions: [...new Set(regions)],
  };
}

export function summariseStackSet({
  stackSetId,
  name,
  description,
  status,
  drift,
  managedExecution,
}: StackSet): StackSetSummary {
  return {
    StackSetName: name,
    StackSetId: stackSetId,
    Description: description,
    Status: status,
    PermissionModel: 'SELF_MANAGED',
    DriftStatus: drift?.DriftStatus ?? 'NOT_CHECKED',
    LastDriftCheckTimestamp: dateOf(drift?.checkedAt),
    ManagedExecution: { Active: managedExecution },
  };
}

export function describeInstance(instance: StackInstance, { noEcho }: StackSet): ShownInstance {
  return {
    ...summariseInstance(instance),
    ParameterOverrides: instance.parameterOverrides.map(({ ParameterKey, ParameterValue }) => ({
      ParameterKey,
      ParameterValue: noEcho.includes(ParameterKey) ? '****' : ParameterValue,
    })),
  };
}

export function summariseInstance(instance: StackInstance): StackInstanceSummary {
  return {
    StackSetId: instance.stackSetId,
    Region: instance.region,
    Account: instance.account,
    StackId: instance.stackId,
    Status: instance.status,
    StatusReason: instance.statusReason,
    StackInstanceStatus: { DetailedStatus: instance.detailedStatus },
    DriftStatus: instance.driftStatus,
    LastDriftCheckTimestamp: dateOf(instance.driftCheckedAt),
    LastOperationId: instance.lastOperationId,
  };
}

export function describeOperation(operation: StackSetOperation): ShownOperation {
  const { stackSetId, retainStacks, administrationRoleArn, executionRoleName, action, drift } = operation;
  return {
    ...summariseOperation(operation),
    StackSetId: stackSetId,
    RetainStacks: retainStacks,
    AdministrationRoleARN: administrationRoleArn,
    ExecutionRoleName: executionRoleName,
    ...(action === 'DETECT_DRIFT' && { StackSetDriftDetectionDetails: describeDrift(drift) }),
  };
}

export function summariseOperation(operation: StackSetOperation): StackSetOperationSummary {
  const { operationId, action, status, createdAt, endedAt, statusReason, failedCount } = operation;
  return {
    OperationId: operationId,
    Action: action,
    Status: status,
    CreationTimestamp: new Date(createdAt),
    EndTimestamp: dateOf(endedAt),
    StatusReason: statusReason,
    StatusDetails: { FailedStackInstancesCount: failedCount },
    OperationPreferences: shownPreferences(operation.preferences),
  };
}

/** Accounts may have a function that decides whether operations proceed; none is here to be found. */
export function summariseResult({
  account,
  region,
  status,
  statusReason,
}: StackSetResult): StackSetOperationResultSummary {
  const gate = `arn:${partitionOf(region)}:lambda:${region}:${account}:function:AWSCloudFormationStackSetAccountGate`;
  return {
    Account: account,
    Region: region,
    Status: status,
    StatusReason: statusReason,
    ...(status !== 'PENDING' && {
      AccountGateResult: { Status: 'SKIPPED', StatusReason: `Function not found: ${gate}` },
    }),
  };
}

function shownPreferences(preferences: StackSetOperationPreferences): StackSetOperationPreferences {
  const { FailureTolerancePercentage, MaxConcurrentPercentage } = preferences;
  return {
    RegionOrder: [],
    ...(FailureTolerancePercentage === undefined && { FailureToleranceCount: 0 }),
    ...(MaxConcurrentPercentage === undefined && { MaxConcurrentCount: 1 }),
    ...preferences,
  };
}

function describeDrift(drift: DriftDetails | undefined): StackSetDriftDetectionDetails {
  if (drift === undefined) {
    return {
      DriftStatus: 'NOT_CHECKED',
      TotalStackInstancesCount: 0,
      DriftedStackInstancesCount: 0,
      InSyncStackInstancesCount: 0,
      InProgressStackInstancesCount: 0,
      FailedStackInstancesCount: 0,
    };
  }
  const { checkedAt, ...details } = drift;
  return { ...details, LastDriftCheckTimestamp: new Date(checkedAt) };
}

function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}
