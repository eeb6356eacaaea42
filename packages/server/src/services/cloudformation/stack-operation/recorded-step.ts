import { createRecorded, updateRecorded } from '../../../engines/cloudformation/recorded/recorded-resource.ts';
import type { RecordedResource, RecordedScope } from '../../../engines/cloudformation/recorded/recorded-resource.ts';
import {
  addRecorded,
  findRecorded,
  removeRecorded,
  saveRecorded,
} from '../../../engines/cloudformation/recorded/recorded-rows.ts';
import { primaryIdentifierOf, refOf } from '../../../engines/cloudformation/schema/references.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { partitionOf } from '../../../platform/arn.ts';
import type { StandingResource } from '../model/stack-resource.ts';
import { schemasOf } from '../resource-schemas.ts';
import { stepIds } from './handler-context.ts';
import type { PhysicalStep } from './physical-resource.ts';
import { StepFailure } from './reasons.ts';

type Recorded = Pick<StandingResource, 'physicalId' | 'attributes' | 'realism'>;

/** Of a type that no service here handles: what AWS would have answered. */
export async function recordPhysical(step: PhysicalStep, type: string, desired: TemplateObject): Promise<Recorded> {
  const schema = requireSchema(step, type);
  const recorded = createRecorded(schema, desired, scopeOf(step));
  await addRecorded(step.unit, step.run.stack, schema, recorded);
  return standingRecord(recorded, desired);
}

export function rerecordPhysical(step: PhysicalStep, standing: StandingResource, desired: TemplateObject): Recorded {
  const schema = requireSchema(step, standing.type);
  const recorded = updateRecorded(schema, recordOf(schema, standing), desired, scopeOf(step));
  saveRecorded(step.unit, step.run.stack, schema, recorded);
  return standingRecord(recorded, desired);
}

export function eraseRecord({ run, unit }: PhysicalStep, standing: StandingResource): void {
  const schema = schemasOf(run.platform).find(standing.type);
  if (schema === undefined) return;
  const model = { ...standing.properties, ...standing.attributes };
  removeRecorded(unit, run.stack, schema, model, standing.physicalId);
}

/** A recorded resource that Cloud Control or another stack has left. */
export async function findRecord(
  step: PhysicalStep,
  type: string,
  model: TemplateObject,
): Promise<Recorded | undefined> {
  const schema = requireSchema(step, type);
  const found = await findRecorded(step.unit, step.run.stack, schema, model, refOf(schema, model));
  return found && standingRecord(found, step.properties);
}

/** As the recording engine knows the resource. */
function recordOf(schema: ResourceSchema, { physicalId, properties, attributes }: StandingResource): RecordedResource {
  const isName = (name: string) => Object.hasOwn(schema.properties, name) && !Object.hasOwn(schema.attributes, name);
  const entries = Object.entries(attributes);
  const names = Object.fromEntries(entries.filter(([name]) => isName(name)));
  return {
    physicalId,
    primaryIdentifier: primaryIdentifierOf(schema, { ...attributes, ...properties }) || physicalId,
    properties: { ...names, ...properties },
    attributes: Object.fromEntries(entries.filter(([name]) => !isName(name))),
  };
}

/** Names that were made up stand among the attributes: the properties are the template's. */
function standingRecord({ physicalId, properties, attributes }: RecordedResource, desired: TemplateObject): Recorded {
  const made = Object.entries(properties).filter(([name]) => !Object.hasOwn(desired, name));
  return { physicalId, attributes: { ...attributes, ...Object.fromEntries(made) }, realism: 'recorded' };
}

function requireSchema({ run }: PhysicalStep, type: string): ResourceSchema {
  const schema = schemasOf(run.platform).find(type);
  if (schema === undefined) throw new StepFailure(`Unrecognized resource type: ${type}`);
  return schema;
}

function scopeOf(step: PhysicalStep): RecordedScope {
  const { account, region, name } = step.run.stack;
  return {
    account,
    region,
    partition: partitionOf(region),
    stackName: name,
    logicalId: step.logicalId,
    ids: stepIds(step),
    now: step.run.platform.clock.now(),
  };
}
