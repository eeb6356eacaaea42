import { alreadyExists } from '../../../platform/resource-handler.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { documentText, unlessGone } from '../../../platform/resource-steps.ts';
import { findPolicy, putPolicy, removePolicy } from './attached-policy.ts';
import { listTopicArns } from './topic.ts';

interface TopicInlinePolicyProperties {
  TopicArn: string;
  PolicyDocument: unknown;
}

/** AWS::SNS::TopicInlinePolicy */
export const topicInlinePolicyResource: ResourceHandler = {
  async create(desired, context) {
    const { TopicArn, PolicyDocument } = propertiesOf(desired);
    if ((await findPolicy(TopicArn, context)) !== undefined) {
      throw alreadyExists('AWS::SNS::TopicInlinePolicy', TopicArn);
    }
    await putPolicy(TopicArn, documentText(PolicyDocument), context);
    return { TopicArn };
  },

  async read({ properties }, context) {
    const { TopicArn } = propertiesOf(properties);
    const PolicyDocument = await unlessGone(findPolicy(TopicArn, context), 'NotFoundException');
    return PolicyDocument === undefined ? undefined : { TopicArn, PolicyDocument };
  },

  async update({ properties }, desired, context) {
    await putPolicy(propertiesOf(properties).TopicArn, documentText(propertiesOf(desired).PolicyDocument), context);
  },

  async delete({ properties }, context) {
    await removePolicy(propertiesOf(properties).TopicArn, context);
  },

  async list(context) {
    const found: ResourceProperties[] = [];
    for (const TopicArn of await listTopicArns(context)) {
      if ((await findPolicy(TopicArn, context)) !== undefined) found.push({ TopicArn });
    }
    return found;
  },
};

function propertiesOf(properties: ResourceProperties): TopicInlinePolicyProperties {
  return properties as unknown as TopicInlinePolicyProperties;
}
