import type { SqsOperations } from '../../../generated/types/sqs.ts';
import type { AccessRule, AccessRules, FurtherAccess, RequestContext } from '../../platform/service.ts';
import { parseTaskHandle } from './model/move-task.ts';
import { parseQueueArn, parseQueueUrl, queueArn } from './model/queue-reference.ts';
import type { QueueReference } from './model/queue-reference.ts';
import type { Queue } from './model/queue.ts';
import { findQueue, findQueueByArn, listSourcesOf } from './store/queues.ts';

/** Operations on one queue: its own policy and tags take part in the decision. */
function onQueue<Input>(
  referenceOf: (input: Input, context: RequestContext) => QueueReference | undefined,
  rule: AccessRule<Input> = {},
): AccessRule<Input> {
  const find = (input: Input, context: RequestContext) => {
    const reference = referenceOf(input, context);
    return reference && findQueue(context.reader, reference);
  };
  return {
    resources(input, context) {
      const reference = referenceOf(input, context);
      return reference ? [queueArn(reference)] : [];
    },
    async resourcePolicy(input, context) {
      const queue = await find(input, context);
      const document = queue?.attributes.Policy;
      return queue && document !== undefined ? { document, account: queue.account } : undefined;
    },
    async conditions(input, context) {
      const queue = await find(input, context);
      return tagConditions('aws:ResourceTag', queue?.tags);
    },
    ...rule,
  };
}

const byUrl = onQueue<{ QueueUrl: string }>(({ QueueUrl }, context) => parseQueueUrl(QueueUrl, context));

/** Batch operations are permitted with the action of the single one. */
function byUrlAs(action: string): typeof byUrl {
  return { ...byUrl, actions: [action] };
}

export const access: AccessRules<SqsOperations> = {
  AddPermission: byUrl,
  CancelMessageMoveTask: onQueue(({ TaskHandle }) => parseQueueArn(parseTaskHandle(TaskHandle).sourceArn)),
  ChangeMessageVisibility: byUrl,
  ChangeMessageVisibilityBatch: byUrlAs('sqs:ChangeMessageVisibility'),
  CreateQueue: {
    actions: ({ tags }) => (tags ? ['sqs:CreateQueue', 'sqs:TagQueue'] : ['sqs:CreateQueue']),
    resources: ({ QueueName }, { account, region }) => [queueArn({ account, region, name: QueueName })],
    conditions: async ({ tags }) => requestTagConditions(tags),
  },
  DeleteMessage: byUrl,
  DeleteMessageBatch: byUrlAs('sqs:DeleteMessage'),
  DeleteQueue: byUrl,
  GetQueueAttributes: byUrl,
  GetQueueUrl: onQueue(({ QueueName: name, QueueOwnerAWSAccountId }, { account, region }) => ({
    account: QueueOwnerAWSAccountId ?? account,
    region,
    name,
  })),
  ListDeadLetterSourceQueues: byUrl,
  ListMessageMoveTasks: onQueue(({ SourceArn }) => parseQueueArn(SourceArn)),
  ListQueueTags: byUrl,
  PurgeQueue: byUrl,
  ReceiveMessage: byUrl,
  RemovePermission: byUrl,
  SendMessage: byUrl,
  SendMessageBatch: byUrlAs('sqs:SendMessage'),
  SetQueueAttributes: byUrl,
  StartMessageMoveTask: onQueue(({ SourceArn }) => parseQueueArn(SourceArn), {
    actions: ['sqs:StartMessageMoveTask', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    further: sendingToDestinations,
  }),
  TagQueue: {
    ...byUrl,
    conditions: async (input, context) => ({
      ...(await byUrl.conditions?.(input, context)),
      ...requestTagConditions(input.Tags),
    }),
  },
  UntagQueue: {
    ...byUrl,
    conditions: async (input, context) => ({
      ...(await byUrl.conditions?.(input, context)),
      'aws:TagKeys': input.TagKeys,
    }),
  },
};

const mostDestinations = 1000;

/** Messages are sent to the queue that is named, or back to those that have this one as their dead-letter queue. */
async function sendingToDestinations(
  { SourceArn, DestinationArn }: { SourceArn: string; DestinationArn?: string | undefined },
  { reader }: RequestContext,
): Promise<FurtherAccess[]> {
  if (DestinationArn !== undefined) return [sendingTo(DestinationArn, await findQueueByArn(reader, DestinationArn))];
  const { items } = await listSourcesOf(reader, SourceArn, { limit: mostDestinations, token: undefined });
  return items.map((queue) => sendingTo(queueArn(queue), queue));
}

function sendingTo(resource: string, queue: Queue | undefined): FurtherAccess {
  const document = queue?.attributes.Policy;
  return {
    action: 'sqs:SendMessage',
    resource,
    conditions: tagConditions('aws:ResourceTag', queue?.tags),
    resourcePolicy: queue && document !== undefined ? { document, account: queue.account } : undefined,
  };
}

function requestTagConditions(tags: Record<string, string> = {}): Record<string, string | string[]> {
  const keys = Object.keys(tags);
  return keys.length === 0 ? {} : { ...tagConditions('aws:RequestTag', tags), 'aws:TagKeys': keys };
}

function tagConditions(key: string, tags: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, value]));
}
