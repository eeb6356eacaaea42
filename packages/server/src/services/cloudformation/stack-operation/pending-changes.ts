import { haveSameValues } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import { isSame } from '../../../engines/cloudformation/schema/same-value.ts';
import type { Stack } from '../model/stack.ts';
import { requireTemplate } from '../store/templates.ts';
import type { StackTarget, StartContext } from './request.ts';
import type { TargetPlan } from './target-plan.ts';

/** Whether an update has anything to do: AWS refuses one that has not. */
export async function changesAnything(
  { unit }: StartContext,
  stack: Stack,
  target: StackTarget,
  { plan, configuration }: TargetPlan,
): Promise<boolean> {
  if (stack.status === 'CREATE_FAILED' || stack.status === 'UPDATE_FAILED') return true;
  for (const { action } of plan.resources.values()) if (action !== 'None') return true;
  const before = stack.configuration;
  if (!isSame(before.tags, configuration.tags)) return true;
  if (!isSame(before.notificationArns, configuration.notificationArns)) return true;
  if (!isSame(before.rollbackConfiguration ?? {}, configuration.rollbackConfiguration ?? {})) return true;
  const standing = (await requireTemplate(unit, stack.stackId, before.templateId)).processed;
  const { Outputs = {} } = target.template.processed;
  const usesChangedValue =
    !haveSameValues(before.parameters, configuration.parameters) ||
    !isSame(before.conditions, configuration.conditions);
  if (!isSame(standing.Outputs ?? {}, Outputs)) return true;
  return usesChangedValue && JSON.stringify(Outputs).includes('{"');
}
