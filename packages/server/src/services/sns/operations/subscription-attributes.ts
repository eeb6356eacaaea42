import type { SnsHandlers } from '../context.ts';
import { subscriptionNotFound } from '../errors.ts';
import { effectiveSubscriptionPolicy } from '../model/delivery-policy.ts';
import { attributeTarget, changeAttribute, filterScope } from '../model/subscription-attributes.ts';
import { parseSubscriptionArn } from '../model/subscription.ts';
import { replaceSubscription, requireSubscription } from '../store/subscriptions.ts';
import { findTopic } from '../store/topics.ts';
import { beginReplay } from './replays.ts';
import { checkFilterLimits, requireOwner } from './subscriptions.ts';

export const subscriptionAttributeOperations = {
  async GetSubscriptionAttributes({ SubscriptionArn }, { request }) {
    const { unit } = request;
    const subscription = await requireSubscription(unit, SubscriptionArn);
    const topic = await findTopic(unit, parseSubscriptionArn(SubscriptionArn).topic);
    if (!topic) throw subscriptionNotFound();
    requireOwner(request, subscription, topic);
    const { attributes, protocol, replay } = subscription;
    const isWeb = protocol === 'http' || protocol === 'https';
    return {
      Attributes: {
        SubscriptionArn,
        TopicArn: subscription.topicArn,
        Protocol: protocol,
        Endpoint: subscription.endpoint,
        Owner: subscription.owner,
        SubscriptionPrincipal: subscription.principal,
        PendingConfirmation: String(subscription.status !== 'confirmed'),
        ConfirmationWasAuthenticated: String(subscription.confirmedWithAuthentication),
        ...attributes,
        RawMessageDelivery: String(/^true$/i.test(attributes['RawMessageDelivery'] ?? '')),
        ...(attributes['FilterPolicy'] !== undefined && { FilterPolicyScope: filterScope(attributes) }),
        ...(isWeb && {
          EffectiveDeliveryPolicy: effectiveSubscriptionPolicy(
            topic.attributes['DeliveryPolicy'],
            attributes['DeliveryPolicy'],
          ),
        }),
        ...(replay && { ReplayStatus: replay.status }),
      },
    };
  },

  async SetSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue = '' }, context) {
    const { request } = context;
    const { unit } = request;
    const subscription = await requireSubscription(unit, SubscriptionArn);
    const topic = await findTopic(unit, parseSubscriptionArn(SubscriptionArn).topic);
    if (!topic) throw subscriptionNotFound();
    requireOwner(request, subscription, topic);
    const target = attributeTarget(topic, subscription);
    const attributes = changeAttribute(subscription.attributes, AttributeName, AttributeValue, target);
    if (attributes['FilterPolicy'] !== undefined && subscription.attributes['FilterPolicy'] === undefined) {
      await checkFilterLimits(unit, subscription);
    }
    const changed = { ...subscription, attributes };
    const after = AttributeName === 'ReplayPolicy' ? beginReplay(changed, topic, context) : changed;
    replaceSubscription(unit, subscription, after);
  },
} satisfies Partial<SnsHandlers>;
