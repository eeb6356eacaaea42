import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { confirmationMs } from '../model/subscription.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Topic } from '../model/topic.ts';
import { findSubscription, removeSubscription } from '../store/subscriptions.ts';

interface Payload {
  topicArn: string;
  subscription: string;
}

/** Removes a subscription that nobody confirmed in time. */
export const expirePending: JobDefinition = {
  async run({ topicArn, subscription: id }: Payload, { platform }) {
    await platform.storage.transact(async (unit) => {
      const subscription = await findSubscription(unit, { topicArn, id });
      if (subscription && subscription.status !== 'confirmed') removeSubscription(unit, subscription);
    });
  },
};

/** Counts from now: asking again prolongs the time. */
export function scheduleExpiry(
  platform: Platform,
  unit: Unit,
  { account, region }: Topic,
  { topicArn, id }: Subscription,
): void {
  const payload: Payload = { topicArn, subscription: id };
  const runAt = platform.clock.now() + confirmationMs;
  platform.jobs.enqueue(unit, { type: 'sns.expirePending', id: jobId(id), runAt, account, region, payload });
}

export function stopExpiry(platform: Platform, unit: Unit, { id }: Subscription): void {
  platform.jobs.cancel(unit, jobId(id));
}

function jobId(subscription: string): string {
  return `sns.expire/${subscription}`;
}
