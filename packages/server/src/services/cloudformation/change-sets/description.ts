import type { ChangeSetSummary, DescribeChangeSetOutput } from '../../../../generated/types/cloudformation.ts';
import { withoutValues } from '../../../engines/cloudformation/change-set/change.ts';
import type { ChangeTarget, ResourceChange } from '../../../engines/cloudformation/change-set/change.ts';
import { shownParameters } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import { tagsToList } from '../../../platform/tags.ts';
import { executionStatusOf } from '../model/change-set.ts';
import type { ChangeSet } from '../model/change-set.ts';
import type { Stack } from '../model/stack.ts';
import type { LiveState } from './live-state.ts';

export function summariseChangeSet(changeSet: ChangeSet, stack: Stack | undefined): ChangeSetSummary {
  return {
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    ChangeSetId: changeSet.changeSetId,
    ChangeSetName: changeSet.name,
    ExecutionStatus: executionStatusOf(changeSet, stack),
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    CreationTime: new Date(changeSet.createdAt),
    Description: changeSet.description,
    IncludeNestedStacks: changeSet.includeNestedStacks,
    ParentChangeSetId: changeSet.parentChangeSetId,
    RootChangeSetId: changeSet.rootChangeSetId,
    ImportExistingResources: changeSet.importExistingResources,
  };
}

export function describeChangeSet(
  changeSet: ChangeSet,
  stack: Stack | undefined,
  live?: LiveState,
): DescribeChangeSetOutput {
  const { tags, parameters } = changeSet;
  return {
    ...summariseChangeSet(changeSet, stack),
    Parameters: parameters.length > 0 ? shownParameters(parameters) : undefined,
    NotificationARNs: [...changeSet.notificationArns],
    RollbackConfiguration: changeSet.rollbackConfiguration ?? {},
    Capabilities: [...changeSet.capabilities],
    Tags: Object.keys(tags).length > 0 ? tagsToList(tags) : undefined,
    OnStackFailure: changeSet.onStackFailure,
    DeploymentMode: changeSet.deploymentMode,
    StackDriftStatus: live && stackDriftStatus(live),
    DeploymentConfig: changeSet.deploymentConfig,
  };
}

export function shownChange(change: ResourceChange, includeValues: boolean) {
  if (!includeValues) return { Type: 'Resource' as const, ResourceChange: withoutValues(change) };
  const Details = change.Details.map(({ Target: { Drift, ...target }, ...detail }) => ({
    ...detail,
    Target: { ...target, ...(Drift !== undefined && { Drift: shownDrift(Drift) }) },
  }));
  return { Type: 'Resource' as const, ResourceChange: { ...change, Details } };
}

function shownDrift({ checkedAt, ...values }: NonNullable<ChangeTarget['Drift']>) {
  return { ...values, DriftDetectionTimestamp: new Date(checkedAt) };
}

function stackDriftStatus(live: LiveState): 'DRIFTED' | 'IN_SYNC' {
  const isDrifted = Object.values(live).some(({ status }) => status === 'MODIFIED' || status === 'DELETED');
  return isDrifted ? 'DRIFTED' : 'IN_SYNC';
}
