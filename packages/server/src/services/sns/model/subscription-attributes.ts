import { parseArn } from '../../../platform/arn.ts';
import { invalidParameter } from '../errors.ts';
import { deliveryPolicyProblem } from './delivery-policy.ts';
import { FilterPolicyProblem } from './filter-operators.ts';
import { parseFilterPolicy } from './filter-policy.ts';
import type { FilterPolicyScope } from './filter-policy.ts';
import { canonicalText, parseJsonObject } from './json-object.ts';
import { parseReplayPolicy } from './replay-policy.ts';
import type { Subscription, SubscriptionProtocol } from './subscription.ts';
import { isFifo } from './topic.ts';
import type { TopicReference } from './topic.ts';

/** What the checks of an attribute depend on. */
export interface AttributeTarget {
  protocol: SubscriptionProtocol;
  ofFifoTopic: boolean;
  /** Only FIFO topics have such subscriptions. */
  toFifoQueue: boolean;
}

export function attributeTarget(
  topic: TopicReference,
  { protocol, endpoint }: Pick<Subscription, 'protocol' | 'endpoint'>,
): AttributeTarget {
  return { protocol, ofFifoTopic: isFifo(topic), toFifoQueue: protocol === 'sqs' && endpoint.endsWith('.fifo') };
}

type Attributes = Readonly<Record<string, string>>;
type AttributeCheck = (value: string, target: AttributeTarget, all: Attributes) => string | undefined;

const rawProtocols: ReadonlySet<string> = new Set(['http', 'https', 'sqs', 'firehose']);
const httpProtocols: ReadonlySet<string> = new Set(['http', 'https']);

const checks: ReadonlyMap<string, AttributeCheck> = new Map<string, AttributeCheck>([
  ['DeliveryPolicy', deliveryPolicyCheck],
  ['FilterPolicy', filterPolicyCheck],
  ['FilterPolicyScope', filterScopeCheck],
  ['RawMessageDelivery', rawDeliveryCheck],
  ['RedrivePolicy', redrivePolicyCheck],
  [
    'ReplayPolicy',
    (value, { ofFifoTopic }) =>
      ofFifoTopic
        ? parseReplayPolicy(value).problem
        : 'ReplayPolicy: only subscriptions of FIFO topics can replay messages',
  ],
  [
    'SubscriptionRoleArn',
    (_value, { protocol }) => `SubscriptionRoleArn: Delivery protocol [${protocol}] takes no role`,
  ],
]);

/** The attributes of a new subscription. */
export function initialAttributes(wanted: Attributes, target: AttributeTarget): Record<string, string> {
  let attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(wanted)) {
    attributes = assign(attributes, name, value, target, wanted, 'Attributes Reason: ');
  }
  return attributes;
}

/** The attributes after SetSubscriptionAttributes. */
export function changeAttribute(
  attributes: Attributes,
  name: string,
  value: string,
  target: AttributeTarget,
): Record<string, string> {
  if (!checks.has(name)) throw invalidParameter('AttributeName');
  return assign(attributes, name, value, target, { ...attributes, [name]: value }, '');
}

/** Whether a Subscribe for an existing subscription wants what is there. */
export function agrees(existing: Attributes, wanted: Attributes, target: AttributeTarget): boolean {
  const asked = initialAttributes(wanted, target);
  return Object.keys(asked).every(
    (name) => canonicalText(existing[name] ?? defaults[name] ?? '') === canonicalText(asked[name] ?? ''),
  );
}

export function isRaw({ RawMessageDelivery }: Attributes): boolean {
  return /^true$/i.test(RawMessageDelivery ?? '');
}

export function deadLetterTarget({ RedrivePolicy }: Attributes): string | undefined {
  const target = RedrivePolicy === undefined ? undefined : parseJsonObject(RedrivePolicy)?.['deadLetterTargetArn'];
  return typeof target === 'string' ? target : undefined;
}

export function filterScope({ FilterPolicyScope: scope }: Attributes): FilterPolicyScope {
  return scope === 'MessageBody' ? 'MessageBody' : 'MessageAttributes';
}

const defaults: Attributes = { RawMessageDelivery: 'false', FilterPolicyScope: 'MessageAttributes' };

function assign(
  attributes: Attributes,
  name: string,
  value: string,
  target: AttributeTarget,
  all: Attributes,
  prefix: string,
): Record<string, string> {
  const check = checks.get(name);
  if (!check) throw invalidParameter(`${prefix}Unknown attribute: ${name}`);
  if (isRemoval(name, value)) {
    const { [name]: _, ...rest } = attributes;
    return rest;
  }
  const problem = check(value, target, all);
  if (problem !== undefined) throw invalidParameter(prefix + problem);
  return { ...attributes, [name]: value };
}

/** An empty policy is none. */
function isRemoval(name: string, value: string): boolean {
  return name.endsWith('Policy') && (value === '' || /^\{\s*\}$/.test(value));
}

function deliveryPolicyCheck(value: string, { protocol }: AttributeTarget): string | undefined {
  if (httpProtocols.has(protocol)) return deliveryPolicyProblem(value, 'subscription');
  return `DeliveryPolicy: Delivery protocol [${protocol}] does not support a delivery policy.`;
}

function filterPolicyCheck(value: string, _target: AttributeTarget, all: Attributes): string | undefined {
  try {
    parseFilterPolicy(value, filterScope(all));
    return undefined;
  } catch (error) {
    if (error instanceof FilterPolicyProblem) return error.message;
    throw error;
  }
}

function filterScopeCheck(value: string, target: AttributeTarget, all: Attributes): string | undefined {
  if (value !== 'MessageAttributes' && value !== 'MessageBody') {
    return `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`;
  }
  return all['FilterPolicy'] ? filterPolicyCheck(all['FilterPolicy'], target, all) : undefined;
}

function rawDeliveryCheck(value: string, { protocol }: AttributeTarget): string | undefined {
  if (!/^(?:true|false)$/i.test(value)) return `RawMessageDelivery: Invalid value [${value}]. Must be true or false.`;
  if (rawProtocols.has(protocol) || /^false$/i.test(value)) return undefined;
  return `RawMessageDelivery: Delivery protocol [${protocol}] does not support raw message delivery.`;
}

function redrivePolicyCheck(value: string, { ofFifoTopic, toFifoQueue }: AttributeTarget): string | undefined {
  const policy = parseJsonObject(value);
  if (!policy) return 'RedrivePolicy: failed to parse JSON.';
  const { deadLetterTargetArn: target } = policy;
  if (target === undefined) return 'RedrivePolicy: deadLetterTargetArn is required';
  const parts = typeof target === 'string' ? parseArn(target) : undefined;
  if (parts?.service !== 'sqs' || parts.region === '' || parts.account === '') {
    return 'RedrivePolicy: deadLetterTargetArn is an invalid arn';
  }
  if (parts.resource.endsWith('.fifo') === toFifoQueue) return undefined;
  const [queue, topic] = [toFifoQueue, ofFifoTopic].map((isFifo) => (isFifo ? 'FIFO' : 'standard'));
  return `RedrivePolicy: must use a ${queue} queue as DLQ for a ${queue} Subscription to a ${topic} Topic.`;
}
