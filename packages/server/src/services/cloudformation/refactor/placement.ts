import { coerceProperties } from '../../../engines/cloudformation/schema/coerce.ts';
import type { Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { Stack } from '../model/stack.ts';
import type { StackRefactor } from '../model/stack-refactor.ts';
import type { StackResource, StandingResource } from '../model/stack-resource.ts';
import { resourceAccess } from '../resource-access.ts';
import { recordResourceEvents } from '../stack-operation/event-record.ts';
import { resourceTagsOf } from '../stack-operation/handler-context.ts';
import { withSecrets } from '../stack-operation/lookups.ts';
import { saveResource } from '../store/stack-resources.ts';
import { isSamePlace } from './matching.ts';
import type { PlannedResource, RefactoredPlan } from './plan.ts';

export interface Execution {
  platform: Platform;
  unit: Unit;
  refactor: StackRefactor;
  /** The operation's id in each stack, for its events. */
  operationOf: (stackId: string) => { operationId: string };
}

export interface ExecutedStack {
  plan: RefactoredPlan;
  stack: Stack;
}

/** The row of a resource where it is to be, with tags that say so. */
export async function placeResource(
  execution: Execution,
  stacks: readonly ExecutedStack[],
  stack: Stack,
  planned: PlannedResource,
): Promise<void> {
  const { unit, platform, operationOf } = execution;
  const { resource, destination, desired, dependsOn } = planned;
  const isMoved = !isSamePlace(resource, destination);
  const standing: StandingResource = {
    ...resource.standing,
    metadata: desired.metadata,
    tags: isMoved ? stack.configuration.tags : resource.standing.tags,
    dependsOn,
    deletionPolicy: desired.deletionPolicy as StandingResource['deletionPolicy'],
    updateReplacePolicy: desired.updateReplacePolicy as StandingResource['updateReplacePolicy'],
  };
  if (!isMoved) {
    saveResource(unit, { ...resource, standing });
    return;
  }
  const source = stacks.find(({ stack: { stackId } }) => stackId === resource.stackId)?.stack ?? stack;
  await retag(execution, { stack: source, resource }, { stack, logicalId: destination.logicalId, standing });
  const { drift, ...kept } = resource;
  const { operationId } = operationOf(stack.stackId);
  const moved: StackResource = {
    ...kept,
    stackId: stack.stackId,
    logicalId: destination.logicalId,
    standing,
    status: 'UPDATE_COMPLETE',
    operationId,
    changedAt: platform.clock.now(),
  };
  saveResource(unit, moved);
  recordMove(execution, { stack: source, logicalId: resource.logicalId }, { stack, resource: moved });
}

/** CloudFormation's own tags name the stack and logical id that the resource has now; those of the stack come with it. */
async function retag(
  { platform, unit, refactor: { principal, endpoint } }: Execution,
  { stack: source, resource }: { stack: Stack; resource: PlannedResource['resource'] },
  to: { stack: Stack; logicalId: string; standing: StandingResource },
): Promise<void> {
  const access = resourceAccess({ platform, principal, endpoint }, unit, to);
  if (access?.schema.tagging === undefined || to.standing.realism === 'recorded') return;
  const { schema, handler, existing, context } = access;
  const tags = resourceTagsOf(source, resource.logicalId, resource.standing.tags);
  const desired = coerceProperties(schema, await withSecrets(to.standing.properties, context.call));
  await handler.update?.({ ...existing, tags }, desired, context);
}

function recordMove(
  execution: Execution,
  from: { stack: Stack; logicalId: string },
  { stack, resource }: { stack: Stack; resource: StackResource },
): void {
  const { type, logicalId, standing } = resource;
  const physicalId = standing?.physicalId;
  const shown = { properties: JSON.stringify(standing?.properties ?? {}) };
  recordResourceEvents(execution, from.stack, execution.operationOf(from.stack.stackId), {
    logicalId: from.logicalId,
    type,
    entries: [
      { status: 'DELETE_SKIPPED', reason: `Resource moved to ${logicalId} of stack ${stack.name}`, physicalId },
    ],
  });
  const reason = `Resource moved from ${from.logicalId} of stack ${from.stack.name}`;
  recordResourceEvents(execution, stack, execution.operationOf(stack.stackId), {
    logicalId,
    type,
    ...shown,
    entries: [
      { status: 'UPDATE_IN_PROGRESS', reason, physicalId },
      { status: 'UPDATE_COMPLETE', physicalId },
    ],
  });
}
