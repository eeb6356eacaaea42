import type { Stack } from '../model/stack.ts';
import { coerceProperties } from '../../../engines/cloudformation/schema/coerce.ts';
import { primaryIdentifierOf, refOf } from '../../../engines/cloudformation/schema/references.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { ResourceHandler, Settlement } from '../../../platform/resource-handler.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { StandingResource } from '../model/stack-resource.ts';
import { schemasOf } from '../resource-schemas.ts';
import { existingResource, resourceContext } from './handler-context.ts';
import { withSecrets } from './lookups.ts';
import { eraseRecord, findRecord, recordPhysical, rerecordPhysical } from './recorded-step.ts';
import { callsOf } from './stack-run.ts';
import type { StackRun } from './stack-run.ts';

/** One step on one resource, in its unit. */
export interface PhysicalStep {
  run: StackRun;
  unit: Unit;
  logicalId: string;
  /** With functions computed; dynamic references still as text. */
  properties: TemplateObject;
  /** Of the stack. */
  tags: StandingResource['tags'];
}

/** What a create or update made of the resource. */
export interface PhysicalResult extends Pick<StandingResource, 'physicalId' | 'attributes' | 'realism'> {
  settlement: Settlement;
}

const done: Settlement = { state: 'done' };

export function handlerOf({ platform }: Pick<StackRun, 'platform'>, type: string): ResourceHandler | undefined {
  const { resourceHandlers } = platform;
  return resourceHandlers.get(type) ?? (type.startsWith('Custom::') ? customHandler(resourceHandlers) : undefined);
}

function customHandler(handlers: ReadonlyMap<string, ResourceHandler>): ResourceHandler | undefined {
  return handlers.get('AWS::CloudFormation::CustomResource');
}

/** Whether the type can be changed in place at all. */
export function isUpdatable(run: Pick<StackRun, 'platform'>, type: string): boolean {
  const handler = handlerOf(run, type);
  return handler === undefined || handler.update !== undefined;
}

export async function createPhysical(step: PhysicalStep, type: string): Promise<PhysicalResult> {
  const schema = schemaOf(step.run, type);
  const handler = handlerOf(step.run, type);
  const desired = await desiredProperties(step, schema);
  if (handler === undefined) return { ...(await recordPhysical(step, type, desired)), settlement: done };
  const context = resourceContext(step);
  const attributes = (await handler.create(desired, context)) as TemplateObject;
  const physicalId = identify(schema, { ...desired, ...attributes }, step.logicalId);
  const existing = existingResource(placeOf(step), { physicalId, properties: desired, attributes, tags: step.tags });
  const settlement = (await handler.settle?.(existing, 'create', context)) ?? done;
  return settled({ physicalId, attributes, realism: 'runs', settlement }, schema, desired);
}

/** Changes `standing` in place to the properties and tags of the step. */
export async function updatePhysical(step: PhysicalStep, standing: StandingResource): Promise<PhysicalResult> {
  const { type, physicalId } = standing;
  const schema = schemaOf(step.run, type);
  const handler = handlerOf(step.run, type);
  const desired = await desiredProperties(step, schema);
  if (handler === undefined || standing.realism === 'recorded') {
    return { ...rerecordPhysical(step, standing, desired), settlement: done };
  }
  const context = resourceContext(step);
  const existing = existingResource(placeOf(step), standing);
  const answered = (await handler.update?.(existing, desired, context)) ?? {};
  const attributes = { ...standing.attributes, ...answered } as TemplateObject;
  const changed = existingResource(placeOf(step), { physicalId, properties: desired, attributes, tags: step.tags });
  const settlement = (await handler.settle?.(changed, 'update', context)) ?? done;
  return settled({ physicalId, attributes, realism: 'runs', settlement }, schema, desired);
}

export async function deletePhysical(step: PhysicalStep, standing: StandingResource): Promise<Settlement> {
  const handler = handlerOf(step.run, standing.type);
  if (handler === undefined || standing.realism === 'recorded') {
    eraseRecord(step, standing);
    return done;
  }
  const context = resourceContext(step);
  const existing = existingResource(placeOf(step), standing);
  await handler.delete(existing, context);
  return (await handler.settle?.(existing, 'delete', context)) ?? done;
}

/** Whether a step that has begun is done. */
export async function askPhysical(
  step: PhysicalStep,
  standing: StandingResource,
  what: 'create' | 'update' | 'delete',
): Promise<PhysicalResult> {
  const handler = handlerOf(step.run, standing.type);
  const { physicalId, attributes, realism } = standing;
  const settlement = await handler?.settle?.(existingResource(placeOf(step), standing), what, resourceContext(step));
  const result = { physicalId, attributes, realism, settlement: settlement ?? done };
  return settled(result, schemaOf(step.run, standing.type), standing.properties);
}

/** An existing resource, found by its identifier: what an import adopts. Undefined where there is none. */
export async function findPhysical(
  step: PhysicalStep,
  type: string,
  identifier: TemplateObject,
): Promise<Omit<PhysicalResult, 'settlement'> | undefined> {
  const schema = schemaOf(step.run, type);
  const handler = handlerOf(step.run, type);
  const desired = { ...(await desiredProperties(step, schema)), ...identifier };
  if (handler === undefined) return findRecord(step, type, desired);
  const physicalId = identify(schema, desired, step.logicalId);
  const existing = { physicalId, properties: identifier };
  const found = (await handler.read(existing, resourceContext(step))) as TemplateObject | undefined;
  if (found === undefined) return undefined;
  const declared = new Set(Object.keys(step.properties));
  const attributes = Object.fromEntries(Object.entries(found).filter(([name]) => !declared.has(name)));
  return { physicalId: identify(schema, { ...desired, ...found }, physicalId), attributes, realism: 'runs' };
}

function settled(
  result: PhysicalResult,
  schema: ResourceSchema | undefined,
  properties: TemplateObject,
): PhysicalResult {
  const { settlement } = result;
  if (settlement.state === 'failed') return result;
  if (settlement.state === 'waiting' || settlement.properties === undefined) return result;
  const attributes = { ...result.attributes, ...(settlement.properties as TemplateObject) };
  return { ...result, attributes, physicalId: identify(schema, { ...properties, ...attributes }, result.physicalId) };
}

async function desiredProperties(
  { run, unit, properties }: PhysicalStep,
  schema: ResourceSchema | undefined,
): Promise<TemplateObject> {
  const resolved = await withSecrets(properties, callsOf(run, unit));
  return schema === undefined ? resolved : coerceProperties(schema, resolved);
}

/** What Ref gives. A type without a schema answers it as its PhysicalResourceId. */
function identify(schema: ResourceSchema | undefined, model: TemplateObject, otherwise: string): string {
  const answered = model['PhysicalResourceId'];
  if (typeof answered === 'string') return answered;
  return (schema && (refOf(schema, model) || primaryIdentifierOf(schema, model))) || otherwise;
}

function schemaOf({ platform }: StackRun, type: string): ResourceSchema | undefined {
  return schemasOf(platform).find(type);
}

function placeOf({ run, logicalId }: PhysicalStep): { stack: Stack; logicalId: string } {
  return { stack: run.stack, logicalId };
}
