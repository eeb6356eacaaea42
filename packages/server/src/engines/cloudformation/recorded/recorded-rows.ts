import { alreadyExists } from '../../../platform/resource-handler.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Key, Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { primaryIdentifierOf } from '../schema/references.ts';
import type { ResourceModel } from '../schema/references.ts';
import type { ResourceSchema } from '../schema/resource-schema.ts';
import type { RecordedResource } from './recorded-resource.ts';

/** A recorded resource as it is now, whoever made it: stacks and Cloud Control see the same. */
export interface RecordedRow extends Scope {
  typeName: string;
  /** Cloud Control's. */
  identifier: string;
  resource: RecordedResource;
}

export const recordedResourcesTable = defineTable<RecordedRow>()({
  name: 'cloudformation.recorded',
  key: ({ account, region, typeName, identifier }) => [account, region, typeName, identifier],
});

/** Types whose identifier, as their schema has it, is not unique in an account. */
const sharedIdentifiers: ReadonlySet<string> = new Set(['AWS::ApiGateway::Model']);

/** Older types have no identifier that would say enough: AWS's Cloud Control does not know them either. */
export function isAddressable(schema: ResourceSchema): boolean {
  return schema.legacy === undefined && schema.primaryIdentifier.length > 0;
}

/** A new resource; refused where another one has its identifier. */
export async function addRecorded(
  unit: Unit,
  scope: Scope,
  schema: ResourceSchema,
  resource: RecordedResource,
): Promise<void> {
  if (!isAddressable(schema)) return;
  const row = rowOf(scope, schema, resource);
  const taken = sharedIdentifiers.has(schema.typeName) ? undefined : await unit.get(recordedResourcesTable, keyOf(row));
  if (taken !== undefined) throw alreadyExists(schema.typeName, row.identifier);
  unit.put(recordedResourcesTable, row);
}

export function saveRecorded(unit: Unit, scope: Scope, schema: ResourceSchema, resource: RecordedResource): void {
  if (isAddressable(schema)) unit.put(recordedResourcesTable, rowOf(scope, schema, resource));
}

/** `model` has at least what identifies the resource. */
export function removeRecorded(
  unit: Unit,
  { account, region }: Scope,
  schema: ResourceSchema,
  model: ResourceModel,
  physicalId: string,
): void {
  if (!isAddressable(schema)) return;
  const identifier = identifierOf(schema, model, physicalId);
  unit.delete(recordedResourcesTable, keyOf({ account, region, typeName: schema.typeName, identifier }));
}

export async function findRecorded(
  reader: Reader,
  { account, region }: Scope,
  schema: ResourceSchema,
  model: ResourceModel,
  physicalId: string,
): Promise<RecordedResource | undefined> {
  const identifier = identifierOf(schema, model, physicalId);
  const key = keyOf({ account, region, typeName: schema.typeName, identifier });
  return (await reader.get(recordedResourcesTable, key))?.resource;
}

/** By their identifiers. */
export async function listRecorded(
  reader: Reader,
  { account, region }: Scope,
  typeName: string,
): Promise<RecordedResource[]> {
  const rows = await reader.list(recordedResourcesTable, { prefix: [account, region, typeName] });
  return rows.map(({ resource }) => resource);
}

function rowOf({ account, region }: Scope, schema: ResourceSchema, resource: RecordedResource): RecordedRow {
  const model = { ...resource.attributes, ...resource.properties };
  const identifier = identifierOf(schema, model, resource.physicalId);
  return { account, region, typeName: schema.typeName, identifier, resource };
}

function identifierOf(schema: ResourceSchema, model: ResourceModel, physicalId: string): string {
  return primaryIdentifierOf(schema, model) || physicalId;
}

function keyOf({ account, region, typeName, identifier }: Omit<RecordedRow, 'resource'>): Key {
  return [account, region, typeName, identifier];
}

/** The types of which anything is recorded, each found by one look past the one before. */
export async function recordedTypes(reader: Reader, { account, region }: Scope): Promise<string[]> {
  const types: string[] = [];
  for (;;) {
    const last = types.at(-1);
    const [row] = await reader.list(recordedResourcesTable, {
      from: last === undefined ? [account, region] : [account, region, `${last}\0`],
      to: [account, `${region}\0`],
      limit: 1,
    });
    if (row === undefined) return types;
    types.push(row.typeName);
  }
}
