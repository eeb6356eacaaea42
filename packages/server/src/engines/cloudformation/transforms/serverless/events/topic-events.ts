import { resolved, sourceResources, type TransformContext } from '../kernel/context.ts';
import { ofEvent, requireMap } from '../kernel/checks.ts';
import { eventError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, ref, referredId } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { queuePolicyDocument } from '../policies/statements.ts';
import { permission, type EventSource, type FunctionEvent, type FunctionTarget } from './event-source.ts';
import { eventSourceMapping } from './pull-events.ts';

interface QueueOfTopic {
  readonly arn: unknown;
  readonly url: unknown;
  readonly policyId: string;
  readonly batchSize?: unknown;
  readonly made: readonly GeneratedResource[];
}

function subscription(
  event: FunctionEvent,
  target: FunctionTarget,
  protocol: string,
  endpoint: unknown,
): GeneratedResource {
  const { Topic, Region, FilterPolicy, FilterPolicyScope, RedrivePolicy } = event.properties;
  const settings = { Region, FilterPolicy, FilterPolicyScope, RedrivePolicy };
  const properties = { Protocol: protocol, Endpoint: endpoint, TopicArn: Topic, ...settings };
  return generated('AWS::SNS::Subscription', event.id, properties, { attributes: target.attributes });
}

function isFifoTopic(topic: unknown, context: TransformContext): unknown {
  const id = referredId(topic);
  const resource = id === undefined ? undefined : sourceResources(context)[id];
  const properties = resource?.['Properties'];
  return isMap(properties) ? resolved(context, properties['FifoTopic'] ?? false) : false;
}

function madeQueue(event: FunctionEvent, target: FunctionTarget, context: TransformContext): QueueOfTopic {
  const id = `${event.id}Queue`;
  const isFifo = isFifoTopic(event.properties['Topic'], context);
  const properties = { FifoQueue: isGiven(isFifo) ? isFifo : undefined };
  const queue = generated('AWS::SQS::Queue', id, properties, { attributes: target.attributes });
  return { arn: getAtt(id, 'Arn'), url: ref(id), policyId: `${event.id}QueuePolicy`, made: [queue] };
}

function namedQueue(event: FunctionEvent): QueueOfTopic {
  const given = requireMap(event.properties['SqsSubscription'], ofEvent(event.name), 'SqsSubscription');
  const { QueueArn, QueueUrl, QueuePolicyLogicalId, BatchSize } = given;
  if (!isGiven(QueueArn) || !isGiven(QueueUrl)) throw eventError(event.name, 'No QueueARN or QueueURL provided.');
  const policyId = isText(QueuePolicyLogicalId) && QueuePolicyLogicalId ? QueuePolicyLogicalId : undefined;
  const batchSize = isGiven(BatchSize) ? BatchSize : undefined;
  return { arn: QueueArn, url: QueueUrl, policyId: policyId ?? `${event.id}QueuePolicy`, batchSize, made: [] };
}

function throughQueue(event: FunctionEvent, target: FunctionTarget, context: TransformContext): GeneratedResource[] {
  const isMade = typeof event.properties['SqsSubscription'] === 'boolean';
  const queue = isMade ? madeQueue(event, target, context) : namedQueue(event);
  const mapping: FunctionEvent = {
    ...event,
    id: `${event.id}EventSourceMapping`,
    type: 'SQS',
    properties: { Queue: queue.arn, BatchSize: queue.batchSize ?? 10, Enabled: true } satisfies Fields,
  };
  const policy = {
    PolicyDocument: queuePolicyDocument(queue.arn, event.properties['Topic'], '*'),
    Queues: [queue.url],
  };
  return [
    ...eventSourceMapping(mapping, target, context),
    ...queue.made,
    generated('AWS::SQS::QueuePolicy', queue.policyId, policy, { attributes: target.attributes }),
    subscription(event, target, 'sqs', queue.arn),
  ];
}

export const SNS: EventSource = {
  properties: propertyTable(`Topic!:text Region:text FilterPolicy= FilterPolicyScope= SqsSubscription:bool|map
    RedrivePolicy:map`),
  transform: (event, target, context) => {
    if (isGiven(event.properties['SqsSubscription'])) return throughQueue(event, target, context);
    return [
      permission(event, target, 'sns.amazonaws.com', { sourceArn: event.properties['Topic'] }),
      subscription(event, target, 'lambda', target.arn),
    ];
  },
};
