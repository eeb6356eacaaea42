import type { Message } from '../model/message.ts';
import { bodyFor } from '../model/message.ts';
import { queueAttributes } from '../model/message-attributes.ts';
import { lambdaEvent, notificationOf, renderNotification } from '../model/notification.ts';
import type { Notification, NotificationSignature } from '../model/notification.ts';
import { isRaw } from '../model/subscription-attributes.ts';
import { subscriptionArn } from '../model/subscription.ts';
import type { Subscription } from '../model/subscription.ts';
import { isFifo } from '../model/topic.ts';
import type { Topic } from '../model/topic.ts';
import { unsubscribeUrl } from '../model/urls.ts';
import type { QueueMessage } from './queue-sender.ts';
import type { Signer } from './signer.ts';

interface Rendered {
  notification: Notification;
  signature: NotificationSignature | undefined;
  text: (unsubscribeUrl?: string) => string;
}

/** One message in the forms in which subscriptions get it: signed and rendered once for all of them. */
export class Envelope {
  readonly topic: Topic;
  readonly message: Message;
  /** Base of the URLs in notifications. */
  readonly endpoint: string;
  readonly #signer: Signer;
  readonly #rendered = new Map<string, Rendered | Promise<Rendered>>();

  constructor(topic: Topic, message: Message, endpoint: string, signer: Signer) {
    this.topic = topic;
    this.message = message;
    this.endpoint = endpoint;
    this.#signer = signer;
  }

  /** What is posted to a web server, mailed as JSON or shown in a dead-letter queue. A promise until it is signed. */
  text(subscription: Subscription): string | Promise<string> {
    if (isRaw(subscription.attributes)) return bodyFor(this.message, subscription.protocol);
    const url = unsubscribeUrl(this.endpoint, subscription);
    const rendered = this.#render(subscription.protocol);
    return rendered instanceof Promise ? rendered.then(({ text }) => text(url)) : rendered.text(url);
  }

  queueMessage(subscription: Subscription, queueArn = subscription.endpoint): QueueMessage | Promise<QueueMessage> {
    const text = this.text(subscription);
    if (text instanceof Promise) return text.then((body) => this.#queueMessage(subscription, queueArn, body));
    return this.#queueMessage(subscription, queueArn, text);
  }

  async lambdaEvent(subscription: Subscription): Promise<string> {
    const { notification, signature } = await this.#render(subscription.protocol);
    const url = unsubscribeUrl(this.endpoint, subscription);
    return lambdaEvent(subscriptionArn(subscription), notification, signature, url);
  }

  #queueMessage(subscription: Subscription, queueArn: string, MessageBody: string): QueueMessage {
    const { attributes, group, deduplicationId, traceHeader } = this.message;
    const toFifo = queueArn.endsWith('.fifo');
    // The groups of FIFO topics mean nothing to standard queues; those of standard topics make them fair.
    const grouped = group !== undefined && (toFifo || !isFifo(this.topic));
    return {
      MessageBody,
      ...(attributes && isRaw(subscription.attributes) && { MessageAttributes: queueAttributes(attributes) }),
      ...(traceHeader !== undefined && {
        MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } },
      }),
      ...(grouped && { MessageGroupId: group }),
      ...(toFifo && { MessageDeduplicationId: deduplicationId }),
    };
  }

  #render(protocol: string): Rendered | Promise<Rendered> {
    const key = this.message.bodies ? protocol : '';
    let rendered = this.#rendered.get(key);
    if (!rendered) {
      rendered = this.#renderFor(protocol).then((ready) => {
        this.#rendered.set(key, ready);
        return ready;
      });
      this.#rendered.set(key, rendered);
    }
    return rendered;
  }

  async #renderFor(protocol: string): Promise<Rendered> {
    const notification = notificationOf(this.topic, this.message, protocol);
    const version = this.topic.attributes['SignatureVersion'] ?? '1';
    // Notifications of FIFO topics are not signed.
    const signature = isFifo(this.topic) ? undefined : await this.#signer.sign(notification, version, this.endpoint);
    return { notification, signature, text: renderNotification(notification, signature) };
  }
}
