import { subscriptionArn } from './subscription.ts';
import type { Subscription } from './subscription.ts';

/** The version tells the router of a request without a signature that SNS is meant. */
const version = 'Version=2010-03-31';

/** Opening it confirms the subscription. */
export function subscribeUrl(endpoint: string, { topicArn }: Subscription, token: string): string {
  return `${endpoint}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}&${version}`;
}

/** Opening it ends the subscription. */
export function unsubscribeUrl(endpoint: string, subscription: Subscription): string {
  return `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn(subscription)}&${version}`;
}
