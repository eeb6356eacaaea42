import { parseArn } from '../../../platform/arn.ts';
import type { Platform } from '../../../platform/service.ts';
import { processOf } from '../context.ts';
import type { Subscription } from '../model/subscription.ts';
import { deliveryErrorOf } from './delivery-error.ts';
import type { DeliveryError } from './delivery-error.ts';
import type { Envelope } from './envelope.ts';
import { callsAsSns } from './service-principal.ts';

/** Queues and functions are called at once. Answers why that failed, or undefined. */
export function deliverDirectly(
  platform: Platform,
  subscription: Subscription,
  envelope: Envelope,
): Promise<DeliveryError | undefined> {
  const { protocol, topicArn, endpoint } = subscription;
  if (protocol === 'lambda') return invoke(platform, subscription, envelope);
  const { queues } = processOf(platform);
  const message = envelope.queueMessage(subscription);
  if (!(message instanceof Promise)) return queues.trySend(topicArn, endpoint, message);
  return message.then((ready) => queues.trySend(topicArn, endpoint, ready), deliveryErrorOf);
}

/** While functions are not implemented their service says so, and the notification goes where failed ones go. */
async function invoke(
  platform: Platform,
  subscription: Subscription,
  envelope: Envelope,
): Promise<DeliveryError | undefined> {
  const { endpoint, topicArn } = subscription;
  const { account = '', region = '' } = parseArn(endpoint) ?? {};
  const { lambda } = callsAsSns(platform, topicArn, { account, region });
  try {
    const Payload = Buffer.from(await envelope.lambdaEvent(subscription));
    await lambda.Invoke({ FunctionName: endpoint, InvocationType: 'Event', Payload });
    return undefined;
  } catch (error) {
    return deliveryErrorOf(error);
  }
}
