import { parseArn } from '../../../platform/arn.ts';
import type { Platform } from '../../../platform/service.ts';
import { processOf } from '../context.ts';
import type { Subscription } from '../model/subscription.ts';
import { deliveryErrorOf } from './delivery-error.ts';
import type { DeliveryError } from './delivery-error.ts';
import type { Envelope } from './envelope.ts';
import { callsAsSns } from './service-principal.ts';

/** Queues and functions are called at once. Answers why that failed, or undefined. */
export async function deliverDirectly(
  platform: Platform,
  subscription: Subscription,
  envelope: Envelope,
): Promise<DeliveryError | undefined> {
  try {
    if (subscription.protocol === 'lambda') await invoke(platform, subscription, envelope);
    else {
      const message = await envelope.queueMessage(subscription);
      await processOf(platform).queues.send(subscription.topicArn, subscription.endpoint, message);
    }
    return undefined;
  } catch (error) {
    return deliveryErrorOf(error);
  }
}

/** While functions are not implemented their service says so, and the notification goes where failed ones go. */
async function invoke(platform: Platform, subscription: Subscription, envelope: Envelope): Promise<void> {
  const { endpoint, topicArn } = subscription;
  const { account = '', region = '' } = parseArn(endpoint) ?? {};
  const { lambda } = callsAsSns(platform, topicArn, { account, region });
  const Payload = Buffer.from(await envelope.lambdaEvent(subscription));
  await lambda.Invoke({ FunctionName: endpoint, InvocationType: 'Event', Payload });
}
