import type { JobContext, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { awsEndpointRetry, retryDelayMs } from '../model/delivery-policy.ts';
import type { Message } from '../model/message.ts';
import type { Subscription } from '../model/subscription.ts';
import { findTopicReference, isFifo, topicArn } from '../model/topic.ts';
import type { Topic } from '../model/topic.ts';
import { findTopic } from '../store/topics.ts';

/** Of jobs that deliver to queues and functions: what is not permanent is tried again as AWS tries its own endpoints. */
export const awsEndpointTries = {
  maxAttempts: awsEndpointRetry.numRetries + 1,
  retryDelayMs: (attempt: number) => retryDelayMs(awsEndpointRetry, attempt) ?? 0,
};

/** Which topic a job works for; an answered Publish outlives the topic only as long as the topic itself. */
export interface TopicPayload {
  topicArn: string;
  /** Id of the topic: one that was created anew under the same name is another. */
  topic: string;
  /** Base of the URLs in notifications, as the publisher or subscriber reached this server. */
  endpoint: string;
}

export interface DeliverPayload extends TopicPayload {
  messages: Message[];
}

export interface SubscriptionPayload extends TopicPayload {
  subscription: string;
  message: Message;
}

export interface PostPayload extends SubscriptionPayload {
  kind: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  failures: number;
}

export async function findTopicOf(
  { topicArn: arn, topic: id }: TopicPayload,
  platform: Platform,
): Promise<Topic | undefined> {
  const reference = findTopicReference(arn);
  const topic = reference && (await findTopic(platform.storage, reference));
  return topic?.id === id ? topic : undefined;
}

/** One job for all subscriptions. Messages of one group of a FIFO topic are delivered in order. */
export function enqueueDelivery(
  platform: Platform,
  unit: Unit,
  topic: Topic,
  messages: Message[],
  endpoint: string,
): void {
  const { account, region, id } = topic;
  const [first] = messages;
  const payload: DeliverPayload = { topicArn: topicArn(topic), topic: id, endpoint, messages };
  const order = isFifo(topic) ? { serialKey: `sns/${id}/${first?.group ?? ''}` } : {};
  platform.jobs.enqueue(unit, { type: 'sns.deliver', account, region, payload, ...order });
}

/** Another try for one subscription alone. */
export function enqueueRedelivery(
  unit: Unit,
  { platform, account, region }: Pick<JobContext, 'platform' | 'account' | 'region'>,
  { topicArn: arn, topic, endpoint }: TopicPayload,
  subscription: Subscription,
  message: Message,
): void {
  const payload: SubscriptionPayload = { topicArn: arn, topic, endpoint, subscription: subscription.id, message };
  const id = `sns.redeliver/${message.id}/${subscription.id}`;
  platform.jobs.enqueue(unit, { type: 'sns.redeliver', id, account, region, payload });
}

/** A server that hangs holds no more of the outbound workers than this for each of its subscriptions. */
const postsAtOnce = 4;

/** Posts of one subscription wait in a few rows, so that a slow server does not take all workers. */
export function enqueuePost(
  unit: Unit,
  { platform, account, region }: Pick<JobContext, 'platform' | 'account' | 'region'>,
  payload: PostPayload,
): void {
  const row = Number.parseInt(payload.message.id.slice(-2), 16) % postsAtOnce;
  const serialKey = `sns.post/${payload.subscription}/${row}`;
  const id = postId(payload);
  platform.jobs.enqueue(unit, { type: 'sns.post', id, lane: 'outbound', serialKey, account, region, payload });
}

/** Waits outside of the rows: what waits in one would hold up all behind it. */
export function enqueueLaterPost(
  unit: Unit,
  { platform, account, region }: JobContext,
  payload: PostPayload,
  runAt: number,
): void {
  platform.jobs.enqueue(unit, { type: 'sns.repost', id: postId(payload), runAt, account, region, payload });
}

function postId({ message, subscription }: PostPayload): string {
  return `sns.post/${message.id}/${subscription}`;
}
