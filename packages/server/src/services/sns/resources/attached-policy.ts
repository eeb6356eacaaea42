import type { ResourceContext } from '../../../platform/resource-handler.ts';
import { unlessGone } from '../../../platform/resource-steps.ts';
import { canonicalText } from '../model/json-object.ts';
import { defaultTopicPolicy } from '../model/topic-policy.ts';
import { parseTopicArn } from '../model/topic.ts';

/** Undefined where the topic has only the policy that every topic begins with. */
export async function findPolicy(TopicArn: string, { call }: ResourceContext): Promise<unknown> {
  const { Attributes = {} } = await call.sns.GetTopicAttributes({ TopicArn });
  const text = Attributes['Policy'] ?? '';
  const isDefault = canonicalText(text) === canonicalText(defaultTopicPolicy(parseTopicArn(TopicArn)));
  return isDefault ? undefined : JSON.parse(text);
}

export async function putPolicy(TopicArn: string, AttributeValue: string, { call }: ResourceContext): Promise<void> {
  await call.sns.SetTopicAttributes({ TopicArn, AttributeName: 'Policy', AttributeValue });
}

/** Gives the topic its first policy back. It may have gone before its policy. */
export async function removePolicy(TopicArn: string, { call }: ResourceContext): Promise<void> {
  const reset = { TopicArn, AttributeName: 'Policy', AttributeValue: '' };
  await unlessGone(call.sns.SetTopicAttributes(reset), 'NotFoundException');
}
