import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Key, Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidToken, subscriptionNotFound } from '../errors.ts';
import { parseSubscriptionArn } from '../model/subscription.ts';
import type { Subscription, SubscriptionStatus } from '../model/subscription.ts';
import { pageSize } from './topics.ts';

export const subscriptionsTable = defineTable<Subscription>()({
  name: 'sns.subscriptions',
  key: ({ topicArn, id }) => [topicArn, id],
  indexes: {
    endpoint: ({ topicArn, protocol, endpoint, id }) => [topicArn, protocol, endpoint, id],
    owner: ({ owner, region, topicArn, id }) => [owner, region, topicArn, id],
    token: ({ topicArn, token }) => (token === undefined ? undefined : [topicArn, token]),
  },
  frozen: true,
});

export async function requireSubscription(reader: Reader, arn: string): Promise<Subscription> {
  const { topicArn, id } = parseSubscriptionArn(arn);
  const subscription = await reader.get(subscriptionsTable, [topicArn, id]);
  if (!subscription) throw subscriptionNotFound();
  return subscription;
}

export function findSubscription(
  reader: Reader,
  { topicArn, id }: Pick<Subscription, 'topicArn' | 'id'>,
): Promise<Subscription | undefined> {
  return reader.get(subscriptionsTable, [topicArn, id]);
}

export async function findByEndpoint(
  reader: Reader,
  { topicArn, protocol, endpoint }: Pick<Subscription, 'topicArn' | 'protocol' | 'endpoint'>,
): Promise<Subscription | undefined> {
  const range = { index: 'endpoint', prefix: [topicArn, protocol, endpoint], limit: 1 } as const;
  return (await reader.list(subscriptionsTable, range))[0];
}

export async function findByToken(reader: Reader, topicArn: string, token: string): Promise<Subscription | undefined> {
  return (await reader.list(subscriptionsTable, { index: 'token', prefix: [topicArn, token], limit: 1 }))[0];
}

/** Every change of a subscription goes through these, so that the counters stay right. */
export function insertSubscription(unit: Unit, subscription: Subscription): void {
  unit.put(subscriptionsTable, subscription);
  count(unit, subscription, 1);
}

export function replaceSubscription(unit: Unit, before: Subscription, after: Subscription): void {
  unit.put(subscriptionsTable, after);
  count(unit, before, -1);
  count(unit, after, 1);
}

export function removeSubscription(unit: Unit, subscription: Subscription): void {
  unit.delete(subscriptionsTable, [subscription.topicArn, subscription.id]);
  count(unit, subscription, -1);
}

/** A topic's subscriptions in the order of their ids, all of them or a page behind one. */
export function listOfTopic(
  reader: Reader,
  topicArn: string,
  page: { limit?: number; after?: string | undefined } = {},
): Promise<Subscription[]> {
  const { after, ...limit } = page;
  const position = after === undefined ? {} : { after: [topicArn, after] };
  return reader.list(subscriptionsTable, { prefix: [topicArn], ...limit, ...position });
}

export function pageOfTopic(reader: Reader, topicArn: string, token: string | undefined): Promise<Page<Subscription>> {
  const kind = 'ListSubscriptionsByTopic';
  const range = { prefix: [topicArn] };
  return paginate({ reader, table: subscriptionsTable, range, limit: pageSize, kind, token, invalidToken });
}

export function pageOfOwner(
  reader: Reader,
  { account, region }: Scope,
  token: string | undefined,
): Promise<Page<Subscription>> {
  const kind = 'ListSubscriptions';
  const range = { index: 'owner', prefix: [account, region] } as const;
  return paginate({ reader, table: subscriptionsTable, range, limit: pageSize, kind, token, invalidToken });
}

export function countOfTopic(reader: Reader, topicArn: string, status: SubscriptionStatus): Promise<number> {
  return reader.counter(statusCounter(topicArn, status));
}

export function countFilters(reader: Reader, where: string): Promise<number> {
  return reader.counter(filterCounter(where));
}

/** How many notifications came to an end that the topic's owner should know of. */
export function countOutcome(unit: Unit, topicArn: string, outcome: DeliveryOutcome): void {
  unit.add(outcomeCounter(topicArn, outcome), 1);
}

export function outcomesOf(reader: Reader, topicArn: string, outcome: DeliveryOutcome): Promise<number> {
  return reader.counter(outcomeCounter(topicArn, outcome));
}

/** Named after SNS's metrics in CloudWatch. */
export type DeliveryOutcome =
  | 'NumberOfNotificationsFailed'
  | 'NumberOfNotificationsRedrivenToDlq'
  | 'NumberOfNotificationsFailedToRedriveToDlq';

function count(unit: Unit, { topicArn, status, owner, attributes }: Subscription, delta: number): void {
  unit.add(statusCounter(topicArn, status), delta);
  if (attributes['FilterPolicy'] === undefined) return;
  unit.add(filterCounter(topicArn), delta);
  unit.add(filterCounter(owner), delta);
}

function statusCounter(topicArn: string, status: SubscriptionStatus): Key {
  return ['sns', topicArn, status];
}

/** Of a topic by its ARN, of an account by its number. */
function filterCounter(where: string): Key {
  return ['sns', 'filters', where];
}

function outcomeCounter(topicArn: string, outcome: DeliveryOutcome): Key {
  return ['sns', topicArn, outcome];
}
