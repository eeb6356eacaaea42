import type { Unit } from '../../../platform/storage/storage.ts';
import { bodyFor } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import { platformOf } from '../model/platform-application.ts';
import { subscriptionArn } from '../model/subscription.ts';
import type { Subscription } from '../model/subscription.ts';
import { unsubscribeUrl } from '../model/urls.ts';
import { putIntoOutbox } from '../store/outbox.ts';
import type { OutboxMessage } from '../store/outbox.ts';
import { findDestination } from '../store/platform-endpoints.ts';
import { isOptedOut } from '../store/sms.ts';
import { DeliveryError } from './delivery-error.ts';
import type { Envelope } from './envelope.ts';

/** Mail, SMS and push messages of a topic. Answers why one could not be sent, or undefined. */
export async function deliverToOutbox(
  unit: Unit,
  subscription: Subscription,
  envelope: Envelope,
): Promise<DeliveryError | undefined> {
  const { protocol, endpoint: to, topicArn } = subscription;
  const { topic, message } = envelope;
  const { account, region } = topic;
  const common = {
    account,
    region,
    id: `${message.id}/${subscription.id}`,
    // Of the publication: so a delivery that is tried again writes the same row.
    sentAt: message.publishedAt,
    to,
    topicArn,
    subscriptionArn: subscriptionArn(subscription),
    messageId: message.id,
  };
  const sender = topic.attributes['DisplayName'];
  const details = sender === undefined ? {} : { details: { sender } };
  switch (protocol) {
    case 'email':
    case 'email-json': {
      const subject = message.subject ?? 'AWS Notification Message';
      const body = protocol === 'email' ? mailText(subscription, envelope) : await envelope.text(subscription);
      putIntoOutbox(unit, { ...common, protocol, subject, body, ...details });
      return undefined;
    }
    case 'sms':
      if (await isOptedOut(unit, topic, to)) return new DeliveryError('OptedOut', `${to} has opted out of SMS`, true);
      putIntoOutbox(unit, { ...common, protocol, body: bodyFor(message, protocol), ...details });
      return undefined;
    case 'application':
      return pushToDevice(unit, message, { ...common, protocol });
    default:
      return new DeliveryError('NotImplemented', `Deliveries of protocol ${protocol} are not implemented`, true);
  }
}

/** A push message; an endpoint that is gone or disabled gets none. */
async function pushToDevice(
  unit: Unit,
  message: Message,
  common: Omit<OutboxMessage, 'body'>,
): Promise<DeliveryError | undefined> {
  const found = await findDestination(unit, common.to);
  if (!found) return new DeliveryError('NotFound', 'No endpoint found for the target arn specified', true);
  if (found.endpoint.attributes['Enabled'] !== 'true')
    return new DeliveryError('EndpointDisabled', 'Endpoint is disabled', true);
  const pushPlatform = platformOf(common.to);
  const details = { platform: pushPlatform, token: found.endpoint.attributes['Token'] ?? '' };
  putIntoOutbox(unit, { ...common, body: bodyFor(message, pushPlatform), details });
  return undefined;
}

function mailText(subscription: Subscription, { message, endpoint }: Envelope): string {
  const link = unsubscribeUrl(endpoint, subscription);
  const footer =
    'If you wish to stop receiving notifications from this topic, please visit the link below to unsubscribe:';
  return `${bodyFor(message, 'email')}\n\n--\n${footer}\n${link}\n`;
}
