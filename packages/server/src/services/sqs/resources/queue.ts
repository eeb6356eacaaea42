import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { alreadyExists, ownTags, resourceTags, tagChanges } from '../../../platform/resource-handler.ts';
import {
  documentText,
  formerProperties,
  isChanged,
  presentProperties,
  unlessGone,
} from '../../../platform/resource-steps.ts';
import type { AttributeName } from '../model/queue-attributes.ts';
import { defaultAttributes } from '../model/queue-attributes.ts';
import { parseQueueUrl, queueArn } from '../model/queue-reference.ts';

interface QueueProperties {
  QueueName?: string;
  QueueUrl: string;
  FifoQueue?: boolean;
}

type AttributeForm = 'number' | 'boolean' | 'text' | 'json';

const attributeForms: Readonly<Record<Exclude<AttributeName, 'Policy'>, AttributeForm>> = {
  FifoQueue: 'boolean',
  ContentBasedDeduplication: 'boolean',
  DeduplicationScope: 'text',
  DelaySeconds: 'number',
  FifoThroughputLimit: 'text',
  KmsDataKeyReusePeriodSeconds: 'number',
  KmsMasterKeyId: 'text',
  MaximumMessageSize: 'number',
  MessageRetentionPeriod: 'number',
  ReceiveMessageWaitTimeSeconds: 'number',
  RedriveAllowPolicy: 'json',
  RedrivePolicy: 'json',
  SqsManagedSseEnabled: 'boolean',
  VisibilityTimeout: 'number',
};

const attributeNames = Object.keys(attributeForms) as (keyof typeof attributeForms)[];
const fifoFlags: ReadonlySet<string> = new Set(['FifoQueue', 'ContentBasedDeduplication']);
const longestName = 80;

/** AWS::SQS::Queue */
export const queueResource: ResourceHandler = {
  async create(desired, context) {
    const { QueueName, FifoQueue } = desired as Partial<QueueProperties>;
    if (QueueName !== undefined) await requireFreeName(QueueName, context);
    const suffix = FifoQueue ? { suffix: '.fifo' } : {};
    const name = QueueName ?? context.generatedName({ maxLength: longestName, ...suffix });
    const { QueueUrl } = await context.call.sqs.CreateQueue({
      QueueName: name,
      Attributes: attributesOf(desired),
      tags: tagRecord(resourceTags(desired['Tags'], context)),
    });
    const { account, region } = context;
    return { QueueUrl, QueueName: name, Arn: queueArn({ account, region, name }) };
  },

  async read(existing, context) {
    const { QueueUrl } = existing.properties as unknown as QueueProperties;
    const AttributeNames = [...attributeNames, 'QueueArn' as const];
    const found = await unlessGone(
      context.call.sqs.GetQueueAttributes({ QueueUrl, AttributeNames }),
      'QueueDoesNotExist',
    );
    if (!found) return undefined;
    const { QueueArn, ...attributes } = found.Attributes ?? {};
    const { Tags = {} } = await context.call.sqs.ListQueueTags({ QueueUrl });
    const shown = attributeNames.map((name) => [name, shownAttribute(name, attributes[name])] as const);
    return presentProperties({
      ...Object.fromEntries(shown),
      QueueUrl,
      QueueName: parseQueueUrl(QueueUrl, context).name,
      Arn: QueueArn,
      Tags: ownTags(Tags, { existing, context }),
    });
  },

  async update(existing, desired, context) {
    const { QueueUrl } = existing.properties as unknown as QueueProperties;
    const former = await formerProperties(queueResource, existing, context);
    const Attributes = changedAttributes(former, desired, QueueUrl.endsWith('.fifo'));
    if (Object.keys(Attributes).length > 0) await context.call.sqs.SetQueueAttributes({ QueueUrl, Attributes });
    const { Tags: current = {} } = await context.call.sqs.ListQueueTags({ QueueUrl });
    const { added, removed } = tagChanges(current, { existing, desired: desired['Tags'], context });
    if (removed.length > 0) await context.call.sqs.UntagQueue({ QueueUrl, TagKeys: removed });
    if (added.length > 0) await context.call.sqs.TagQueue({ QueueUrl, Tags: tagRecord(added) });
  },

  async delete({ properties }, context) {
    const { QueueUrl } = properties as unknown as QueueProperties;
    await unlessGone(context.call.sqs.DeleteQueue({ QueueUrl }), 'QueueDoesNotExist');
  },

  async list(context) {
    const found: ResourceProperties[] = [];
    let NextToken: string | undefined;
    do {
      const page = await context.call.sqs.ListQueues({ MaxResults: 1000, NextToken });
      found.push(...(page.QueueUrls ?? []).map((QueueUrl) => ({ QueueUrl })));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  },
};

/** CreateQueue answers a queue that is there already, if it is alike; a second resource may not take it over. */
async function requireFreeName(QueueName: string, context: ResourceContext): Promise<void> {
  const taken = await unlessGone(context.call.sqs.GetQueueUrl({ QueueName }), 'QueueDoesNotExist');
  if (taken) throw alreadyExists('AWS::SQS::Queue', QueueName);
}

function attributesOf(properties: ResourceProperties): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of attributeNames) {
    const value = properties[name];
    // SQS does not know these for a standard queue, not even as `false`, but templates do.
    const isMeaningless = value === false && !properties['FifoQueue'] && fifoFlags.has(name);
    if (value !== undefined && !isMeaningless) attributes[name] = documentText(value);
  }
  return attributes;
}

/** Attributes that are not in the template any more get their default back. */
function changedAttributes(
  former: ResourceProperties,
  desired: ResourceProperties,
  isFifo: boolean,
): Record<string, string> {
  const wanted = attributesOf(desired);
  const defaults = defaultAttributes(isFifo);
  const changed: Record<string, string> = {};
  for (const name of attributeNames) {
    if (name === 'FifoQueue' || !isChanged(name, former, desired)) continue;
    const value = wanted[name] ?? defaultOf(name);
    if (value !== undefined) changed[name] = value;
  }
  return changed;

  function defaultOf(name: AttributeName): string | undefined {
    if (name === 'KmsDataKeyReusePeriodSeconds') return wanted['KmsMasterKeyId'] && '300';
    // With a key of KMS, encryption by SQS itself is off.
    if (name === 'SqsManagedSseEnabled' && wanted['KmsMasterKeyId']) return undefined;
    if (name === 'KmsMasterKeyId' || attributeForms[name as 'KmsMasterKeyId'] === 'json') return '';
    return defaults[name];
  }
}

function shownAttribute(name: keyof typeof attributeForms, value: string | undefined): unknown {
  if (value === undefined) return undefined;
  const form = attributeForms[name];
  if (form === 'number') return Number(value);
  if (form === 'boolean') return value === 'true';
  return form === 'json' ? JSON.parse(value) : value;
}

function tagRecord(tags: readonly { Key: string; Value: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
