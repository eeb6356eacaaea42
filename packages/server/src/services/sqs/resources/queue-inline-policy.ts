import { alreadyExists } from '../../../platform/resource-handler.ts';
import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { documentText, unlessGone } from '../../../platform/resource-steps.ts';
import { findPolicy, putPolicy, removePolicy } from './attached-policy.ts';
import { queueResource } from './queue.ts';

interface QueueInlinePolicyProperties {
  /** Its URL. */
  Queue: string;
  PolicyDocument: unknown;
}

/** AWS::SQS::QueueInlinePolicy */
export const queueInlinePolicyResource: ResourceHandler = {
  async create(desired, context) {
    const { Queue, PolicyDocument } = propertiesOf(desired);
    if ((await findPolicy(Queue, context)) !== undefined) {
      throw alreadyExists('AWS::SQS::QueueInlinePolicy', Queue);
    }
    await putPolicy(Queue, documentText(PolicyDocument), context);
    return { Queue };
  },

  async read({ properties }, context) {
    const { Queue } = propertiesOf(properties);
    const PolicyDocument = await unlessGone(findPolicy(Queue, context), 'QueueDoesNotExist');
    return PolicyDocument === undefined ? undefined : { Queue, PolicyDocument };
  },

  async update({ properties }, desired, context) {
    await putPolicy(propertiesOf(properties).Queue, documentText(propertiesOf(desired).PolicyDocument), context);
  },

  async delete({ properties }, context) {
    await removePolicy(propertiesOf(properties).Queue, context);
  },

  async list(context) {
    const queues = (await queueResource.list?.(context, {})) ?? [];
    const found: ResourceProperties[] = [];
    for (const { QueueUrl } of queues) {
      const Queue = String(QueueUrl);
      if ((await findPolicy(Queue, context)) !== undefined) found.push({ Queue });
    }
    return found;
  },
};

function propertiesOf(properties: ResourceProperties): QueueInlinePolicyProperties {
  return properties as unknown as QueueInlinePolicyProperties;
}
