import type { ResourceContext, ResourceHandler } from '../../../platform/resource-handler.ts';
import { documentText, formerProperties, listChanges, unlessGone } from '../../../platform/resource-steps.ts';
import { findPolicy, putPolicy, removePolicy } from './attached-policy.ts';

interface QueuePolicyProperties {
  Id?: string;
  PolicyDocument?: unknown;
  /** URLs. */
  Queues?: string[];
}

const longestName = 128;

/** AWS::SQS::QueuePolicy: one policy for several queues, each of which has no other. */
export const queuePolicyResource: ResourceHandler = {
  async create(desired, context) {
    const { Queues = [], PolicyDocument } = desired as QueuePolicyProperties;
    await putOn(Queues, PolicyDocument, context);
    return { Id: context.generatedName({ maxLength: longestName }) };
  },

  /** Nothing in SQS has the identifier: it is what the queues have that tells whether the policy is there. */
  async read({ properties }, context) {
    const { Id, Queues = [] } = properties as QueuePolicyProperties;
    const found = await Promise.all(
      Queues.map(async (url) => ({ url, policy: await unlessGone(findPolicy(url, context), 'QueueDoesNotExist') })),
    );
    const holders = found.filter(({ policy }) => policy !== undefined);
    if (holders[0] === undefined) return undefined;
    return { Id, Queues: holders.map(({ url }) => url), PolicyDocument: holders[0].policy };
  },

  async update(existing, desired, context) {
    const { Queues, PolicyDocument } = desired as QueuePolicyProperties;
    const former = (await formerProperties(queuePolicyResource, existing, context)) as QueuePolicyProperties;
    await putOn(Queues ?? [], PolicyDocument, context);
    for (const url of listChanges(former.Queues, Queues).removed) await removePolicy(url, context);
  },

  async delete({ properties }, context) {
    const { Queues = [] } = properties as QueuePolicyProperties;
    for (const url of Queues) await removePolicy(url, context);
  },
};

async function putOn(queues: readonly string[], document: unknown, context: ResourceContext): Promise<void> {
  const text = documentText(document);
  for (const url of queues) await putPolicy(url, text, context);
}
