import { planResource } from '../../../engines/cloudformation/plan/resource-plan.ts';
import type { DesiredResource, ResourcePlan } from '../../../engines/cloudformation/plan/resource-plan.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { isNestedStack } from '../model/stack-resource.ts';
import type { StandingResource } from '../model/stack-resource.ts';
import { schemasOf } from '../resource-schemas.ts';
import { failureOf } from './applied-row.ts';
import { desiredOf, shownProperties } from './apply-run.ts';
import type { ApplyRun } from './apply-run.ts';
import { createStep, modifyStep, replaceStep } from './change-steps.ts';
import type { ApplyStep } from './change-steps.ts';
import type { StepResult } from './graph-walk.ts';
import { adoptStep } from './import-step.ts';
import { isUpdatable } from './physical-resource.ts';
import { takeStep } from './resource-step.ts';
import type { StepOutcome } from './resource-step.ts';
import { settleResource } from './settle-resource.ts';
import { requirePolicyAllows } from './update-policy.ts';

/** Brings one resource to what the template declares, as far as that is not done yet. */
export async function applyResource(run: ApplyRun, logicalId: string): Promise<StepResult> {
  const row = run.resources.get(logicalId);
  if (row?.operationId === run.operation.operationId) {
    if (row.waiting !== undefined) return settleResource(run, row);
    if (row.status.endsWith('_FAILED')) return 'failed';
    if (row.standing !== undefined) return 'done';
  }
  const type = run.template.Resources[logicalId]?.Type ?? '';
  const subject = { logicalId, type };
  let desired: DesiredResource;
  try {
    desired = await desiredOf(run, logicalId);
  } catch (error) {
    const fail = () => Promise.reject(error);
    return takeStep(run, subject, fail, (reason) => failureOf(run, row, { logicalId, type, reason }));
  }
  const step = { run, row, logicalId, desired };
  const plan = row?.standing && planOf(run, row.standing, desired);
  if (plan?.action === 'None') return 'done';
  return takeStep(
    run,
    { ...subject, properties: shownProperties(run, logicalId, desired) },
    (unit) => change(step, plan, unit),
    (reason) => failureOf(run, row, { logicalId, type, reason }),
  );
}

async function change(step: ApplyStep, plan: ResourcePlan | undefined, unit: Unit): Promise<StepOutcome> {
  const { run, row, logicalId, desired } = step;
  if (row?.standing === undefined || plan === undefined) {
    const identifier = run.operation.adopted?.[logicalId];
    if (identifier !== undefined) return adoptStep(run, unit, { logicalId, desired, identifier });
    return createStep(step, unit);
  }
  if (plan.action === 'Replace') {
    requirePolicyAllows(run, 'Update:Replace', { logicalId, type: desired.type });
    return replaceStep(step, row.standing, unit);
  }
  requirePolicyAllows(run, 'Update:Modify', { logicalId, type: desired.type });
  return modifyStep(step, { row, standing: row.standing, plan }, unit);
}

function planOf(run: ApplyRun, standing: StandingResource, desired: DesiredResource): ResourcePlan {
  return planResource(standing, desired, {
    schema: schemasOf(run.platform).find(desired.type),
    isUpdatable: isUpdatable(run, desired.type),
    isAlwaysUpdated: isNestedStack(desired.type),
  });
}
