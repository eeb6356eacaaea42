import type { JobContext, JobDefinition } from '../../../platform/service.ts';
import { processOf } from '../context.ts';
import { giveUp } from '../delivery/dead-letters.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { Envelope } from '../delivery/envelope.ts';
import { postToWeb } from '../delivery/web-post.ts';
import { confirmationText } from '../delivery/confirmation.ts';
import { httpDelivery, retryDelayMs } from '../model/delivery-policy.ts';
import { isRaw } from '../model/subscription-attributes.ts';
import { subscriptionArn } from '../model/subscription.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Topic } from '../model/topic.ts';
import { findSubscription } from '../store/subscriptions.ts';
import { enqueueLaterPost, enqueuePost, findTopicOf } from './payloads.ts';
import type { PostPayload } from './payloads.ts';

/** Posts one message to a web server, by the delivery policies of subscription and topic. */
export const post: JobDefinition = {
  async run(payload: PostPayload, context) {
    const { platform, clock } = context;
    const topic = await findTopicOf(payload, platform);
    const subscription = await findAddressee(payload, context);
    if (!topic || !subscription) return;
    const policy = httpDelivery(topic.attributes['DeliveryPolicy'], subscription.attributes['DeliveryPolicy']);
    const { maxReceivesPerSecond } = policy;
    if (maxReceivesPerSecond !== undefined) {
      const now = clock.now();
      const waitMs = processOf(platform).throttles.waitMs(subscription.id, maxReceivesPerSecond, now);
      if (waitMs > 0) return later(payload, context, now + waitMs);
    }
    const envelope = new Envelope(topic, payload.message, payload.endpoint, processOf(platform).signer);
    const error = await attempt(topic, subscription, envelope, payload, policy.contentType, context);
    if (!error) return;
    const failures = payload.failures + 1;
    const delayMs = error.permanent ? undefined : retryDelayMs(policy.retry, failures);
    if (delayMs !== undefined) return later({ ...payload, failures }, context, clock.now() + delayMs);
    await giveUp(platform, subscription, envelope, error);
  },
};

/** A post whose time has come gets in line again. */
export const repost: JobDefinition = {
  async run(payload: PostPayload, context) {
    const subscription = await findAddressee(payload, context);
    if (!subscription) return;
    await context.platform.storage.transact(async (unit) => enqueuePost(unit, context, payload));
  },
};

const statusFor = {
  Notification: 'confirmed',
  SubscriptionConfirmation: 'pending',
  UnsubscribeConfirmation: 'deleted',
};

async function findAddressee(payload: PostPayload, { platform }: JobContext): Promise<Subscription | undefined> {
  const { topicArn, subscription: id, kind } = payload;
  const subscription = await findSubscription(platform.storage, { topicArn, id });
  return subscription?.status === statusFor[kind] ? subscription : undefined;
}

function later(payload: PostPayload, context: JobContext, runAt: number): Promise<void> {
  return context.platform.storage.transact(async (unit) => enqueueLaterPost(unit, context, payload, runAt));
}

async function attempt(
  topic: Topic,
  subscription: Subscription,
  envelope: Envelope,
  { kind, message, endpoint }: PostPayload,
  contentType: string,
  { platform }: JobContext,
): Promise<DeliveryError | undefined> {
  const isNotification = kind === 'Notification';
  const headers = {
    'content-type': isNotification ? contentType : 'text/plain; charset=UTF-8',
    'x-amz-sns-message-type': kind,
    'x-amz-sns-message-id': message.id,
    'x-amz-sns-topic-arn': subscription.topicArn,
    ...(kind !== 'SubscriptionConfirmation' && { 'x-amz-sns-subscription-arn': subscriptionArn(subscription) }),
    ...(isNotification && isRaw(subscription.attributes) && { 'x-amz-sns-rawdelivery': 'true' }),
  };
  try {
    const { signer } = processOf(platform);
    const body = isNotification
      ? await envelope.text(subscription)
      : await confirmationText(topic, subscription, kind, message, endpoint, signer);
    await postToWeb({ url: subscription.endpoint, headers, body });
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    throw error;
  }
}
