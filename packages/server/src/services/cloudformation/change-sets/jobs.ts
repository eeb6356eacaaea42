import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { ChangeSet } from '../model/change-set.ts';
import { findChangeSetById } from '../store/change-sets.ts';
import { completeChangeSet } from './completion.ts';
import { recordOutcome } from './execution.ts';

interface Payload {
  changeSetId: string;
}

export const changeSetJobs = {
  /** Processes the template and finds the changes. */
  createChangeSet: {
    async run({ changeSetId }: Payload, { platform }) {
      const changeSet = await findChangeSetById(platform.storage, changeSetId);
      if (changeSet?.status === 'CREATE_PENDING') await completeChangeSet(changeSet, platform);
    },
  },

  /** The operation that executes a change set has ended. */
  changeSetExecuted: {
    async run({ changeSetId }: Payload, { platform }) {
      await platform.storage.transact((unit) => recordOutcome(unit, changeSetId));
    },
  },
} satisfies Record<string, JobDefinition>;

export function enqueueCreation(platform: Platform, unit: Unit, { account, region, changeSetId }: ChangeSet): void {
  const payload: Payload = { changeSetId };
  platform.jobs.enqueue(unit, {
    type: 'cloudformation.createChangeSet',
    serialKey: changeSetId,
    account,
    region,
    payload,
  });
}
