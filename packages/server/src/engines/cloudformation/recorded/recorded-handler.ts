import { partitionOf } from '../../../platform/arn.ts';
import type { ResourceContext, ResourceHandler } from '../../../platform/resource-handler.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { ResourceSchema } from '../schema/resource-schema.ts';
import { isSame } from '../schema/same-value.ts';
import { memberOf } from '../template/template.ts';
import type { TemplateObject } from '../template/template.ts';
import { createRecorded, readRecorded, updateRecorded } from './recorded-resource.ts';
import type { RecordedResource, RecordedScope } from './recorded-resource.ts';
import {
  addRecorded,
  findRecorded,
  isAddressable,
  listRecorded,
  removeRecorded,
  saveRecorded,
} from './recorded-rows.ts';

/** Handles a type whose service is not here, by recording its resources; undefined of types that AWS gives no handler. */
export function recordedHandler(schema: ResourceSchema): ResourceHandler | undefined {
  if (!isAddressable(schema)) return undefined;
  const find = ({ physicalId, properties }: Parameters<ResourceHandler['read']>[0], context: ResourceContext) =>
    findRecorded(context.unit, context, schema, properties as TemplateObject, physicalId);
  return {
    async create(desired, context) {
      const resource = createRecorded(schema, desired as TemplateObject, recordedScope(context));
      await addRecorded(context.unit, context, schema, resource);
      return answerOf(resource, desired as TemplateObject);
    },
    async read(existing, context) {
      const resource = await find(existing, context);
      return resource && readRecorded(schema, resource);
    },
    async update(existing, desired, context) {
      const resource = await find(existing, context);
      if (resource === undefined) throw notFound(schema, existing.physicalId);
      const updated = updateRecorded(schema, resource, desired as TemplateObject, recordedScope(context));
      saveRecorded(context.unit, context, schema, updated);
      return answerOf(updated, desired as TemplateObject);
    },
    async delete({ physicalId, properties }, context) {
      removeRecorded(context.unit, context, schema, properties as TemplateObject, physicalId);
    },
    async list(context, filter) {
      const resources = await listRecorded(context.unit, context, schema.typeName);
      const models = resources.map((resource) => readRecorded(schema, resource));
      return models.filter((model) =>
        Object.entries(filter).every(([name, value]) => isSame(memberOf(model, name), value)),
      );
    },
  };
}

/** What was not given: names that were made up, and attributes. */
function answerOf({ properties, attributes }: RecordedResource, desired: TemplateObject): TemplateObject {
  const made = Object.entries(properties).filter(([name]) => !Object.hasOwn(desired, name));
  return { ...attributes, ...Object.fromEntries(made) };
}

function recordedScope({ account, region, stack, ids, clock }: ResourceContext): RecordedScope {
  const { name: stackName = '', logicalId = '' } = stack ?? {};
  return { account, region, partition: partitionOf(region), stackName, logicalId, ids, now: clock.now() };
}

function notFound({ typeName }: ResourceSchema, identifier: string): AwsError {
  return new AwsError('NotFound', `Resource of type '${typeName}' with identifier '${identifier}' was not found.`);
}
