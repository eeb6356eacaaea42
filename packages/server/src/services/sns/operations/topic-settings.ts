import { removeTags, tagsToList } from '../../../platform/tags.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { SnsHandlers } from '../context.ts';
import { invalidParameter, SnsError } from '../errors.ts';
import { dataProtectionProblem } from '../model/data-protection-policy.ts';
import { policyOf } from '../model/topic-attributes.ts';
import { addPermission, removePermission } from '../model/topic-policy.ts';
import { checkedTags, tagErrors } from '../model/topic-tags.ts';
import { findTopicReference } from '../model/topic.ts';
import type { Topic } from '../model/topic.ts';
import { findTopic, replaceTopic, requireTopic } from '../store/topics.ts';
import { requestedTopic } from './requested-topic.ts';

/** Permissions, tags and data protection of topics. */
export const topicSettingOperations = {
  async AddPermission({ TopicArn, Label, AWSAccountId, ActionName }, { request }) {
    const { unit } = request;
    const topic = await requireTopic(unit, requestedTopic(TopicArn, request));
    const Policy = addPermission(policyOf(topic), topic, { label: Label, accounts: AWSAccountId, actions: ActionName });
    replaceTopic(unit, { ...topic, attributes: { ...topic.attributes, Policy } });
  },

  async RemovePermission({ TopicArn, Label }, { request }) {
    const { unit } = request;
    const topic = await requireTopic(unit, requestedTopic(TopicArn, request));
    const Policy = removePermission(policyOf(topic), Label);
    replaceTopic(unit, { ...topic, attributes: { ...topic.attributes, Policy } });
  },

  async ListTagsForResource({ ResourceArn }, { request }) {
    return { Tags: tagsToList((await requireTagged(request, ResourceArn)).tags) };
  },

  async TagResource({ ResourceArn, Tags }, { request }) {
    const topic = await requireTagged(request, ResourceArn);
    replaceTopic(request.unit, { ...topic, tags: checkedTags(topic.tags, Tags, request) });
    return {};
  },

  async UntagResource({ ResourceArn, TagKeys }, { request }) {
    const topic = await requireTagged(request, ResourceArn);
    replaceTopic(request.unit, { ...topic, tags: removeTags(topic.tags, TagKeys, tagErrors, request) });
    return {};
  },

  async GetDataProtectionPolicy({ ResourceArn }, { request }) {
    const { dataProtectionPolicy } = await requireTopic(
      request.unit,
      requestedTopic(ResourceArn, request, 'ResourceArn'),
    );
    return { DataProtectionPolicy: dataProtectionPolicy };
  },

  async PutDataProtectionPolicy({ ResourceArn, DataProtectionPolicy }, { request }) {
    const { unit } = request;
    const { dataProtectionPolicy: _, ...topic } = await requireTopic(
      unit,
      requestedTopic(ResourceArn, request, 'ResourceArn'),
    );
    if (DataProtectionPolicy === '') return replaceTopic(unit, topic);
    const problem = dataProtectionProblem(DataProtectionPolicy, topic);
    if (problem !== undefined) throw invalidParameter(`DataProtectionPolicy Reason: ${problem}`);
    replaceTopic(unit, { ...topic, dataProtectionPolicy: DataProtectionPolicy });
  },
} satisfies Partial<SnsHandlers>;

async function requireTagged({ unit }: RequestContext, arn: string): Promise<Topic> {
  const reference = findTopicReference(arn);
  const topic = reference && (await findTopic(unit, reference));
  if (!topic) throw new SnsError('ResourceNotFoundException', 'Resource does not exist');
  return topic;
}
