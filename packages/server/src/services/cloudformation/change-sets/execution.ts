import type { ExecuteChangeSetInput } from '../../../../generated/types/cloudformation.ts';
import type { ResourceProperties } from '../../../platform/resource-handler.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { CloudFormationError, invalid } from '../errors.ts';
import { executionStatusOf } from '../model/change-set.ts';
import type { ChangeSet, ExecutionStatus } from '../model/change-set.ts';
import type { Stack } from '../model/stack.ts';
import { schemasOf } from '../resource-schemas.ts';
import { adoptLiveState } from './live-state.ts';
import { startCreate, startImport, startUpdate } from '../stack-operation/start.ts';
import type { StackTarget } from '../stack-operation/request.ts';
import {
  changeSetsOf,
  changesOf,
  childChangeSets,
  findChangeSetById,
  liveStateOf,
  saveChangeSet,
} from '../store/change-sets.ts';
import { requireStackById, stacksTable } from '../store/stacks.ts';
import { requireTemplate } from '../store/templates.ts';

type Input = Pick<ExecuteChangeSetInput, 'ClientRequestToken' | 'DisableRollback' | 'RetainExceptOnCreate'>;

export async function executeChangeSet(changeSet: ChangeSet, input: Input, request: RequestContext): Promise<void> {
  const { unit } = request;
  const stack = await requireStackById(unit, changeSet.stackId);
  checkExecutable(changeSet, stack, input);
  const isUnderWay = await startOperation(changeSet, stack, input, request);
  await setExecutionStatus(unit, changeSet, isUnderWay ? 'EXECUTE_IN_PROGRESS' : 'EXECUTE_COMPLETE');
  for (const other of await changeSetsOf(unit, stack.stackId)) {
    if (other.name === changeSet.name || other.executionStatus !== 'AVAILABLE') continue;
    saveChangeSet(unit, { ...other, executionStatus: 'OBSOLETE' });
  }
}

function checkExecutable(changeSet: ChangeSet, stack: Stack, { DisableRollback }: Input): void {
  const { changeSetId, status, parentChangeSetId, onStackFailure } = changeSet;
  const refuse = (reason: string) =>
    new CloudFormationError(
      'InvalidChangeSetStatusException',
      `ChangeSet [${changeSetId}] cannot be executed ${reason}`,
    );
  if (status !== 'CREATE_COMPLETE') throw refuse(`in its current status of [${status}]`);
  const executionStatus = executionStatusOf(changeSet, stack);
  if (executionStatus !== 'AVAILABLE') throw refuse(`in its current execution status of [${executionStatus}]`);
  if (parentChangeSetId !== undefined) throw refuse('on its own: it is nested, execute the root change set instead');
  if (DisableRollback !== undefined && onStackFailure !== undefined) {
    throw invalid('DisableRollback cannot be specified for a change set that was created with OnStackFailure');
  }
}

/** False where there turned out to be nothing to do. */
async function startOperation(
  changeSet: ChangeSet,
  stack: Stack,
  input: Input,
  request: RequestContext,
): Promise<boolean> {
  const { changeSetId } = changeSet;
  const operation = {
    target: await targetOf(changeSet, request.unit),
    principal: request.principal,
    roleArn: changeSet.roleArn,
    clientToken: input.ClientRequestToken,
    changeSetId,
    notify: { type: 'cloudformation.changeSetExecuted', serialKey: changeSetId, payload: { changeSetId } },
  };
  const adopted = await adoptedResources(changeSet, request);
  if (changeSet.type === 'IMPORT') {
    await startImport(request, stack, { ...operation, adopted });
    return true;
  }
  const disableRollback = input.DisableRollback ?? changeSet.deploymentConfig?.DisableRollback ?? false;
  const onFailure = changeSet.onStackFailure ?? (disableRollback ? 'DO_NOTHING' : 'ROLLBACK');
  const retainExceptOnCreate = input.RetainExceptOnCreate;
  if (stack.status === 'REVIEW_IN_PROGRESS') {
    const { stackId, name: stackName } = stack;
    const create = { ...operation, stackId, name: stackName, review: stack, onFailure, retainExceptOnCreate, adopted };
    await startCreate(request, create);
    return true;
  }
  const live = await liveStateOf(request.unit, changeSetId);
  if (live !== undefined) await adoptLiveState(request.unit, stack.stackId, live);
  const update = { ...operation, disableRollback: onFailure === 'DO_NOTHING', retainExceptOnCreate, adopted };
  return (await startUpdate(request, stack, update)) !== undefined;
}

async function targetOf(changeSet: ChangeSet, unit: Unit): Promise<StackTarget> {
  const { original, processed, transformed } = await requireTemplate(unit, changeSet.stackId, changeSet.templateId);
  const { tags, capabilities, notificationArns, rollbackConfiguration } = changeSet;
  return {
    template: { original, processed, transformed },
    parameters: new Map(changeSet.parameters.map((value) => [value.name, value])),
    tags,
    capabilities,
    notificationArns,
    rollbackConfiguration,
  };
}

/** Identifiers of the resources that are imported, by logical id. */
async function adoptedResources(
  changeSet: ChangeSet,
  { unit, platform }: RequestContext,
): Promise<Record<string, ResourceProperties>> {
  const adopted: Record<string, ResourceProperties> = {};
  for (const { LogicalResourceId, ResourceIdentifier } of changeSet.resourcesToImport) {
    adopted[LogicalResourceId] = ResourceIdentifier;
  }
  if (!changeSet.importExistingResources) return adopted;
  for (const { Action, LogicalResourceId, PhysicalResourceId = '', ResourceType } of await changesOf(
    unit,
    changeSet.changeSetId,
  )) {
    if (Action !== 'Import') continue;
    const names = schemasOf(platform).find(ResourceType)?.primaryIdentifier ?? [];
    const values = PhysicalResourceId.split('|');
    adopted[LogicalResourceId] = Object.fromEntries(names.map((name, index) => [name, values[index]]));
  }
  return adopted;
}

/** A change set and those of its nested stacks are executed as one. */
async function setExecutionStatus(unit: Unit, changeSet: ChangeSet, executionStatus: ExecutionStatus): Promise<void> {
  saveChangeSet(unit, { ...changeSet, executionStatus });
  for (const child of await childChangeSets(unit, changeSet.changeSetId)) {
    if (child.status === 'CREATE_COMPLETE') await setExecutionStatus(unit, child, executionStatus);
  }
}

const successes: ReadonlySet<string> = new Set(['CREATE_COMPLETE', 'IMPORT_COMPLETE', 'UPDATE_COMPLETE']);

/** Once the operation that executes it has ended. */
export async function recordOutcome(unit: Unit, changeSetId: string): Promise<void> {
  const changeSet = await findChangeSetById(unit, changeSetId);
  if (changeSet?.executionStatus !== 'EXECUTE_IN_PROGRESS') return;
  const stack = await unit.get(stacksTable, [changeSet.stackId]);
  const succeeded = stack !== undefined && successes.has(stack.status);
  await setExecutionStatus(unit, changeSet, succeeded ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED');
}
