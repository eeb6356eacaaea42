import type { Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { AwsError } from '../../../platform/errors.ts';
import { isDrifted } from '../model/drift.ts';
import type { DriftDetection } from '../model/drift.ts';
import { isDeleted } from '../model/stack.ts';
import type { Stack } from '../model/stack.ts';
import type { ResourceActor } from '../resource-access.ts';
import { driftsOf, findDetection, saveDetection } from '../store/drifts.ts';
import { findResource, resourcesOf } from '../store/stack-resources.ts';
import { saveStack, stacksTable } from '../store/stacks.ts';
import { checkResource, noteUnknown } from './resource-drift.ts';

/** Resources that are read at the same time. */
const parallelism = 16;

/** Reads every resource, each in a unit of its own, and then sums up. To run it again does no harm. */
export async function runDetection(platform: Platform, detectionId: string): Promise<void> {
  const detection = await findDetection(platform.storage, detectionId);
  if (detection?.status !== 'DETECTION_IN_PROGRESS') return;
  const { stackId, principal, endpoint, logicalIds } = detection;
  const stack = await platform.storage.get(stacksTable, [stackId]);
  const resources = stack === undefined ? [] : await resourcesOf(platform.storage, stackId);
  const waiting = resources.map(({ logicalId }) => logicalId).filter((id) => logicalIds?.includes(id) ?? true);
  const failed: string[] = [];
  const actor: ResourceActor = { platform, principal, endpoint };
  const work = async (): Promise<void> => {
    for (let logicalId = waiting.shift(); logicalId !== undefined; logicalId = waiting.shift()) {
      if (!(await isChecked(actor, stackId, logicalId))) failed.push(logicalId);
    }
  };
  await Promise.all(Array.from({ length: parallelism }, work));
  await platform.storage.transact((unit) => conclude(platform, unit, detection, failed.sort()));
}

/** False where the resource could not be read. */
async function isChecked(actor: ResourceActor, stackId: string, logicalId: string): Promise<boolean> {
  const { storage, log } = actor.platform;
  const within = (work: (unit: Unit, stack: Stack, id: string) => Promise<void>) =>
    storage.transact(async (unit) => {
      const stack = await unit.get(stacksTable, [stackId]);
      if (stack !== undefined) await work(unit, stack, logicalId);
    });
  try {
    await within(async (unit, stack, id) => {
      const resource = await findResource(unit, stackId, id);
      if (resource !== undefined) await checkResource(actor, unit, stack, resource);
    });
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) log.error('cloudformation.drift-unknown', { stackId, logicalId, error });
    await within(async (unit, stack, id) => {
      const resource = await findResource(unit, stackId, id);
      if (resource !== undefined) noteUnknown(actor, unit, stack, { resource, error });
    });
    return false;
  }
}

async function conclude(
  platform: Platform,
  unit: Unit,
  detection: DriftDetection,
  failed: readonly string[],
): Promise<void> {
  const endedAt = platform.clock.now();
  const { account, region, notify } = detection;
  if (notify !== undefined) {
    const { type, serialKey, payload } = notify;
    platform.jobs.enqueue(unit, { type, ...(serialKey !== undefined && { serialKey }), account, region, payload });
  }
  const stack = await unit.get(stacksTable, [detection.stackId]);
  if (stack === undefined || isDeleted(stack)) {
    saveDetection(unit, { ...detection, status: 'DETECTION_FAILED', statusReason: 'The stack was deleted.', endedAt });
    return;
  }
  const drifted = (await driftsOf(unit, stack.stackId)).filter(isDrifted).length;
  const driftStatus = drifted > 0 ? 'DRIFTED' : failed.length > 0 ? 'UNKNOWN' : 'IN_SYNC';
  saveStack(unit, { ...stack, drift: { status: driftStatus, checkedAt: endedAt } });
  saveDetection(unit, {
    ...detection,
    status: failed.length > 0 ? 'DETECTION_FAILED' : 'DETECTION_COMPLETE',
    statusReason: failed.length > 0 ? `Failed to detect drift on resource [${failed.join(', ')}]` : undefined,
    driftStatus,
    driftedResources: drifted,
    endedAt,
  });
}
