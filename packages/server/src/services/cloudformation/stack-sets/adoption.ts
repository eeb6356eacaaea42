import type { Unit } from '../../../platform/storage/storage.ts';
import { isDeleted, isInProgress } from '../model/stack.ts';
import type { StackInstance, StackSet, StackSetParameter, StackSetResult } from '../model/stack-set.ts';
import { instanceOfStack, saveInstance, saveResult } from '../store/stack-sets.ts';
import { stacksTable } from '../store/stacks.ts';
import { requireTemplate } from '../store/templates.ts';
import { InstanceFailure } from './permissions.ts';
import type { StackSetRun } from './run.ts';

/** An existing stack becomes an instance as it is; it is current where its template is that of the stack set. */
export async function adoptStack(
  { stackSet }: StackSetRun,
  unit: Unit,
  result: StackSetResult,
  instance: StackInstance,
): Promise<StackSetResult> {
  const stackId = result.importedStackId ?? '';
  const stack = await unit.get(stacksTable, [stackId]);
  if (stack === undefined || isDeleted(stack)) throw new InstanceFailure(`Stack with id ${stackId} does not exist`);
  if (isInProgress(stack))
    throw new InstanceFailure(`Stack:${stackId} is in ${stack.status} state and can not be imported.`);
  const owner = await instanceOfStack(unit, stackId);
  if (owner !== undefined)
    throw new InstanceFailure(`Stack ${stackId} already belongs to StackSet ${owner.stackSetId}`);
  const { configuration } = stack;
  const { original } = await requireTemplate(unit, stackId, configuration.templateId);
  const own = configuration.parameters.map(({ name, text }) => ({ ParameterKey: name, ParameterValue: text }));
  saveInstance(unit, {
    ...instance,
    stackId,
    status: original.trim() === stackSet.templateBody.trim() ? 'CURRENT' : 'OUTDATED',
    detailedStatus: 'SUCCEEDED',
    parameterOverrides: otherwise(stackSet, own),
  });
  const ended: StackSetResult = { ...result, status: 'SUCCEEDED' };
  saveResult(unit, ended);
  return ended;
}

function otherwise({ parameters }: StackSet, own: readonly StackSetParameter[]): StackSetParameter[] {
  const common = new Map(parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
  return own.filter(
    ({ ParameterKey, ParameterValue }) => common.has(ParameterKey) && common.get(ParameterKey) !== ParameterValue,
  );
}
