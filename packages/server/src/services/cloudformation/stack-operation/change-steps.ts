import { customName } from '../../../engines/cloudformation/plan/resource-plan.ts';
import type { DesiredResource, ResourcePlan } from '../../../engines/cloudformation/plan/resource-plan.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { EventEntry } from '../model/stack-event.ts';
import type { StackResource, StandingResource } from '../model/stack-resource.ts';
import { isCustomResource } from '../model/stack-resource.ts';
import { schemasOf } from '../resource-schemas.ts';
import { completed, rowOf, standingOf } from './applied-row.ts';
import type { ApplyRun } from './apply-run.ts';
import { creationWait } from './creation-policy.ts';
import { createPhysical, updatePhysical } from './physical-resource.ts';
import type { PhysicalResult, PhysicalStep } from './physical-resource.ts';
import { initiated, replacing, StepFailure } from './reasons.ts';
import type { StepOutcome } from './resource-step.ts';

export interface ApplyStep {
  run: ApplyRun;
  row: StackResource | undefined;
  logicalId: string;
  desired: DesiredResource;
}

export async function createStep({ run, row, logicalId, desired }: ApplyStep, unit: Unit): Promise<StepOutcome> {
  const made = await createPhysical(physicalStep(run, unit, logicalId, desired), desired.type);
  const { physicalId } = made;
  const waiting = waitOf(run, { logicalId, step: 'create', made });
  const entries: EventEntry[] = [{ status: 'CREATE_IN_PROGRESS' }];
  // A custom resource is nameless until its provider has answered.
  if (waiting?.for !== 'handler' || !isCustomResource(desired.type)) {
    entries.push({ status: 'CREATE_IN_PROGRESS', reason: initiated, physicalId });
  }
  if (waiting === undefined) entries.push(completed('CREATE_COMPLETE', made));
  // Until the first creation is complete there is nothing to roll back to.
  const isNew = run.stack.stable !== undefined && row?.baseline === undefined;
  const baseline = isNew ? { baseline: {} } : row?.baseline && { baseline: row.baseline };
  const standing = standingOf(run, { logicalId, desired, made });
  return {
    row: { ...rowOf(run, { logicalId, standing, entries }), ...baseline, ...(waiting && { waiting }) },
    entries,
  };
}

export async function modifyStep(
  { run, logicalId, desired }: ApplyStep,
  { row, standing, plan }: { row: StackResource; standing: StandingResource; plan: ResourcePlan },
  unit: Unit,
): Promise<StepOutcome> {
  const { physicalId } = standing;
  const isSilent = plan.scope.length > 0 && plan.scope.every((one) => one.endsWith('Policy'));
  const isDeclaration =
    plan.scope.length > 0 && plan.scope.every((one) => one === 'Metadata' || one.endsWith('Policy'));
  const made: PhysicalResult = isDeclaration
    ? { ...standing, settlement: { state: 'done' } }
    : await updatePhysical(physicalStep(run, unit, logicalId, desired), standing);
  const waiting = waitOf(run, { logicalId, step: 'update', made });
  const entries: EventEntry[] = isSilent ? [] : [{ status: 'UPDATE_IN_PROGRESS', physicalId }];
  if (waiting === undefined && !isSilent) entries.push(completed('UPDATE_COMPLETE', made));
  const next = standingOf(run, { logicalId, desired, made });
  const kept = { ...baselineOf(run, row, standing), ...leftoversOf(row), ...(waiting && { waiting }) };
  if (!isSilent) return { row: { ...rowOf(run, { logicalId, standing: next, entries }), ...kept }, entries };
  return { row: { ...row, operationId: run.operation.operationId, standing: next, ...kept }, entries };
}

/** The new one is made before the old one goes, which is only when the whole update is sure. */
export async function replaceStep(
  { run, row, logicalId, desired }: ApplyStep,
  standing: StandingResource,
  unit: Unit,
): Promise<StepOutcome> {
  const schema = schemasOf(run.platform).find(desired.type);
  const name = schema && customName(schema, standing.properties, desired.properties);
  if (name !== undefined) {
    throw new StepFailure(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
    );
  }
  const made = await createPhysical(physicalStep(run, unit, logicalId, desired), desired.type);
  const waiting = waitOf(run, { logicalId, step: 'create', made });
  const entries: EventEntry[] = [
    { status: 'UPDATE_IN_PROGRESS', reason: replacing, physicalId: standing.physicalId },
    { status: 'UPDATE_IN_PROGRESS', reason: initiated, physicalId: made.physicalId },
  ];
  if (waiting === undefined) entries.push(completed('UPDATE_COMPLETE', made));
  const next = standingOf(run, { logicalId, desired, made });
  // A second replacement before the stack is stable again: what the first one made is nobody's.
  const given = row?.baseline !== undefined || run.stack.stable === undefined ? [standing] : [];
  const leftovers = [...(row?.leftovers ?? []), ...given];
  return {
    row: {
      ...rowOf(run, { logicalId, standing: next, entries }),
      ...baselineOf(run, row, standing),
      ...(leftovers.length > 0 && { leftovers }),
      ...(waiting && { waiting }),
    },
    entries,
  };
}

function physicalStep(run: ApplyRun, unit: Unit, logicalId: string, desired: DesiredResource): PhysicalStep {
  return { run, unit, logicalId, properties: desired.properties, tags: desired.tags };
}

function waitOf(
  run: ApplyRun,
  { logicalId, step, made }: { logicalId: string; step: 'create' | 'update'; made: PhysicalResult },
): StackResource['waiting'] {
  const { settlement } = made;
  const since = run.platform.clock.now();
  if (settlement.state === 'failed') throw new StepFailure(settlement.reason);
  if (settlement.state === 'waiting') {
    run.wakes.push(since + settlement.askAgainInMs);
    return { step, for: 'handler', since };
  }
  // Behind what is only recorded nothing runs that could signal.
  const wait = step === 'create' && made.realism === 'runs' ? creationWait(run, logicalId) : undefined;
  if (wait?.signals !== undefined) run.wakes.push(wait.signals.deadline);
  return wait;
}

function baselineOf(run: ApplyRun, row: StackResource | undefined, standing: StandingResource) {
  if (row?.baseline !== undefined) return { baseline: row.baseline };
  return run.stack.stable === undefined ? {} : { baseline: { standing } };
}

function leftoversOf({ leftovers }: StackResource) {
  return leftovers && { leftovers };
}
