import { invalidParameter } from '../errors.ts';
import { topicArn } from './topic.ts';
import type { TopicReference } from './topic.ts';

export type SubscriptionProtocol = (typeof protocols)[number];

/** `deleted` by somebody who was not known: it can be confirmed again for a while. */
export type SubscriptionStatus = 'pending' | 'confirmed' | 'deleted';

export interface Subscription {
  topicArn: string;
  id: string;
  protocol: SubscriptionProtocol;
  endpoint: string;
  /** Account of the subscriber. */
  owner: string;
  /** ARN of who subscribed. */
  principal: string;
  region: string;
  status: SubscriptionStatus;
  /** Since when it gets messages: from its confirmation on. Milliseconds since 1970. */
  since?: number;
  confirmedWithAuthentication: boolean;
  /** Only who is known may delete it. */
  authenticateOnUnsubscribe?: true;
  /** Confirms the subscription. */
  token?: string;
  attributes: Record<string, string>;
  replay?: Replay;
}

export interface Replay {
  id: string;
  status: 'Pending' | 'In progress' | 'Completed' | 'Failed';
  /** Of the ReplayPolicy, in milliseconds since 1970. */
  start: number;
  end?: number;
  /** Once it is completed: order of the last message that it had before it. */
  upTo?: number;
}

export const protocols = [
  'http',
  'https',
  'email',
  'email-json',
  'sms',
  'sqs',
  'application',
  'lambda',
  'firehose',
] as const;

/** How long a subscription that nobody confirms stays, and its token. */
export const confirmationMs = 2 * 24 * 3600 * 1000;

/** Topics of SMS, queues and so on belong to their owners; people and web servers have to consent. */
const consenting: ReadonlySet<SubscriptionProtocol> = new Set(['http', 'https', 'email', 'email-json']);

export function asksForConsent(protocol: SubscriptionProtocol): boolean {
  return consenting.has(protocol);
}

export function subscriptionArn({ topicArn: topic, id }: Pick<Subscription, 'topicArn' | 'id'>): string {
  return `${topic}:${id}`;
}

export interface SubscriptionReference {
  topic: TopicReference;
  topicArn: string;
  id: string;
}

export function parseSubscriptionArn(text: string): SubscriptionReference {
  const parts = text.split(':');
  if (text === '') throw invalidParameter('SubscriptionArn Reason: no value for required parameter');
  if (parts.length < 6) {
    throw invalidParameter(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${parts.length}`);
  }
  const [, , service, region = '', account = '', name = '', id = ''] = parts;
  if (parts.length !== 7 || service !== 'sns' || id === '') throw invalidParameter('SubscriptionId');
  const topic = { account, region, name };
  return { topic, topicArn: topicArn(topic), id };
}

export function shownArn(subscription: Subscription): string {
  if (subscription.status === 'pending') return 'PendingConfirmation';
  return subscription.status === 'deleted' ? 'Deleted' : subscriptionArn(subscription);
}
