import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { presentProperties } from '../../../platform/resource-steps.ts';
import { isDeleted } from '../model/stack.ts';
import type { Stack } from '../model/stack.ts';
import { stackIdOf } from '../model/stack-id.ts';
import { startDelete } from '../stack-operation/start-delete.ts';
import { startNestedRollback } from '../stack-operation/start-rollback.ts';
import { startCreate, startUpdate } from '../stack-operation/start.ts';
import { changeSetsOf } from '../store/change-sets.ts';
import { childStacks, requireStackById, stacksTable } from '../store/stacks.ts';
import {
  creationOutcome,
  deletionOutcome,
  outputAttributes,
  rollbackOutcome,
  updateOutcome,
} from './nested-outcome.ts';
import { nestedTarget } from './nested-template.ts';
import type { NestedStackProperties } from './nested-template.ts';
import { ownContext } from './own-context.ts';
import type { OwnContext } from './own-context.ts';

const longestName = 128;

/**
 * What an update did to the child, remembered beside its attributes: nothing where its template and parameters are
 * as they were.
 */
type ChildStep = 'none' | 'update' | 'rollback';

/** AWS::CloudFormation::Stack */
export const nestedStackResource: ResourceHandler = {
  async create(desired, context) {
    const own = ownContext(context);
    const { operation, stack: parent } = own.owner;
    const review = await childInReview(own);
    const child = review ?? newChild(own);
    const { stackId } = child;
    await startCreate(own, {
      ...sharedRequest(own),
      name: child.name,
      stackId,
      target: await nestedTarget(desired, child, own),
      onFailure: operation.onFailure === 'DO_NOTHING' ? 'DO_NOTHING' : 'ROLLBACK',
      timeoutMinutes: minutesOf(desired),
      retainExceptOnCreate: operation.retainExceptOnCreate,
      parent: { stackId: parent.stackId, rootId: parent.rootId ?? parent.stackId },
      ...(review && { review, changeSetId: review.changeSetId }),
    });
    return { StackId: stackId };
  },

  async read({ physicalId, properties }, context) {
    const child = await context.unit.get(stacksTable, [physicalId]);
    if (child === undefined || isDeleted(child)) return undefined;
    return { ...shownProperties(child, properties), ...outputAttributes(child) };
  },

  async update({ physicalId }, desired, context) {
    const own = ownContext(context);
    const child = await requireStackById(own.unit, physicalId);
    if (own.owner.operation.work === 'roll-back-update') {
      return stepped((await startNestedRollback(own, child, sharedRequest(own))) ? 'rollback' : 'none');
    }
    const target = await nestedTarget(desired, child, own);
    const { retainExceptOnCreate, onFailure } = own.owner.operation;
    const disableRollback = onFailure === 'DO_NOTHING';
    const started = await startUpdate(own, child, {
      ...sharedRequest(own),
      target,
      disableRollback,
      retainExceptOnCreate,
      changeSetId: await executedChangeSet(own, child),
    });
    return stepped(started === undefined ? 'none' : 'update');
  },

  async delete({ physicalId }, context) {
    const own = ownContext(context);
    const child = await own.unit.get(stacksTable, [physicalId]);
    if (child === undefined || isDeleted(child) || child.status === 'DELETE_IN_PROGRESS') return;
    const { work, retainExceptOnCreate, ...operation } = own.owner.operation;
    const force = child.status === 'DELETE_FAILED' && operation.force;
    const undoesCreation = work.startsWith('roll-back') || operation.undoesCreation;
    const request = { ...sharedRequest(own), undoesCreation, retainExceptOnCreate };
    await startDelete(own, child, { ...request, ...(force && { force }) });
  },

  async settle({ physicalId, properties }, step, context) {
    const child = await context.unit.get(stacksTable, [physicalId]);
    if (step === 'delete' || child === undefined) return deletionOutcome(child);
    if (step === 'create') return creationOutcome(child);
    const did = properties['ChildStep'] as ChildStep | undefined;
    if (did === 'update') return updateOutcome(child, properties);
    return did === 'rollback' ? rollbackOutcome(child, properties) : { state: 'done' };
  },

  async list(context) {
    const found: ResourceProperties[] = [];
    let NextToken: string | undefined;
    do {
      const page = await context.call.cloudformation.DescribeStacks({ NextToken });
      for (const { StackId, ParentId } of page.Stacks ?? []) if (ParentId !== undefined) found.push({ StackId });
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  },
};

/** What a child has from the operation of its parent. */
function sharedRequest({ owner: { stack, operation } }: OwnContext) {
  const { principal, clientToken } = operation;
  return { principal, clientToken, roleArn: stack.roleArn };
}

function stepped(ChildStep: ChildStep): ResourceProperties {
  return { ChildStep };
}

function newChild(context: OwnContext): { stackId: string; name: string } {
  const { account, region, platform } = context;
  const name = context.generatedName({ maxLength: longestName });
  return { name, stackId: stackIdOf({ account, region, name, uuid: platform.ids.uuid() }) };
}

/** The change set that the parent executes has made the child already, if it reached into nested stacks. */
async function childInReview({ unit, owner, stack }: OwnContext): Promise<Stack | undefined> {
  if (owner.operation.changeSetId === undefined) return undefined;
  for (const child of await childStacks(unit, owner.stack.stackId)) {
    if (child.status !== 'REVIEW_IN_PROGRESS') continue;
    const changeSets = await changeSetsOf(unit, child.stackId);
    if (changeSets.some(({ logicalId }) => logicalId === stack.logicalId)) return child;
  }
  return undefined;
}

/** The one that the parent's own change set has made, and that is executed with it. */
async function executedChangeSet({ unit, owner }: OwnContext, child: Stack): Promise<string | undefined> {
  if (owner.operation.changeSetId === undefined) return undefined;
  const changeSets = await changeSetsOf(unit, child.stackId);
  return changeSets.find(({ executionStatus }) => executionStatus === 'EXECUTE_IN_PROGRESS')?.changeSetId;
}

function minutesOf(desired: ResourceProperties): number | undefined {
  const { TimeoutInMinutes } = desired as NestedStackProperties;
  return TimeoutInMinutes === undefined ? undefined : Number(TimeoutInMinutes);
}

function shownProperties(child: Stack, { TemplateURL }: ResourceProperties): ResourceProperties {
  const { configuration, timeoutMinutes, stackId, status, parentId, rootId } = child;
  const parameters = configuration.parameters.filter(({ isDefault, noEcho }) => !isDefault && !noEcho);
  const { notificationArns } = configuration;
  return presentProperties({
    TemplateURL,
    Parameters:
      parameters.length > 0 ? Object.fromEntries(parameters.map(({ name, text }) => [name, text])) : undefined,
    NotificationARNs: notificationArns.length > 0 ? notificationArns : undefined,
    TimeoutInMinutes: timeoutMinutes,
    StackId: stackId,
    StackStatus: status,
    ParentId: parentId,
    RootId: rootId,
  });
}
