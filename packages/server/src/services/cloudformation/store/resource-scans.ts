import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidNextToken } from '../errors.ts';
import type { ResourceScan, ScannedResource } from '../model/resource-scan.ts';

export const resourceScansTable = defineTable<ResourceScan>()({
  name: 'cloudformation.resource-scans',
  key: ({ scanId }) => [scanId],
  indexes: { time: ({ account, region, startedAt, scanId }) => [account, region, startedAt, scanId] },
});

export const scannedResourcesTable = defineTable<ScannedResource>()({
  name: 'cloudformation.scanned-resources',
  key: ({ scanId, type, identifier }) => [scanId, type, identifier],
});

export function findScan(reader: Reader, scanId: string): Promise<ResourceScan | undefined> {
  return reader.get(resourceScansTable, [scanId]);
}

export function saveScan(unit: Unit, scan: ResourceScan): void {
  unit.put(resourceScansTable, scan);
}

/** The latest first. */
export function scansOf(reader: Reader, { account, region }: Scope, limit?: number): Promise<ResourceScan[]> {
  const range = { index: 'time', prefix: [account, region], reverse: true } as const;
  return reader.list(resourceScansTable, limit === undefined ? range : { ...range, limit });
}

interface PageOptions {
  limit: number;
  token: string | undefined;
  kind: string;
}

export function pageOfScans(
  reader: Reader,
  { account, region }: Scope,
  page: PageOptions,
): Promise<Page<ResourceScan>> {
  const range = { index: 'time', prefix: [account, region], reverse: true } as const;
  return paginate({ reader, table: resourceScansTable, range, ...page, invalidToken: invalidNextToken });
}

/** By type and identifier. */
export function pageOfScanned(
  reader: Reader,
  { scanId, typePrefix }: { scanId: string; typePrefix: string | undefined },
  page: PageOptions,
): Promise<Page<ScannedResource>> {
  const range = { prefix: [scanId], ...(typePrefix !== undefined && { startsWith: typePrefix }) };
  return paginate({ reader, table: scannedResourcesTable, range, ...page, invalidToken: invalidNextToken });
}

export function scannedResources(reader: Reader, scanId: string): Promise<ScannedResource[]> {
  return reader.list(scannedResourcesTable, { prefix: [scanId] });
}

export function findScanned(
  reader: Reader,
  { scanId, type, identifier }: Pick<ScannedResource, 'scanId' | 'type' | 'identifier'>,
): Promise<ScannedResource | undefined> {
  return reader.get(scannedResourcesTable, [scanId, type, identifier]);
}

export function saveScanned(unit: Unit, resource: ScannedResource): void {
  unit.put(scannedResourcesTable, resource);
}

/** Some of those that are left; answers how many they were. */
export async function deleteScanned(unit: Unit, scanId: string, limit: number): Promise<number> {
  const rows = await unit.list(scannedResourcesTable, { prefix: [scanId], limit });
  for (const row of rows) unit.delete(scannedResourcesTable, scannedResourcesTable.key(row));
  return rows.length;
}
