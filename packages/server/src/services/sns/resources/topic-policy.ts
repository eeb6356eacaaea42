import type { ResourceContext, ResourceHandler } from '../../../platform/resource-handler.ts';
import { documentText, formerProperties, listChanges, unlessGone } from '../../../platform/resource-steps.ts';
import { findPolicy, putPolicy, removePolicy } from './attached-policy.ts';

interface TopicPolicyProperties {
  Id?: string;
  PolicyDocument?: unknown;
  /** ARNs. */
  Topics?: string[];
}

const longestName = 256;

/** AWS::SNS::TopicPolicy: one policy for several topics, in place of what each has had. */
export const topicPolicyResource: ResourceHandler = {
  async create(desired, context) {
    const { Topics = [], PolicyDocument } = desired as TopicPolicyProperties;
    await putOn(Topics, PolicyDocument, context);
    return { Id: context.generatedName({ maxLength: longestName }) };
  },

  /** Nothing in SNS has the identifier: it is what the topics have that tells whether the policy is there. */
  async read({ properties }, context) {
    const { Id, Topics = [] } = properties as TopicPolicyProperties;
    const holders: { topic: string; policy: unknown }[] = [];
    for (const topic of Topics) {
      const policy = await unlessGone(findPolicy(topic, context), 'NotFoundException');
      if (policy !== undefined) holders.push({ topic, policy });
    }
    if (holders[0] === undefined) return undefined;
    return { Id, Topics: holders.map(({ topic }) => topic), PolicyDocument: holders[0].policy };
  },

  async update(existing, desired, context) {
    const { Topics = [], PolicyDocument } = desired as TopicPolicyProperties;
    const former = (await formerProperties(topicPolicyResource, existing, context)) as TopicPolicyProperties;
    await putOn(Topics, PolicyDocument, context);
    for (const topic of listChanges(former.Topics, Topics).removed) await removePolicy(topic, context);
  },

  async delete({ properties }, context) {
    const { Topics = [] } = properties as TopicPolicyProperties;
    for (const topic of Topics) await removePolicy(topic, context);
  },
};

async function putOn(topics: readonly string[], document: unknown, context: ResourceContext): Promise<void> {
  const text = documentText(document);
  for (const topic of topics) await putPolicy(topic, text, context);
}
