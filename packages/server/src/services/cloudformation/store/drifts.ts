import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidNextToken } from '../errors.ts';
import type { DriftDetection, ResourceDrift } from '../model/drift.ts';

export const resourceDriftsTable = defineTable<ResourceDrift>()({
  name: 'cloudformation.resource-drifts',
  key: ({ stackId, logicalId }) => [stackId, logicalId],
});

export const driftDetectionsTable = defineTable<DriftDetection>()({
  name: 'cloudformation.drift-detections',
  key: ({ detectionId }) => [detectionId],
  indexes: { stack: ({ stackId, startedAt, detectionId }) => [stackId, startedAt, detectionId] },
});

export function saveDrift(unit: Unit, drift: ResourceDrift): void {
  unit.put(resourceDriftsTable, drift);
}

export function deleteDrift(unit: Unit, { stackId, logicalId }: Pick<ResourceDrift, 'stackId' | 'logicalId'>): void {
  unit.delete(resourceDriftsTable, [stackId, logicalId]);
}

export function driftsOf(reader: Reader, stackId: string): Promise<ResourceDrift[]> {
  return reader.list(resourceDriftsTable, { prefix: [stackId] });
}

interface DriftPage {
  limit: number;
  token: string | undefined;
  /** What else selects the rows of the list. */
  kind: string;
}

export function pageOfDrifts(reader: Reader, stackId: string, page: DriftPage): Promise<Page<ResourceDrift>> {
  const range = { prefix: [stackId] };
  return paginate({ reader, table: resourceDriftsTable, range, ...page, invalidToken: invalidNextToken });
}

export function findDetection(reader: Reader, detectionId: string): Promise<DriftDetection | undefined> {
  return reader.get(driftDetectionsTable, [detectionId]);
}

/** The latest one. */
export async function lastDetection(reader: Reader, stackId: string): Promise<DriftDetection | undefined> {
  const [detection] = await reader.list(driftDetectionsTable, {
    index: 'stack',
    prefix: [stackId],
    reverse: true,
    limit: 1,
  });
  return detection;
}

export function saveDetection(unit: Unit, detection: DriftDetection): void {
  unit.put(driftDetectionsTable, detection);
}
