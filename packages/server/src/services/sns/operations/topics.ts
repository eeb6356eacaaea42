import type { SnsHandlers } from '../context.ts';
import { invalidParameter, SnsError } from '../errors.ts';
import { scheduleTrim } from '../jobs/archive.ts';
import { dataProtectionProblem } from '../model/data-protection-policy.ts';
import { effectiveTopicPolicy } from '../model/delivery-policy.ts';
import {
  agrees,
  archiveRetentionMs,
  archiveStart,
  changeAttribute,
  initialAttributes,
  policyOf,
} from '../model/topic-attributes.ts';
import { checkedTags } from '../model/topic-tags.ts';
import { checkTopicName, isFifo, topicArn } from '../model/topic.ts';
import type { Topic } from '../model/topic.ts';
import { forgetAcceptances } from '../store/acceptances.ts';
import { countOfTopic, listOfTopic, removeSubscription } from '../store/subscriptions.ts';
import {
  countTopics,
  deleteTopic,
  findTopic,
  insertTopic,
  listTopics,
  replaceTopic,
  requireTopic,
} from '../store/topics.ts';
import { requestedTopic } from './requested-topic.ts';

const mostTopics = { standard: 100_000, fifo: 1_000 };

export const topicOperations = {
  async CreateTopic({ Name, Attributes = {}, Tags = [], DataProtectionPolicy }, { request }) {
    const { unit, account, region, clock, platform } = request;
    const reference = { account, region, name: Name };
    checkTopicName(Name, Attributes['FifoTopic'] === 'true');
    const existing = await findTopic(unit, reference);
    if (existing) {
      if (!agrees(existing, Attributes)) {
        throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
      }
      if (Tags.some(({ Key, Value }) => existing.tags[Key] !== Value)) {
        throw invalidParameter('Tags Reason: Topic already exists with different tags');
      }
      return { TopicArn: topicArn(existing) };
    }
    const attributes = initialAttributes(reference, Attributes);
    const problem =
      DataProtectionPolicy === undefined ? undefined : dataProtectionProblem(DataProtectionPolicy, reference);
    if (problem !== undefined) throw invalidParameter(`DataProtectionPolicy Reason: ${problem}`);
    const topic: Topic = {
      ...reference,
      id: platform.ids.lowerAlphanumeric(12),
      createdAt: clock.now(),
      attributes,
      tags: checkedTags({}, Tags, request),
      ...(DataProtectionPolicy !== undefined && { dataProtectionPolicy: DataProtectionPolicy }),
      ...(attributes['ArchivePolicy'] !== undefined && { archivingSince: clock.now() }),
    };
    const most = isFifo(topic) ? mostTopics.fifo : mostTopics.standard;
    if ((await countTopics(unit, topic)) >= most) {
      throw new SnsError('TopicLimitExceededException', `The account already has ${most} topics of this type`);
    }
    insertTopic(unit, topic);
    if (topic.archivingSince !== undefined) scheduleTrim(platform, unit, topic);
    return { TopicArn: topicArn(topic) };
  },

  /** A topic that is not there is no error. */
  async DeleteTopic({ TopicArn }, { request }) {
    const { unit, platform } = request;
    const topic = await findTopic(unit, requestedTopic(TopicArn, request));
    if (!topic) return;
    if (topic.attributes['ArchivePolicy'] !== undefined) {
      throw new SnsError('InvalidStateException', 'Cannot delete a topic with an ArchivePolicy: deactivate it first');
    }
    deleteTopic(unit, topic);
    await forgetAcceptances(unit, topic.id);
    for (const subscription of await listOfTopic(unit, topicArn(topic))) removeSubscription(unit, subscription);
    if (isFifo(topic)) scheduleTrim(platform, unit, topic);
  },

  async ListTopics({ NextToken }, { request }) {
    const { items, nextToken } = await listTopics(request.unit, request, NextToken);
    return { Topics: items.map((topic) => ({ TopicArn: topicArn(topic) })), NextToken: nextToken };
  },

  async GetTopicAttributes({ TopicArn }, { request }) {
    const { unit, clock } = request;
    const topic = await requireTopic(unit, requestedTopic(TopicArn, request));
    const { attributes } = topic;
    const replayableFrom = archiveStart(topic, clock.now());
    const arn = topicArn(topic);
    const [pending, confirmed, deleted] = await Promise.all([
      countOfTopic(unit, arn, 'pending'),
      countOfTopic(unit, arn, 'confirmed'),
      countOfTopic(unit, arn, 'deleted'),
    ]);
    return {
      Attributes: {
        TopicArn: arn,
        Owner: topic.account,
        DisplayName: '',
        SubscriptionsPending: String(pending),
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsDeleted: String(deleted),
        ...(isFifo(topic) && { FifoTopic: 'true', ContentBasedDeduplication: 'false', FifoThroughputScope: 'Topic' }),
        ...attributes,
        Policy: policyOf(topic),
        EffectiveDeliveryPolicy: effectiveTopicPolicy(attributes['DeliveryPolicy']),
        ...(replayableFrom !== undefined && { BeginningArchiveTime: new Date(replayableFrom).toISOString() }),
      },
    };
  },

  async SetTopicAttributes({ TopicArn, AttributeName, AttributeValue = '' }, { request }) {
    const { unit, platform, clock } = request;
    const { archivingSince, ...topic } = await requireTopic(unit, requestedTopic(TopicArn, request));
    const attributes = changeAttribute(topic, AttributeName, AttributeValue);
    const archives = archiveRetentionMs(attributes) !== undefined;
    const changed = { ...topic, attributes, ...(archives && { archivingSince: archivingSince ?? clock.now() }) };
    replaceTopic(unit, changed);
    if (AttributeName === 'ArchivePolicy') scheduleTrim(platform, unit, changed);
  },
} satisfies Partial<SnsHandlers>;
