import type { ResourceContext } from '../../../platform/resource-handler.ts';

/** A subscription inside a topic: it has no name of its own there. */
export interface InlineSubscription {
  Protocol: string;
  Endpoint: string;
}

interface ListedSubscription extends InlineSubscription {
  SubscriptionArn: string;
}

export async function subscribeAll(
  TopicArn: string,
  subscriptions: readonly InlineSubscription[],
  { call }: ResourceContext,
): Promise<void> {
  for (const { Protocol, Endpoint } of subscriptions) await call.sns.Subscribe({ TopicArn, Protocol, Endpoint });
}

/** Those that are still to be confirmed cannot be taken back: they expire by themselves, as on AWS. */
export async function changeSubscriptions(
  TopicArn: string,
  former: readonly InlineSubscription[],
  desired: readonly InlineSubscription[],
  context: ResourceContext,
): Promise<void> {
  const removed = withoutThose(former, desired);
  if (removed.length > 0) {
    const wanted = new Set(removed.map(identityOf));
    for (const { SubscriptionArn, ...subscription } of await subscriptionsOf(TopicArn, context)) {
      const isArn = SubscriptionArn.startsWith('arn:');
      if (isArn && wanted.has(identityOf(subscription))) await context.call.sns.Unsubscribe({ SubscriptionArn });
    }
  }
  await subscribeAll(TopicArn, withoutThose(desired, former), context);
}

export async function subscriptionsOf(TopicArn: string, { call }: ResourceContext): Promise<ListedSubscription[]> {
  const found: ListedSubscription[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call.sns.ListSubscriptionsByTopic({ TopicArn, NextToken });
    for (const { SubscriptionArn = '', Protocol = '', Endpoint = '' } of page.Subscriptions ?? []) {
      if (SubscriptionArn !== 'Deleted') found.push({ SubscriptionArn, Protocol, Endpoint });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

function withoutThose<Item extends InlineSubscription>(list: readonly Item[], others: readonly Item[]): Item[] {
  const known = new Set(others.map(identityOf));
  return list.filter((subscription) => !known.has(identityOf(subscription)));
}

function identityOf({ Protocol, Endpoint }: InlineSubscription): string {
  return `${Protocol} ${Endpoint}`;
}
