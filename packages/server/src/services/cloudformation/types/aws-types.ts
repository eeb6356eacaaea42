import { registrySchema } from '../../../engines/cloudformation/schema/registry-schema.ts';
import type { HandlerName } from '../../../engines/cloudformation/schema/registry-schema.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import type { ResourceSchemas } from '../../../engines/cloudformation/schema/resource-schemas.ts';
import type { ResourceHandler } from '../../../platform/resource-handler.ts';
import type { DescribeTypeOutput } from '../../../../generated/types/cloudformation.ts';
import { typeArn } from '../model/registered-type.ts';
import type { ProvisioningType } from '../model/registered-type.ts';

/** Whether the registry has the type: what a transform replaces is none, and names of custom resources are free. */
export function findAwsType(schemas: ResourceSchemas, typeName: string): ResourceSchema | undefined {
  const schema = typeName.startsWith('Custom::') ? undefined : schemas.find(typeName);
  return schema?.transform === undefined ? schema : undefined;
}

function provisioningTypeOf(schema: ResourceSchema): ProvisioningType {
  if (schema.legacy) return 'NON_PROVISIONABLE';
  return Object.values(schema.properties).every(({ replacement }) => replacement === 'yes')
    ? 'IMMUTABLE'
    : 'FULLY_MUTABLE';
}

const known = new WeakMap<ResourceSchemas, ReadonlyMap<string, ProvisioningType>>();

/** Of all types, by their names; all schemas are read for it, once. */
export function provisioningTypes(schemas: ResourceSchemas): ReadonlyMap<string, ProvisioningType> {
  const found = known.get(schemas);
  if (found !== undefined) return found;
  const types = new Map<string, ProvisioningType>();
  for (const name of schemas.names()) {
    const schema = findAwsType(schemas, name);
    if (schema !== undefined) types.set(name, provisioningTypeOf(schema));
  }
  known.set(schemas, types);
  return types;
}

export function describeAwsType(
  schema: ResourceSchema,
  region: string,
  handler: ResourceHandler | undefined,
): DescribeTypeOutput {
  const { typeName, description } = schema;
  const provisioningType = provisioningTypeOf(schema);
  return {
    Arn: typeArn({ account: '', region, kind: 'RESOURCE', typeName }),
    Type: 'RESOURCE',
    TypeName: typeName,
    DefaultVersionId: undefined,
    Description: description ?? `Resource Type definition for ${typeName}`,
    Schema: JSON.stringify(registrySchema(schema, handlersOf(provisioningType, handler))),
    ProvisioningType: provisioningType,
    DeprecatedStatus: 'LIVE',
    Visibility: 'PUBLIC',
  };
}

/** The schemas at hand do not tell which permissions each needs. */
function handlersOf(
  provisioningType: ProvisioningType,
  handler: ResourceHandler | undefined,
): Partial<Record<HandlerName, readonly string[]>> | undefined {
  if (provisioningType === 'NON_PROVISIONABLE') return undefined;
  const isUpdatable = handler === undefined ? provisioningType === 'FULLY_MUTABLE' : handler.update !== undefined;
  const isListed = handler === undefined || handler.list !== undefined;
  return {
    create: [],
    read: [],
    ...(isUpdatable && { update: [] }),
    delete: [],
    ...(isListed && { list: [] }),
  };
}
