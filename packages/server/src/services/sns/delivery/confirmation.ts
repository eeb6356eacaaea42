import type { Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { enqueuePost } from '../jobs/payloads.ts';
import type { PostPayload } from '../jobs/payloads.ts';
import type { Message } from '../model/message.ts';
import { renderNotification } from '../model/notification.ts';
import type { Notification } from '../model/notification.ts';
import { subscriptionArn } from '../model/subscription.ts';
import type { Subscription } from '../model/subscription.ts';
import { topicArn } from '../model/topic.ts';
import type { Topic } from '../model/topic.ts';
import { subscribeUrl } from '../model/urls.ts';
import { putIntoOutbox } from '../store/outbox.ts';
import type { Signer } from './signer.ts';

type Kind = Exclude<PostPayload['kind'], 'Notification'>;

/** Asks the endpoint for its consent, or tells it that its subscription has ended. */
export function sendConfirmation(
  platform: Platform,
  unit: Unit,
  topic: Topic,
  subscription: Subscription,
  kind: Kind,
  endpoint: string,
): void {
  const { account, region } = topic;
  const { protocol, endpoint: to } = subscription;
  const now = platform.clock.now();
  const message = { id: platform.ids.uuid(), body: textOf(kind, subscription), publishedAt: now };
  const payload: PostPayload = {
    topicArn: topicArn(topic),
    topic: topic.id,
    subscription: subscription.id,
    endpoint,
    message,
    kind,
    failures: 0,
  };
  if (protocol === 'http' || protocol === 'https') enqueuePost(unit, { platform, account, region }, payload);
  else if (protocol === 'sqs') platform.jobs.enqueue(unit, { type: 'sns.confirmQueue', account, region, payload });
  else if (protocol === 'email' || protocol === 'email-json') {
    const isJson = protocol === 'email-json';
    const notification = confirmation(subscription, kind, message, endpoint);
    const body = isJson
      ? renderNotification(notification, undefined)()
      : `${message.body}\n${notification.SubscribeURL ?? ''}\n`;
    const subject = `AWS Notification - ${kind === 'SubscriptionConfirmation' ? 'Subscription' : 'Unsubscribe'} Confirmation`;
    const about = { topicArn: payload.topicArn, subscriptionArn: subscriptionArn(subscription), messageId: message.id };
    putIntoOutbox(unit, { account, region, id: message.id, sentAt: now, protocol, to, subject, body, ...about });
  }
}

/** The signed JSON for web servers and queues. */
export async function confirmationText(
  topic: Topic,
  subscription: Subscription,
  kind: Kind,
  message: Message,
  endpoint: string,
  signer: Signer,
): Promise<string> {
  const notification = confirmation(subscription, kind, message, endpoint);
  const signature = await signer.sign(notification, topic.attributes['SignatureVersion'] ?? '1', endpoint);
  return renderNotification(notification, signature)();
}

function confirmation(subscription: Subscription, kind: Kind, message: Message, endpoint: string): Notification {
  const { token = '', topicArn: arn } = subscription;
  return {
    Type: kind,
    MessageId: message.id,
    Token: token,
    TopicArn: arn,
    Message: message.body,
    SubscribeURL: subscribeUrl(endpoint, subscription, token),
    Timestamp: new Date(message.publishedAt).toISOString(),
  };
}

function textOf(kind: Kind, subscription: Subscription): string {
  const { topicArn: arn } = subscription;
  if (kind === 'SubscriptionConfirmation') {
    return `You have chosen to subscribe to the topic ${arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`;
  }
  const ended = `You have chosen to deactivate subscription ${subscriptionArn(subscription)}.`;
  return `${ended}\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`;
}
