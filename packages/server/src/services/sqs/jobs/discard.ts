import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { Queue } from '../model/queue.ts';
import { discardGroups } from '../store/groups.ts';
import { clearCounters, discardMessages } from '../store/messages.ts';
import { forgetDeletion } from '../store/queues.ts';
import { discardRemembered } from '../store/remembered.ts';

/** How long AWS refuses a new queue with the name of a deleted one. */
export const nameReservedMs = 60_000;

const rowsPerStep = 25;

/** Removes what a purged or deleted queue held, which nothing refers to any more. */
export const discardContentsJob: JobDefinition = {
  async run({ contents }: { contents: string }, { platform }) {
    await untilNoneLeft(platform, (unit) => discardMessages(unit, contents, rowsPerStep));
    await untilNoneLeft(platform, (unit) => discardGroups(unit, contents, rowsPerStep));
    await untilNoneLeft(platform, (unit) => discardRemembered(unit, contents, rowsPerStep));
    await platform.storage.transact((unit) => clearCounters(unit, contents));
  },
};

/** Removes the trace of a deleted queue once its name is free again. */
export const discardQueueJob: JobDefinition = {
  async run({ name }: { name: string }, { platform, account, region, clock }) {
    const deletedBefore = clock.now() - nameReservedMs;
    await platform.storage.transact((unit) => forgetDeletion(unit, { account, region, name }, deletedBefore));
  },
};

export function discardContents(platform: Platform, unit: Unit, { account, region, contents }: Queue): void {
  platform.jobs.enqueue(unit, { type: 'sqs.discardContents', account, region, payload: { contents } });
}

export function discardQueue(platform: Platform, unit: Unit, { account, region, name }: Queue, runAt: number): void {
  platform.jobs.enqueue(unit, { type: 'sqs.discardQueue', runAt, account, region, payload: { name } });
}

async function untilNoneLeft(platform: Platform, step: (unit: Unit) => Promise<number>): Promise<void> {
  let removed: number;
  do removed = await platform.storage.transact(step);
  while (removed > 0);
}
