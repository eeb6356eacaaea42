import type { Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { knownStates } from '../model/change-set.ts';
import type { Stack, StackConfiguration } from '../model/stack.ts';
import type { StackRefactor } from '../model/stack-refactor.ts';
import { recordStackEvent } from '../stack-operation/event-record.ts';
import { userInitiated } from '../stack-operation/reasons.ts';
import { addImports, keepImports } from '../stack-operation/stack-imports.ts';
import { deleteResource } from '../store/stack-resources.ts';
import { addStack, findStack, saveStack } from '../store/stacks.ts';
import { deleteTemplate, saveTemplate } from '../store/templates.ts';
import { replaceAllExports } from './exports.ts';
import { isSamePlace } from './matching.ts';
import { planRefactor } from './plan.ts';
import type { RefactoredPlan } from './plan.ts';
import { placeResource } from './placement.ts';
import type { ExecutedStack, Execution } from './placement.ts';
import { RefactorError } from './refactor-error.ts';

const operationsShown = 10;

/** All of the refactor, in one unit of work: other stacks and readers see either none of it or the whole. */
export async function executeRefactor(platform: Platform, unit: Unit, refactor: StackRefactor): Promise<void> {
  const plan = await planRefactor(platform, unit, refactor);
  const ids = new Map(plan.stacks.map(({ stackId }) => [stackId, platform.ids.uuid()]));
  const operationOf = (stackId: string) => ({ operationId: ids.get(stackId) ?? '' });
  const execution: Execution = { platform, unit, refactor, operationOf };
  const executed: ExecutedStack[] = [];
  for (const one of plan.stacks) executed.push(await beginStack(execution, one));
  const moved = executed.flatMap(({ plan: { resourcesAfter } }) => resourcesAfter);
  for (const { resource, destination } of moved) {
    if (isSamePlace(resource, destination)) continue;
    deleteResource(unit, resource);
  }
  for (const one of executed) {
    for (const resource of one.plan.resourcesAfter) await placeResource(execution, executed, one.stack, resource);
  }
  await replaceAllExports(
    unit,
    executed.map(({ plan: { outputs }, stack }) => ({ stack, outputs })),
  );
  for (const one of executed) endStack(execution, one);
}

/** The stack's row with what it is declared to be from now on. */
async function beginStack(execution: Execution, plan: RefactoredPlan): Promise<ExecutedStack> {
  const { platform, unit, operationOf } = execution;
  const { stackId, loaded } = plan;
  const former = plan.stack ?? (await newStack(execution, plan));
  const configuration: StackConfiguration = {
    ...former.configuration,
    templateId: platform.ids.uuid(),
    description: loaded.template.Description,
    parameters: [...loaded.parameters.values()],
    conditions: knownStates(loaded.conditions),
    imports: plan.imports,
  };
  const { original, template: processed, transformed } = loaded;
  saveTemplate(unit, { stackId, templateId: configuration.templateId, original, processed, transformed });
  if (plan.stack !== undefined) deleteTemplate(unit, stackId, former.configuration.templateId);
  const { operationId } = operationOf(stackId);
  const lastOperations = [
    { operationId, type: plan.stack === undefined ? ('CREATE_STACK' as const) : ('UPDATE_STACK' as const) },
    ...former.lastOperations,
  ].slice(0, operationsShown);
  const stack: Stack = { ...former, configuration, stable: configuration, lastOperations };
  const status = plan.stack === undefined ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
  recordStackEvent(execution, stack, { operationId }, { status, reason: userInitiated });
  return { plan, stack };
}

async function newStack({ platform, unit, refactor }: Execution, { stackId, name }: RefactoredPlan): Promise<Stack> {
  const { account, region } = refactor;
  if ((await findStack(unit, refactor, name)) !== undefined) throw new RefactorError(`Stack [${name}] already exists`);
  return {
    account,
    region,
    stackId,
    name,
    status: 'CREATE_IN_PROGRESS',
    createdAt: platform.clock.now(),
    configuration: {
      templateId: '',
      parameters: [],
      conditions: {},
      tags: {},
      capabilities: [],
      notificationArns: [],
      imports: [],
    },
    outputs: [],
    imports: [],
    lastOperations: [],
    disableRollback: false,
    terminationProtection: false,
  };
}

function endStack(execution: Execution, { plan, stack }: ExecutedStack): void {
  const { unit, platform, operationOf } = execution;
  const isNew = plan.stack === undefined;
  addImports(unit, stack, plan.imports);
  const { statusReason, failureReason, drift, ...kept } = stack;
  const ended: Stack = {
    ...kept,
    imports: keepImports(unit, stack, plan.imports),
    outputs: plan.outputs,
    status: isNew ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
    ...(!isNew && { updatedAt: platform.clock.now() }),
  };
  if (isNew) addStack(unit, ended);
  else saveStack(unit, ended);
  recordStackEvent(execution, ended, operationOf(stack.stackId), { status: ended.status });
}
