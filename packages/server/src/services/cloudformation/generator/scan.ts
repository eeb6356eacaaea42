import { callsFor } from '../calls.ts';
import { recordedTypes } from '../../../engines/cloudformation/recorded/recorded-rows.ts';
import { refOf } from '../../../engines/cloudformation/schema/references.ts';
import type { ResourceSchema } from '../../../engines/cloudformation/schema/resource-schema.ts';
import { textOf } from '../../../engines/cloudformation/template/template.ts';
import type { Platform } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import { isWanted } from '../model/resource-scan.ts';
import type { ResourceScan, ScannedResource } from '../model/resource-scan.ts';
import { parseStackId } from '../model/stack-id.ts';
import { stands } from '../model/stack-resource.ts';
import { schemasOf } from '../resource-schemas.ts';
import { findScan, saveScan, saveScanned } from '../store/resource-scans.ts';
import { resourcesByPhysicalId } from '../store/stack-resources.ts';
import { identifiersOf, listIdentifiers, readModel } from './resource-reading.ts';

/** Lists and reads every resource of the scan's types, type by type. To run it again does no harm. */
export async function runScan(platform: Platform, scanId: string): Promise<void> {
  const scan = await findScan(platform.storage, scanId);
  if (scan?.status !== 'IN_PROGRESS') return;
  let progress: ResourceScan = { ...scan, types: await scannedTypes(platform, scan), listed: 0, read: 0 };
  for (const [index, type] of progress.types.entries()) {
    const { listed, resources } = await scanType(platform, scan, type);
    progress = {
      ...progress,
      listed: progress.listed + listed,
      read: progress.read + resources.length,
      percentage: Math.floor((100 * (index + 1)) / progress.types.length),
    };
    if (listed === 0) continue;
    await platform.storage.transact(async (unit) => {
      for (const resource of resources) saveScanned(unit, resource);
      saveScan(unit, progress);
    });
  }
  const ended: ResourceScan = { ...progress, status: 'COMPLETE', percentage: 100, endedAt: platform.clock.now() };
  await platform.storage.transact(async (unit) => saveScan(unit, ended));
}

/** Types that a service here lists, and those of which anything is recorded. */
async function scannedTypes(platform: Platform, { filters, ...scope }: ResourceScan): Promise<string[]> {
  const handled = [...platform.resourceHandlers].filter(([, handler]) => handler.list !== undefined);
  const recorded = await recordedTypes(platform.storage, scope);
  const types = new Set([...handled.map(([type]) => type), ...recorded]);
  return [...types].filter((type) => isWanted(type, filters) && !schemasOf(platform).find(type)?.legacy).sort();
}

async function scanType(
  platform: Platform,
  { scanId, account, region, principal }: ResourceScan,
  type: string,
): Promise<{ listed: number; resources: ScannedResource[] }> {
  const schema = schemasOf(platform).find(type);
  if (schema === undefined) return { listed: 0, resources: [] };
  const call = callsFor(platform, { principal, account, region });
  const identifiers = await listIdentifiers(call, type);
  const resources: ScannedResource[] = [];
  for (const identifier of identifiers) {
    const found = await readModel(call, type, identifier);
    if (!('model' in found)) continue;
    const { model } = found;
    const managedByStack = await isManaged(platform.storage, { account, region }, schema, {
      ...model,
      ...identifiersOf(schema, identifier),
    });
    resources.push({ scanId, type, identifier, identifiers: identifiersOf(schema, identifier), model, managedByStack });
  }
  return { listed: identifiers.length, resources };
}

async function isManaged(
  reader: Reader,
  { account, region }: { account: string; region: string },
  schema: ResourceSchema,
  model: ScannedResource['model'],
): Promise<boolean> {
  const rows = await resourcesByPhysicalId(reader, textOf(refOf(schema, model)));
  return rows.some((row) => {
    const stack = parseStackId(row.stackId);
    return stands(row) && row.type === schema.typeName && stack?.account === account && stack.region === region;
  });
}
