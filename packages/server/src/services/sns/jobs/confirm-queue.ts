import type { JobDefinition } from '../../../platform/service.ts';
import { processOf } from '../context.ts';
import { confirmationText } from '../delivery/confirmation.ts';
import { deliveryErrorOf } from '../delivery/delivery-error.ts';
import { findSubscription } from '../store/subscriptions.ts';
import { findTopicOf } from './payloads.ts';
import type { PostPayload } from './payloads.ts';

/** The queue of another account is asked by a message, which its owner answers with ConfirmSubscription. */
export const confirmQueue: JobDefinition = {
  async run({ kind, message, endpoint, ...payload }: PostPayload, { platform }) {
    const topic = await findTopicOf({ ...payload, endpoint }, platform);
    const { topicArn, subscription: id } = payload;
    const subscription = await findSubscription(platform.storage, { topicArn, id });
    if (!topic || subscription?.status !== 'pending' || kind === 'Notification') return;
    const { queues, signer } = processOf(platform);
    const MessageBody = await confirmationText(topic, subscription, kind, message, endpoint, signer);
    const order = subscription.endpoint.endsWith('.fifo')
      ? { MessageGroupId: 'sns', MessageDeduplicationId: message.id }
      : {};
    try {
      await queues.send(topicArn, subscription.endpoint, { MessageBody, ...order });
    } catch (error) {
      const failure = deliveryErrorOf(error);
      if (!failure.permanent) throw failure;
      platform.log.warn('sns.confirmation-failed', { queue: subscription.endpoint, reason: failure.message });
    }
  },
};
