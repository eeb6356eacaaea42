import type { Stack as ShownStack, StackSummary } from '../../../../generated/types/cloudformation.ts';
import { shownParameters } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import { tagsToList } from '../../../platform/tags.ts';
import { isDeleted } from './stack.ts';
import type { Stack } from './stack.ts';

/** As DescribeStacks shows it. */
export function shownStack(stack: Stack): ShownStack {
  const { configuration, drift, status } = stack;
  return {
    ...times(stack),
    StackId: stack.stackId,
    StackName: stack.name,
    ChangeSetId: status === 'REVIEW_IN_PROGRESS' ? undefined : stack.changeSetId,
    Description: configuration.description,
    Parameters: unlessEmpty(shownParameters(configuration.parameters)),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: [...configuration.notificationArns],
    TimeoutInMinutes: stack.timeoutMinutes,
    Capabilities: unlessEmpty(configuration.capabilities),
    Outputs: unlessEmpty(
      stack.outputs.map(({ key, value, description, exportName }) => ({
        OutputKey: key,
        OutputValue: value,
        Description: description,
        ExportName: exportName,
      })),
    ),
    RoleARN: stack.roleArn,
    Tags: tagsToList(configuration.tags),
    EnableTerminationProtection: isDeleted(stack) ? undefined : stack.terminationProtection,
    RollbackConfiguration: configuration.rollbackConfiguration ?? {},
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: {
      StackDriftStatus: drift?.status ?? 'NOT_CHECKED',
      ...(drift && { LastCheckTimestamp: new Date(drift.checkedAt) }),
    },
    RetainExceptOnCreate: stack.retainExceptOnCreate,
    DeletionMode: stack.deletionMode,
    LastOperations: lastOperations(stack),
  };
}

export function stackSummary(stack: Stack): StackSummary {
  const { drift } = stack;
  return {
    ...times(stack),
    StackId: stack.stackId,
    StackName: stack.name,
    TemplateDescription: stack.configuration.description,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: {
      StackDriftStatus: drift?.status ?? 'NOT_CHECKED',
      ...(drift && { LastCheckTimestamp: new Date(drift.checkedAt) }),
    },
    LastOperations: lastOperations(stack),
  };
}

/** Unlike tags and topics, these are not shown as empty lists. */
function unlessEmpty<T>(list: readonly T[]): T[] | undefined {
  return list.length > 0 ? [...list] : undefined;
}

function lastOperations({ lastOperations: list }: Stack) {
  return list.map(({ operationId, type }) => ({ OperationId: operationId, OperationType: type }));
}

function times({ createdAt, updatedAt, deletedAt }: Stack) {
  return {
    CreationTime: new Date(createdAt),
    ...(updatedAt !== undefined && { LastUpdatedTime: new Date(updatedAt) }),
    ...(deletedAt !== undefined && { DeletionTime: new Date(deletedAt) }),
  };
}
