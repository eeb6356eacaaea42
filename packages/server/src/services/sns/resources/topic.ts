import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { alreadyExists, ownTags, resourceTags, tagChanges } from '../../../platform/resource-handler.ts';
import {
  documentText,
  formerProperties,
  isChanged,
  presentProperties,
  unlessGone,
} from '../../../platform/resource-steps.ts';
import { tagsFromList } from '../../../platform/tags.ts';
import { tagErrors } from '../model/topic-tags.ts';
import { parseTopicArn, topicArn } from '../model/topic.ts';
import { attributeChanges, attributesOf, propertiesFrom } from './topic-attributes.ts';
import { changeSubscriptions, subscribeAll, subscriptionsOf } from './topic-subscriptions.ts';
import type { InlineSubscription } from './topic-subscriptions.ts';

interface TopicProperties {
  TopicArn: string;
  TopicName?: string;
  FifoTopic?: boolean;
  DataProtectionPolicy?: unknown;
  Subscription?: InlineSubscription[];
}

const longestName = 256;

/** AWS::SNS::Topic */
export const topicResource: ResourceHandler = {
  async create(desired, context) {
    const { TopicName, FifoTopic, DataProtectionPolicy, Subscription = [] } = desired as unknown as TopicProperties;
    if (TopicName !== undefined) await requireFreeName(TopicName, context);
    const suffix = FifoTopic ? { suffix: '.fifo' } : {};
    const name = TopicName ?? context.generatedName({ maxLength: longestName, ...suffix });
    const { TopicArn = '' } = await context.call.sns.CreateTopic({
      Name: name,
      Attributes: attributesOf(desired),
      Tags: resourceTags(desired['Tags'], context),
      ...(DataProtectionPolicy !== undefined && { DataProtectionPolicy: documentText(DataProtectionPolicy) }),
    });
    await subscribeAll(TopicArn, Subscription, context);
    return { TopicArn, TopicName: name };
  },

  async read(existing, context) {
    const { TopicArn } = propertiesOf(existing.properties);
    const { sns } = context.call;
    const found = await unlessGone(sns.GetTopicAttributes({ TopicArn }), 'NotFoundException');
    if (!found) return undefined;
    const { DataProtectionPolicy } = await sns.GetDataProtectionPolicy({ ResourceArn: TopicArn });
    const { Tags = [] } = await sns.ListTagsForResource({ ResourceArn: TopicArn });
    const subscriptions = await subscriptionsOf(TopicArn, context);
    return presentProperties({
      ...propertiesFrom(found.Attributes ?? {}),
      TopicArn,
      TopicName: parseTopicArn(TopicArn).name,
      DataProtectionPolicy: DataProtectionPolicy ? JSON.parse(DataProtectionPolicy) : undefined,
      Subscription:
        subscriptions.length > 0 ? subscriptions.map(({ Protocol, Endpoint }) => ({ Protocol, Endpoint })) : undefined,
      Tags: ownTags(tagsFromList(Tags, tagErrors), { existing, context }),
    });
  },

  async update(existing, desired, context) {
    const { TopicArn } = propertiesOf(existing.properties);
    const { sns } = context.call;
    const former = await formerProperties(topicResource, existing, context);
    for (const [AttributeName, AttributeValue] of attributeChanges(former, desired)) {
      await sns.SetTopicAttributes({ TopicArn, AttributeName, AttributeValue });
    }
    if (isChanged('DataProtectionPolicy', former, desired)) {
      const DataProtectionPolicy = documentText(desired['DataProtectionPolicy'] ?? '');
      await sns.PutDataProtectionPolicy({ ResourceArn: TopicArn, DataProtectionPolicy });
    }
    const subscriptions = [former, desired].map((properties) => propertiesOf(properties).Subscription ?? []);
    const [before = [], after = []] = subscriptions;
    await changeSubscriptions(TopicArn, before, after, context);
    const { Tags = [] } = await sns.ListTagsForResource({ ResourceArn: TopicArn });
    const current = tagsFromList(Tags, tagErrors);
    const { added, removed } = tagChanges(current, { existing, desired: desired['Tags'], context });
    if (removed.length > 0) await sns.UntagResource({ ResourceArn: TopicArn, TagKeys: removed });
    if (added.length > 0) await sns.TagResource({ ResourceArn: TopicArn, Tags: added });
  },

  /** Its subscriptions go with it. */
  async delete({ properties }, { call }) {
    await call.sns.DeleteTopic({ TopicArn: propertiesOf(properties).TopicArn });
  },

  async list(context) {
    return (await listTopicArns(context)).map((TopicArn) => ({ TopicArn }));
  },
};

export async function listTopicArns({ call }: ResourceContext): Promise<string[]> {
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call.sns.ListTopics({ NextToken });
    for (const { TopicArn } of page.Topics ?? []) if (TopicArn !== undefined) found.push(TopicArn);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** CreateTopic answers a topic that is there already. */
async function requireFreeName(name: string, { account, region, call }: ResourceContext): Promise<void> {
  const TopicArn = topicArn({ account, region, name });
  const taken = await unlessGone(call.sns.GetTopicAttributes({ TopicArn }), 'NotFoundException');
  if (taken) throw alreadyExists('AWS::SNS::Topic', name);
}

function propertiesOf(properties: ResourceProperties): TopicProperties {
  return properties as unknown as TopicProperties;
}
