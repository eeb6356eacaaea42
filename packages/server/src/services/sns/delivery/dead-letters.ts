import type { Platform } from '../../../platform/service.ts';
import { processOf } from '../context.ts';
import { deadLetterTarget } from '../model/subscription-attributes.ts';
import { subscriptionArn } from '../model/subscription.ts';
import type { Subscription } from '../model/subscription.ts';
import { countOutcome } from '../store/subscriptions.ts';
import { deliveryErrorOf } from './delivery-error.ts';
import type { DeliveryError } from './delivery-error.ts';
import type { Envelope } from './envelope.ts';

/** A notification that cannot be delivered goes to the subscription's dead-letter queue, or is dropped and counted. */
export async function giveUp(
  platform: Platform,
  subscription: Subscription,
  envelope: Envelope,
  error: DeliveryError,
): Promise<void> {
  const { protocol, endpoint, topicArn, attributes } = subscription;
  const deadLetterQueue = deadLetterTarget(attributes);
  const redriven =
    deadLetterQueue === undefined ? undefined : await redrive(platform, subscription, envelope, deadLetterQueue);
  platform.log.warn('sns.delivery-failed', {
    subscription: subscriptionArn(subscription),
    protocol,
    endpoint,
    messageId: envelope.message.id,
    code: error.code,
    reason: error.message,
    ...(deadLetterQueue !== undefined && { deadLetterQueue, redriven }),
  });
  await platform.storage.transact(async (unit) => {
    countOutcome(unit, topicArn, 'NumberOfNotificationsFailed');
    if (redriven === undefined) return;
    countOutcome(
      unit,
      topicArn,
      redriven ? 'NumberOfNotificationsRedrivenToDlq' : 'NumberOfNotificationsFailedToRedriveToDlq',
    );
  });
}

async function redrive(
  platform: Platform,
  subscription: Subscription,
  envelope: Envelope,
  queueArn: string,
): Promise<boolean> {
  try {
    const message = await envelope.queueMessage(subscription, queueArn);
    await processOf(platform).queues.send(subscription.topicArn, queueArn, message);
    return true;
  } catch (error) {
    const failure = deliveryErrorOf(error);
    // What may pass makes the whole job run again.
    if (!failure.permanent) throw failure;
    return false;
  }
}
