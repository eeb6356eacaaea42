import { isBinary } from './message-attributes.ts';
import { bodyFor, sequenceNumber } from './message.ts';
import type { Message } from './message.ts';
import { topicArn } from './topic.ts';
import type { TopicReference } from './topic.ts';

/** The members of the JSON that subscribers get, but those that are each subscription's own. */
export interface Notification {
  Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  MessageId: string;
  SequenceNumber?: string;
  Token?: string;
  TopicArn: string;
  Subject?: string;
  Message: string;
  SubscribeURL?: string;
  Timestamp: string;
  Replayed?: 'true';
  MessageAttributes?: Record<string, { Type: string; Value: string }>;
}

export interface NotificationSignature {
  SignatureVersion: string;
  Signature: string;
  SigningCertURL: string;
}

export function notificationOf(topic: TopicReference, message: Message, protocol: string): Notification {
  const { subject, attributes, publishedAt, replayed } = message;
  const number = sequenceNumber(message);
  return {
    Type: 'Notification',
    MessageId: message.id,
    ...(number !== undefined && { SequenceNumber: number }),
    TopicArn: topicArn(topic),
    ...(subject !== undefined && { Subject: subject }),
    Message: bodyFor(message, protocol),
    Timestamp: new Date(publishedAt).toISOString(),
    ...(replayed && { Replayed: 'true' as const }),
    ...(attributes && {
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, attribute]) => [
          name,
          { Type: isBinary(attribute) ? 'Binary' : attribute.type, Value: attribute.value },
        ]),
      ),
    }),
  };
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html */
export function textToSign(notification: Notification): string {
  const names: (keyof Notification)[] =
    notification.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  let text = '';
  for (const name of names) {
    const value = notification[name];
    if (typeof value === 'string') text += `${name}\n${value}\n`;
  }
  return text;
}

/** The JSON in AWS's own layout, a line per member. Only the URL differs between the subscriptions of a topic. */
export function renderNotification(
  notification: Notification,
  signature: NotificationSignature | undefined,
): (unsubscribeUrl?: string) => string {
  const { MessageAttributes: attributes, ...members } = notification;
  const lines = Object.entries({ ...members, ...signature }).map(
    ([name, value]) => `"${name}" : ${JSON.stringify(value)}`,
  );
  const head = `{\n  ${lines.join(',\n  ')}`;
  let tail = '\n}';
  if (attributes) {
    const inner = Object.entries(attributes).map(
      ([name, value]) => `    ${JSON.stringify(name)} : ${JSON.stringify(value)}`,
    );
    tail = `,\n  "MessageAttributes" : {\n${inner.join(',\n')}\n  }${tail}`;
  }
  return (url) => head + (url === undefined ? '' : `,\n  "UnsubscribeURL" : ${JSON.stringify(url)}`) + tail;
}

/** What a Lambda function is invoked with. */
export function lambdaEvent(
  subscriptionArn: string,
  notification: Notification,
  signature: NotificationSignature | undefined,
  unsubscribeUrl: string,
): string {
  const { SigningCertURL, ...signed } = signature ?? {};
  const Sns = {
    ...notification,
    Subject: notification.Subject ?? null,
    MessageAttributes: notification.MessageAttributes ?? {},
    ...signed,
    ...(SigningCertURL !== undefined && { SigningCertUrl: SigningCertURL }),
    UnsubscribeUrl: unsubscribeUrl,
  };
  const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscriptionArn, Sns };
  return JSON.stringify({ Records: [record] });
}
