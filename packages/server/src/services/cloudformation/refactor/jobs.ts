import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { Move, StackRefactor } from '../model/stack-refactor.ts';
import { schemasOf } from '../resource-schemas.ts';
import { findRefactor, saveRefactor } from '../store/stack-refactors.ts';
import { executeRefactor } from './execution.ts';
import { isSamePlace } from './matching.ts';
import { planRefactor } from './plan.ts';
import type { RefactorPlan } from './plan.ts';
import { RefactorError } from './refactor-error.ts';

interface Payload {
  refactorId: string;
}

export const refactorJobs = {
  createRefactor: {
    async run({ refactorId }: Payload, { platform }) {
      const refactor = await findRefactor(platform.storage, refactorId);
      if (refactor?.status !== 'CREATE_IN_PROGRESS') return;
      const created = await plannedRefactor(platform, refactor);
      await platform.storage.transact(async (unit) => saveRefactor(unit, created));
    },
  },

  executeRefactor: {
    async run({ refactorId }: Payload, { platform }) {
      const refactor = await findRefactor(platform.storage, refactorId);
      if (refactor?.executionStatus !== 'EXECUTE_IN_PROGRESS') return;
      try {
        await platform.storage.transact(async (unit) => {
          await executeRefactor(platform, unit, refactor);
          saveRefactor(unit, { ...refactor, executionStatus: 'EXECUTE_COMPLETE' });
        });
      } catch (error) {
        const executionReason = reasonOf(error);
        // Nothing of it is left: it was one unit of work.
        const failed: StackRefactor = { ...refactor, executionStatus: 'ROLLBACK_COMPLETE', executionReason };
        await platform.storage.transact(async (unit) => saveRefactor(unit, failed));
      }
    },
  },
} satisfies Record<string, JobDefinition>;

export function enqueueRefactor(
  platform: Platform,
  unit: Unit,
  what: 'createRefactor' | 'executeRefactor',
  { account, region, refactorId }: StackRefactor,
): void {
  const payload: Payload = { refactorId };
  platform.jobs.enqueue(unit, { type: `cloudformation.${what}`, serialKey: refactorId, account, region, payload });
}

async function plannedRefactor(platform: Platform, refactor: StackRefactor): Promise<StackRefactor> {
  try {
    const plan = await planRefactor(platform, platform.storage, refactor);
    const moves = movesOf(platform, plan);
    return { ...refactor, status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE', moves };
  } catch (error) {
    return { ...refactor, status: 'CREATE_FAILED', statusReason: reasonOf(error) };
  }
}

/** Rethrows what is a fault of this server. */
function reasonOf(error: unknown): string {
  if (error instanceof RefactorError || error instanceof TemplateError || error instanceof AwsError)
    return error.message;
  throw error;
}

function movesOf(platform: Platform, { stacks }: RefactorPlan): Move[] {
  const all = stacks.flatMap(({ resourcesAfter }) => resourcesAfter);
  const moved = all.filter(({ resource, destination }) => !isSamePlace(resource, destination));
  return moved.map(({ resource, destination, detection, detectionReason }) => ({
    source: { stack: resource.stackId, logicalId: resource.logicalId },
    destination,
    type: resource.type,
    physicalId: resource.standing.physicalId,
    detection,
    detectionReason,
    isTagged: schemasOf(platform).find(resource.type)?.tagging !== undefined,
  }));
}
