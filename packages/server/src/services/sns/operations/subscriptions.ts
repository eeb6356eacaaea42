import { parseArn } from '../../../platform/arn.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { SnsHandlers } from '../context.ts';
import { invalidParameter, notAuthorised, SnsError } from '../errors.ts';
import { sendConfirmation } from '../delivery/confirmation.ts';
import { scheduleExpiry, stopExpiry } from '../jobs/expire-pending.ts';
import { agrees, attributeTarget, initialAttributes } from '../model/subscription-attributes.ts';
import { checkEndpoint } from '../model/subscription-endpoint.ts';
import { asksForConsent, parseSubscriptionArn, shownArn, subscriptionArn } from '../model/subscription.ts';
import type { Subscription } from '../model/subscription.ts';
import { findTopicReference, isFifo, topicArn } from '../model/topic.ts';
import type { Topic } from '../model/topic.ts';
import { findDestination } from '../store/platform-endpoints.ts';
import * as store from '../store/subscriptions.ts';
import { findTopic, requireTopic } from '../store/topics.ts';
import { beginReplay } from './replays.ts';
import { isHere, requestedTopic } from './requested-topic.ts';

const mostSubscriptions = { standard: 12_500_000, fifo: 100 };
const mostFilters = { topic: 200, account: 10_000 };

export const subscriptionOperations = {
  async Subscribe({ TopicArn, Protocol, Endpoint, Attributes = {}, ReturnSubscriptionArn }, context) {
    const { request } = context;
    const { unit, platform } = request;
    const topic = await requireTopic(unit, requestedTopic(TopicArn, request));
    const protocol = checkEndpoint(topic, Protocol, Endpoint);
    const endpoint = Endpoint ?? '';
    if (protocol === 'application' && !(await findDestination(unit, endpoint))) {
      throw invalidParameter(`Endpoint Reason: Endpoint does not exist for endpoint ${endpoint}`);
    }
    const target = attributeTarget(topic, { protocol, endpoint });
    const arn = topicArn(topic);
    const existing = await store.findByEndpoint(unit, { topicArn: arn, protocol, endpoint });
    if (existing && existing.status !== 'deleted') {
      if (!agrees(existing.attributes, Attributes, target)) {
        throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
      }
      // Asking for a subscription again asks the endpoint again.
      if (existing.status === 'pending') askForConsent(request, unit, topic, existing);
      return { SubscriptionArn: answeredArn(existing, ReturnSubscriptionArn) };
    }
    if (existing) store.removeSubscription(unit, existing);
    const subscription = newSubscription(request, topic, protocol, endpoint, initialAttributes(Attributes, target));
    await checkLimits(unit, topic, subscription);
    const started = subscription.status === 'confirmed' ? beginReplay(subscription, topic, context) : subscription;
    store.insertSubscription(unit, started);
    unit.afterCommit(() => context.process.signer.prepare());
    if (started.status === 'pending') {
      askForConsent(request, unit, topic, started);
      scheduleExpiry(platform, unit, topic, started);
    }
    return { SubscriptionArn: answeredArn(started, ReturnSubscriptionArn) };
  },

  async ConfirmSubscription({ TopicArn, Token, AuthenticateOnUnsubscribe }, context) {
    const { request } = context;
    const { unit, platform } = request;
    const reference = findTopicReference(TopicArn);
    if (!reference || !isHere(reference, request)) throw invalidParameter('Topic');
    const topic = await findTopic(unit, reference);
    const subscription = topic && (await store.findByToken(unit, topicArn(topic), Token));
    if (!subscription) throw invalidParameter('Token');
    const authenticated = !isByLink(request);
    const authenticate = /^true$/i.test(AuthenticateOnUnsubscribe ?? '');
    if (authenticate && !authenticated) throw notAuthorised('AuthenticateOnUnsubscribe needs an authenticated request');
    if (subscription.status !== 'confirmed') {
      const confirmed: Subscription = {
        ...subscription,
        status: 'confirmed',
        since: request.clock.now(),
        confirmedWithAuthentication: authenticated,
        ...(authenticate && { authenticateOnUnsubscribe: true as const }),
      };
      store.replaceSubscription(unit, subscription, beginReplay(confirmed, topic, context));
      stopExpiry(platform, unit, subscription);
    }
    return { SubscriptionArn: subscriptionArn(subscription) };
  },

  /** A subscription that is not there is no error. */
  async Unsubscribe({ SubscriptionArn }, { request }) {
    const { unit } = request;
    const { topic: reference, ...id } = parseSubscriptionArn(SubscriptionArn);
    const subscription = await store.findSubscription(unit, id);
    const topic = subscription && (await findTopic(unit, reference));
    if (!topic || subscription.status === 'deleted') return;
    if (subscription.status === 'pending') {
      throw invalidParameter('SubscriptionArn Reason: The subscription is pending confirmation and cannot be deleted');
    }
    if (!isByLink(request)) {
      requireOwner(request, subscription, topic);
      store.removeSubscription(unit, subscription);
    } else if (subscription.authenticateOnUnsubscribe) {
      throw notAuthorised('The subscription can only be deleted by its owner or the owner of the topic');
    } else leaveForNow(request, topic, subscription);
  },

  async ListSubscriptions({ NextToken }, { request }) {
    const { items, nextToken } = await store.pageOfOwner(request.unit, request, NextToken);
    return { Subscriptions: items.map(describe), NextToken: nextToken };
  },

  async ListSubscriptionsByTopic({ TopicArn, NextToken }, { request }) {
    const { unit } = request;
    const topic = await requireTopic(unit, requestedTopic(TopicArn, request));
    const { items, nextToken } = await store.pageOfTopic(unit, topicArn(topic), NextToken);
    return { Subscriptions: items.map(describe), NextToken: nextToken };
  },
} satisfies Partial<SnsHandlers>;

export function requireOwner({ account }: RequestContext, { owner }: Subscription, topic: Topic): void {
  if (account !== owner && account !== topic.account) throw notAuthorised('Not authorized to access this subscription');
}

export async function checkFilterLimits(unit: Unit, { topicArn: arn, owner }: Subscription): Promise<void> {
  if (
    (await store.countFilters(unit, arn)) >= mostFilters.topic ||
    (await store.countFilters(unit, owner)) >= mostFilters.account
  ) {
    const message = `No more than ${mostFilters.topic} filter policies per topic and ${mostFilters.account} per account are possible`;
    throw new SnsError('FilterPolicyLimitExceededException', message);
  }
}

/** Whoever opens a link of a message sends no signature; an open cloud takes that for the root. */
function isByLink({ principal, protocol, headers }: RequestContext): boolean {
  if (principal.kind === 'anonymous') return true;
  return principal.kind === 'root' && protocol !== 'in-process' && headers['authorization'] === undefined;
}

function newSubscription(
  { principal, account, region, platform, clock }: RequestContext,
  topic: Topic,
  protocol: Subscription['protocol'],
  endpoint: string,
  attributes: Record<string, string>,
): Subscription {
  const confirmed = isConfirmedBySubscribing(protocol, endpoint, account);
  return {
    topicArn: topicArn(topic),
    id: platform.ids.uuid(),
    protocol,
    endpoint,
    owner: account,
    principal: principal.arn,
    region,
    status: confirmed ? 'confirmed' : 'pending',
    ...(confirmed && { since: clock.now() }),
    confirmedWithAuthentication: confirmed,
    ...(!confirmed && { token: platform.ids.hex(128) }),
    attributes,
  };
}

/** The owner of a queue or function may subscribe it without further ado; others have to be asked. */
function isConfirmedBySubscribing(protocol: Subscription['protocol'], endpoint: string, account: string): boolean {
  if (asksForConsent(protocol)) return false;
  return protocol !== 'sqs' || parseArn(endpoint)?.account === account;
}

async function checkLimits(unit: Unit, topic: Topic, subscription: Subscription): Promise<void> {
  const arn = topicArn(topic);
  const most = isFifo(topic) ? mostSubscriptions.fifo : mostSubscriptions.standard;
  const [confirmed, pending] = [
    await store.countOfTopic(unit, arn, 'confirmed'),
    await store.countOfTopic(unit, arn, 'pending'),
  ];
  if (confirmed + pending >= most) {
    throw new SnsError('SubscriptionLimitExceededException', `The topic already has ${most} subscriptions`);
  }
  if (subscription.attributes['FilterPolicy'] !== undefined) await checkFilterLimits(unit, subscription);
}

function askForConsent(
  { platform, endpoint }: RequestContext,
  unit: Unit,
  topic: Topic,
  subscription: Subscription,
): void {
  sendConfirmation(platform, unit, topic, subscription, 'SubscriptionConfirmation', endpoint);
}

/** Who is not known may be wrong: the endpoint is told, and can take it back until the token expires. */
function leaveForNow({ unit, platform, endpoint }: RequestContext, topic: Topic, subscription: Subscription): void {
  if (!asksForConsent(subscription.protocol)) return store.removeSubscription(unit, subscription);
  const left: Subscription = { ...subscription, status: 'deleted', token: platform.ids.hex(128) };
  store.replaceSubscription(unit, subscription, left);
  sendConfirmation(platform, unit, topic, left, 'UnsubscribeConfirmation', endpoint);
  scheduleExpiry(platform, unit, topic, left);
}

function answeredArn(subscription: Subscription, always: boolean | undefined): string {
  return subscription.status === 'confirmed' || always ? subscriptionArn(subscription) : 'pending confirmation';
}

function describe(subscription: Subscription) {
  const { owner: Owner, protocol: Protocol, endpoint: Endpoint, topicArn: TopicArn } = subscription;
  return { SubscriptionArn: shownArn(subscription), Owner, Protocol, Endpoint, TopicArn };
}
