import type { JobContext, JobDefinition, Platform } from '../../../platform/service.ts';
import { processOf } from '../context.ts';
import { giveUp } from '../delivery/dead-letters.ts';
import { deliverDirectly } from '../delivery/deliver-directly.ts';
import type { DeliveryError } from '../delivery/delivery-error.ts';
import { Envelope } from '../delivery/envelope.ts';
import { deliverToOutbox } from '../delivery/outbox-delivery.ts';
import { isLeftToReplay } from '../model/replay-policy.ts';
import type { Subscription } from '../model/subscription.ts';
import { isFifo } from '../model/topic.ts';
import { listOfTopic, findSubscription } from '../store/subscriptions.ts';
import { awsEndpointTries, enqueuePost, enqueueRedelivery, findTopicOf } from './payloads.ts';
import type { DeliverPayload, SubscriptionPayload } from './payloads.ts';

const subscriptionsPerPage = 1000;

interface Delivery {
  subscription: Subscription;
  envelope: Envelope;
}

interface Failure extends Delivery {
  error: DeliveryError;
}

/** Fans messages of a topic out to its subscriptions. */
export const deliver: JobDefinition = {
  ...awsEndpointTries,
  async run(payload: DeliverPayload, context) {
    const { platform } = context;
    const topic = await findTopicOf(payload, platform);
    if (!topic) return;
    const { signer } = processOf(platform);
    const envelopes = payload.messages.map((message) => new Envelope(topic, message, payload.endpoint, signer));
    let after: string | undefined;
    do {
      const range = { limit: subscriptionsPerPage, after };
      const page = await listOfTopic(platform.storage, payload.topicArn, range);
      const failures = await deliverToPage(page, envelopes, payload, context);
      await settle(failures, isFifo(topic), payload, context);
      after = page.length < subscriptionsPerPage ? undefined : page.at(-1)?.id;
    } while (after !== undefined);
  },
};

/** Tries for one subscription that go on until the delivery policy of AWS's own endpoints is exhausted. */
export const redeliver: JobDefinition = {
  ...awsEndpointTries,
  async run(payload: SubscriptionPayload, { platform, attempt }) {
    const topic = await findTopicOf(payload, platform);
    const subscription = await findSubscription(platform.storage, {
      topicArn: payload.topicArn,
      id: payload.subscription,
    });
    if (!topic || subscription?.status !== 'confirmed') return;
    const envelope = new Envelope(topic, payload.message, payload.endpoint, processOf(platform).signer);
    const error = await deliverDirectly(platform, subscription, envelope);
    if (!error) return;
    if (!error.permanent && attempt < awsEndpointTries.maxAttempts) throw error;
    await giveUp(platform, subscription, envelope, error);
  },
};

async function deliverToPage(
  page: readonly Subscription[],
  envelopes: readonly Envelope[],
  payload: DeliverPayload,
  context: JobContext,
): Promise<Failure[]> {
  const { platform } = context;
  const { filters } = processOf(platform);
  const direct: Delivery[] = [];
  const indirect: Delivery[] = [];
  for (const subscription of page) {
    if (subscription.status !== 'confirmed') continue;
    const isDirect = subscription.protocol === 'sqs' || subscription.protocol === 'lambda';
    for (const envelope of envelopes) {
      if (envelope.message.publishedAt < (subscription.since ?? 0)) continue;
      if (isLeftToReplay(subscription.replay, envelope.message)) continue;
      if (!filters.accepts(subscription, envelope.message)) continue;
      (isDirect ? direct : indirect).push({ subscription, envelope });
    }
  }
  const failures = await deliverAll(direct, platform);
  if (indirect.length === 0) return failures;
  return [...failures, ...(await handOver(indirect, payload, context))];
}

async function deliverAll(deliveries: readonly Delivery[], platform: Platform): Promise<Failure[]> {
  const { queues } = processOf(platform);
  await queues.enter(deliveries.length);
  try {
    const tries = deliveries.map(({ subscription, envelope }) => deliverDirectly(platform, subscription, envelope));
    const errors = await Promise.all(tries);
    return deliveries.flatMap((delivery, index) => {
      const error = errors[index];
      return error ? [{ ...delivery, error }] : [];
    });
  } finally {
    queues.leave(deliveries.length);
  }
}

/** Posts become jobs of their own, everything else is put into the outbox, all in one unit. */
function handOver(
  deliveries: readonly Delivery[],
  { messages: _, ...payload }: DeliverPayload,
  context: JobContext,
): Promise<Failure[]> {
  return context.platform.storage.transact(async (unit) => {
    const failures: Failure[] = [];
    for (const { subscription, envelope } of deliveries) {
      if (subscription.protocol === 'http' || subscription.protocol === 'https') {
        const { message } = envelope;
        const post = { ...payload, subscription: subscription.id, message, kind: 'Notification' as const, failures: 0 };
        enqueuePost(unit, context, post);
      } else {
        const error = await deliverToOutbox(unit, subscription, envelope);
        if (error) failures.push({ subscription, envelope, error });
      }
    }
    return failures;
  });
}

async function settle(
  failures: readonly Failure[],
  ofFifo: boolean,
  payload: DeliverPayload,
  context: JobContext,
): Promise<void> {
  if (failures.length === 0) return;
  const { platform, attempt } = context;
  const passing = failures.filter(({ error }) => !error.permanent);
  const [first] = passing;
  // The order of the group must hold: all of it waits. Deduplication keeps the queues that have the message from another.
  if (ofFifo && first && attempt < awsEndpointTries.maxAttempts) throw first.error;
  const lasting = ofFifo ? failures : failures.filter(({ error }) => error.permanent);
  await Promise.all(
    lasting.map(({ subscription, envelope, error }) => giveUp(platform, subscription, envelope, error)),
  );
  if (ofFifo || passing.length === 0) return;
  await platform.storage.transact(async (unit) => {
    for (const { subscription, envelope } of passing) {
      enqueueRedelivery(unit, context, payload, subscription, envelope.message);
    }
  });
}
