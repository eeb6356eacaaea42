import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { physicalIdOf } from '../model/stack-resource.ts';
import type { StackResource } from '../model/stack-resource.ts';
import { deleteDrift } from './drifts.ts';

export const stackResourcesTable = defineTable<StackResource>()({
  name: 'cloudformation.resources',
  key: ({ stackId, logicalId }) => [stackId, logicalId],
  indexes: {
    physicalId: (resource) => {
      const physicalId = physicalIdOf(resource);
      return physicalId === undefined ? undefined : [physicalId, resource.stackId, resource.logicalId];
    },
  },
});

export function findResource(reader: Reader, stackId: string, logicalId: string): Promise<StackResource | undefined> {
  return reader.get(stackResourcesTable, [stackId, logicalId]);
}

export function resourcesOf(reader: Reader, stackId: string): Promise<StackResource[]> {
  return reader.list(stackResourcesTable, { prefix: [stackId] });
}

/** Of any stack of any account: the caller checks which it may see. */
export function resourcesByPhysicalId(reader: Reader, physicalId: string): Promise<StackResource[]> {
  return reader.list(stackResourcesTable, { index: 'physicalId', prefix: [physicalId] });
}

export function saveResource(unit: Unit, resource: StackResource): void {
  unit.put(stackResourcesTable, resource);
}

export function deleteResource(unit: Unit, resource: StackResource): void {
  unit.delete(stackResourcesTable, stackResourcesTable.key(resource));
  if (resource.drift !== undefined) deleteDrift(unit, resource);
}
