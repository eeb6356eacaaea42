import { callsFor } from '../calls.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { isDeleted } from '../model/stack.ts';
import type { Stack } from '../model/stack.ts';
import { stackIdOf } from '../model/stack-id.ts';
import type { StackInstance, StackSetResult } from '../model/stack-set.ts';
import { StepFailure } from '../stack-operation/reasons.ts';
import type { StackTarget } from '../stack-operation/request.ts';
import { startCreate, startUpdate } from '../stack-operation/start.ts';
import { startDelete } from '../stack-operation/start-delete.ts';
import { deleteInstance } from '../store/stack-sets.ts';
import { stacksTable } from '../store/stacks.ts';
import { loadTemplate } from '../template-source/load-template.ts';
import { effectiveParameters } from './definition.ts';
import { detectDrift } from './drift.ts';
import { adoptStack } from './adoption.ts';
import { InstanceFailure } from './permissions.ts';
import { isGoing, keepEnd, keepRunning, noticeOf, requireInstance } from './run.ts';
import type { StackSetRun } from './run.ts';

/** Stacks that can only be made anew. */
const spoilt: ReadonlySet<string> = new Set(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED']);

const longestName = 128;

/** Begins what the operation does in one account and Region, in one unit; a refusal is its end. */
export async function beginResult(run: StackSetRun, result: StackSetResult): Promise<StackSetResult> {
  const { storage } = run.platform;
  try {
    if (run.operation.retainStacks) return await storage.transact((unit) => letGo(run, unit, result));
    const principal = await run.sessions.in(result.account);
    if (run.operation.action === 'DETECT_DRIFT') return await detectDrift(run, result, principal);
    return await storage.transact((unit) => begin(run, unit, result, principal));
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof InstanceFailure || error instanceof StepFailure)) throw error;
    return storage.transact((unit) => fail(run, unit, result, error.message));
  }
}

/** What a failure makes of the instance: one that could not be deleted is of no use. */
export function fail(
  run: StackSetRun,
  unit: Unit,
  result: StackSetResult,
  statusReason: string,
): Promise<StackSetResult> {
  const { action } = run.operation;
  const changes =
    action === 'DETECT_DRIFT'
      ? {}
      : action === 'DELETE'
        ? ({ status: 'INOPERABLE', detailedStatus: 'INOPERABLE' } as const)
        : ({ status: 'OUTDATED', detailedStatus: result.importedStackId ? 'FAILED_IMPORT' : 'FAILED' } as const);
  return keepEnd(unit, result, { status: 'FAILED', statusReason }, changes);
}

async function letGo(run: StackSetRun, unit: Unit, result: StackSetResult): Promise<StackSetResult> {
  if (!(await isGoing(unit, run))) return result;
  deleteInstance(unit, await requireInstance(unit, result));
  return keepEnd(unit, result, { status: 'SUCCEEDED' }, {});
}

async function begin(
  run: StackSetRun,
  unit: Unit,
  result: StackSetResult,
  principal: Principal,
): Promise<StackSetResult> {
  if (!(await isGoing(unit, run))) return result;
  const instance = await requireInstance(unit, result);
  if (result.importedStackId !== undefined) return adoptStack(run, unit, result, instance);
  const found = instance.stackId === undefined ? undefined : await unit.get(stacksTable, [instance.stackId]);
  const stack = found === undefined || isDeleted(found) ? undefined : found;
  const step = { run, unit, result, instance, principal };
  if (run.operation.action === 'DELETE') return stack === undefined ? gone(step) : remove(step, stack, 'delete');
  if (stack === undefined) return create(step);
  return spoilt.has(stack.status) ? remove(step, stack, 'clear') : update(step, stack);
}

interface DeploymentStep {
  run: StackSetRun;
  unit: Unit;
  result: StackSetResult;
  instance: StackInstance;
  principal: Principal;
}

async function create(step: DeploymentStep): Promise<StackSetResult> {
  const { run, unit, result, instance, principal } = step;
  const { account, region } = result;
  const uuid = run.platform.ids.uuid();
  const suffix = `-${run.platform.ids.uuid()}`;
  const name = `StackSet-${run.stackSet.name}`.slice(0, longestName - suffix.length) + suffix;
  const stackId = stackIdOf({ account, region, name, uuid });
  const target = await targetOf(step, { stackId, name });
  const stack = await startCreate(startContext(step), { name, stackId, target, principal, notify: noticeOf(run) });
  const { operationId: stackOperationId } = stack;
  return keepRunning(unit, result, instance, { step: 'deploy', stackOperationId, stackId });
}

async function update(step: DeploymentStep, stack: Stack): Promise<StackSetResult> {
  const { run, unit, result, instance, principal } = step;
  const target = await targetOf(step, stack);
  const started = await startUpdate(startContext(step), stack, { target, principal, notify: noticeOf(run) });
  if (started === undefined) {
    return keepEnd(unit, result, { status: 'SUCCEEDED' }, { status: 'CURRENT', detailedStatus: 'SUCCEEDED' });
  }
  return keepRunning(unit, result, instance, { step: 'deploy', stackOperationId: started.operationId });
}

async function remove(step: DeploymentStep, stack: Stack, what: 'clear' | 'delete'): Promise<StackSetResult> {
  const { run, unit, result, instance, principal } = step;
  await startDelete(startContext(step), stack, { principal, notify: noticeOf(run) });
  const begun = await unit.get(stacksTable, [stack.stackId]);
  return keepRunning(unit, result, instance, { step: what, stackOperationId: begun?.operationId });
}

function gone({ unit, result, instance }: DeploymentStep): Promise<StackSetResult> {
  deleteInstance(unit, instance);
  return keepEnd(unit, result, { status: 'SUCCEEDED' }, {});
}

/** The stack is the target account's own; the operation is told when it has ended. */
function startContext({ run, unit, result }: DeploymentStep) {
  const { account, region } = result;
  return { platform: run.platform, unit, account, region, endpoint: run.operation.endpoint };
}

async function targetOf(
  { run, unit, result, instance, principal }: DeploymentStep,
  stack: { stackId: string; name: string },
): Promise<StackTarget> {
  const { platform, stackSet, operation } = run;
  const { account, region } = result;
  const call = callsFor(platform, { principal, account, region, unit });
  const { templateBody, capabilities, tags } = stackSet;
  const request = {
    UsePreviousTemplate: true,
    Parameters: effectiveParameters(stackSet, instance.parameterOverrides),
    Capabilities: capabilities,
  };
  const loaded = await loadTemplate(
    request,
    { platform, call, endpoint: operation.endpoint, account, region },
    { stack: { id: stack.stackId, name: stack.name }, previous: { body: templateBody, parameters: new Map() } },
  );
  return {
    template: { original: loaded.original, processed: loaded.template, transformed: loaded.transformed },
    parameters: loaded.parameters,
    tags,
    capabilities,
    notificationArns: [],
  };
}
