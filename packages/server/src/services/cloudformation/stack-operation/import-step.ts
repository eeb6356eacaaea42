import type { DesiredResource } from '../../../engines/cloudformation/plan/resource-plan.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { ResourceProperties } from '../../../platform/resource-handler.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { EventEntry } from '../model/stack-event.ts';
import { resourcesByPhysicalId } from '../store/stack-resources.ts';
import { completed, rowOf, standingOf } from './applied-row.ts';
import type { ApplyRun } from './apply-run.ts';
import { findPhysical, updatePhysical } from './physical-resource.ts';
import { StepFailure } from './reasons.ts';
import type { StepOutcome } from './resource-step.ts';

/** Takes an existing resource into the stack: it is found by its identifier, and then gets the stack's tags. */
export async function adoptStep(
  run: ApplyRun,
  unit: Unit,
  { logicalId, desired, identifier }: { logicalId: string; desired: DesiredResource; identifier: ResourceProperties },
): Promise<StepOutcome> {
  const step = { run, unit, logicalId, properties: desired.properties, tags: desired.tags };
  const found = await findPhysical(step, desired.type, identifier as TemplateObject);
  if (found === undefined) {
    throw new StepFailure(
      `Resource of type '${desired.type}' with identifier '${JSON.stringify(identifier)}' was not found.`,
    );
  }
  await refuseOwned(run, unit, desired.type, found.physicalId);
  const standing = standingOf(run, { logicalId, desired, made: found });
  const tagged = await updatePhysical(step, { ...standing, tags: {} });
  const { physicalId } = found;
  const entries: EventEntry[] = [
    { status: 'IMPORT_IN_PROGRESS', reason: 'Resource import started.', physicalId },
    { ...completed('IMPORT_COMPLETE', found), reason: 'Resource import completed.' },
    { status: 'UPDATE_IN_PROGRESS', reason: 'Apply stack-level tags to imported resource if applicable.', physicalId },
    completed('UPDATE_COMPLETE', found),
  ];
  const row = rowOf(run, { logicalId, standing: { ...standing, attributes: tagged.attributes }, entries });
  const marked = { ...row, adopted: true as const };
  return { row: run.stack.stable === undefined ? marked : { ...marked, baseline: {} }, entries };
}

async function refuseOwned({ stack }: ApplyRun, unit: Unit, type: string, physicalId: string): Promise<void> {
  const owners = await resourcesByPhysicalId(unit, physicalId);
  const owner = owners.find(({ standing, stackId }) => standing?.type === type && sameAccount(stackId, stack.stackId));
  if (owner === undefined) return;
  throw new StepFailure(`The Resource ${physicalId} already belongs to stack ${owner.stackId}`);
}

function sameAccount(one: string, other: string): boolean {
  return one.split(':').slice(3, 5).join() === other.split(':').slice(3, 5).join();
}
