import { invalidParameter } from '../errors.ts';
import { deliveryPolicyProblem } from './delivery-policy.ts';
import { canonicalText, parseJsonObject } from './json-object.ts';
import { defaultTopicPolicy, topicPolicyProblem } from './topic-policy.ts';
import { isFifo } from './topic.ts';
import type { Topic, TopicReference } from './topic.ts';

/** Those of encryption, tracing and delivery status are only recorded. */
export type TopicAttributes = Record<string, string>;

interface AttributeRule {
  /** What is wrong with a value; undefined where nothing is. */
  problem: (value: string) => string | undefined;
  fifoOnly?: true;
  /** Set at creation and never again. */
  fixed?: true;
  /** An empty value takes the attribute away. */
  removable?: true;
}

const recordedRule: AttributeRule = {
  removable: true,
  problem: (value) => (value.length <= 2048 ? undefined : 'value is too long'),
};

const rules: ReadonlyMap<string, AttributeRule> = new Map<string, AttributeRule>([
  [
    'DisplayName',
    { removable: true, problem: (value) => (value.length <= 100 ? undefined : 'must be at most 100 characters long') },
  ],
  ['Policy', { removable: true, problem: topicPolicyProblem }],
  ['DeliveryPolicy', { removable: true, problem: (value) => deliveryPolicyProblem(value, 'topic') }],
  ['KmsMasterKeyId', recordedRule],
  ['SignatureVersion', { problem: oneOf('1', '2') }],
  ['TracingConfig', { problem: oneOf('PassThrough', 'Active') }],
  ['FifoTopic', { fixed: true, problem: oneOf('true', 'false') }],
  ['ContentBasedDeduplication', { fifoOnly: true, problem: oneOf('true', 'false') }],
  ['FifoThroughputScope', { fifoOnly: true, problem: oneOf('Topic', 'MessageGroup') }],
  ['ArchivePolicy', { fifoOnly: true, removable: true, problem: archivePolicyProblem }],
  ...['HTTP', 'Firehose', 'Lambda', 'Application', 'SQS'].flatMap((protocol): [string, AttributeRule][] => [
    [`${protocol}SuccessFeedbackRoleArn`, { removable: true, problem: roleProblem }],
    [`${protocol}FailureFeedbackRoleArn`, { removable: true, problem: roleProblem }],
    [`${protocol}SuccessFeedbackSampleRate`, { removable: true, problem: percentageProblem }],
  ]),
]);

/** The attributes after CreateTopic. */
export function initialAttributes(topic: TopicReference, wanted: Record<string, string>): TopicAttributes {
  const attributes: TopicAttributes = {};
  for (const [name, value] of Object.entries(wanted)) {
    const rule = rules.get(name);
    if (!rule) throw invalidParameter(`Attributes Reason: Unknown attribute: ${name}`);
    if (rule.fifoOnly && !isFifo(topic)) throw invalidParameter(`Attributes Reason: Unknown attribute ${name}`);
    assign(attributes, name, value, rule, 'Attributes Reason: ');
  }
  return attributes;
}

/** The attributes after SetTopicAttributes. */
export function changeAttribute(
  { attributes, ...topic }: TopicReference & { attributes: TopicAttributes },
  name: string,
  value: string,
): TopicAttributes {
  const rule = rules.get(name);
  if (!rule || rule.fixed || (rule.fifoOnly && !isFifo(topic))) throw invalidParameter('AttributeName');
  const changed = { ...attributes };
  assign(changed, name, value, rule, '');
  return changed;
}

/** Whether a CreateTopic for an existing topic wants what is there. */
export function agrees(
  topic: TopicReference & { attributes: TopicAttributes },
  wanted: Record<string, string>,
): boolean {
  const asked = initialAttributes(topic, wanted);
  return Object.keys(wanted).every((name) => {
    const [now, then] = [topic.attributes[name], asked[name]].map((value) => value ?? defaultValue(topic, name));
    return canonicalText(now ?? '') === canonicalText(then ?? '');
  });
}

export function policyOf(topic: TopicReference & { attributes: TopicAttributes }): string {
  return topic.attributes['Policy'] ?? defaultTopicPolicy(topic);
}

/** The earliest time from which archived messages can be replayed; undefined where nothing is archived. */
export function archiveStart({ attributes, archivingSince }: Topic, now: number): number | undefined {
  const retentionMs = archiveRetentionMs(attributes);
  return retentionMs === undefined || archivingSince === undefined
    ? archivingSince
    : Math.max(archivingSince, now - retentionMs);
}

export function archiveRetentionMs({ ArchivePolicy: policy }: TopicAttributes): number | undefined {
  const days = policy === undefined ? undefined : parseJsonObject(policy)?.['MessageRetentionPeriod'];
  return days === undefined ? undefined : Number(days) * 86_400_000;
}

function assign(target: TopicAttributes, name: string, value: string, rule: AttributeRule, prefix: string): void {
  if (rule.removable && (value === '' || (name === 'ArchivePolicy' && value === '{}'))) {
    delete target[name];
    return;
  }
  const problem = rule.problem(value);
  if (problem !== undefined)
    throw invalidParameter(
      /^(Policy|DeliveryPolicy)/.test(problem) ? prefix + problem : `${prefix}${name}: ${problem}`,
    );
  if (name !== 'FifoTopic') target[name] = value;
}

function defaultValue(topic: TopicReference, name: string): string | undefined {
  switch (name) {
    case 'Policy':
      return defaultTopicPolicy(topic);
    case 'FifoTopic':
      return String(isFifo(topic));
    case 'ContentBasedDeduplication':
      return 'false';
    case 'FifoThroughputScope':
      return 'Topic';
    case 'SignatureVersion':
      return '1';
    case 'TracingConfig':
      return 'PassThrough';
    default:
      return undefined;
  }
}

function oneOf(...values: string[]): (value: string) => string | undefined {
  return (value) => (values.includes(value) ? undefined : `Invalid value [${value}]. Must be ${values.join(' or ')}.`);
}

function roleProblem(value: string): string | undefined {
  return /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(value) ? undefined : `${value} is not the ARN of a role`;
}

function percentageProblem(value: string): string | undefined {
  return /^\d{1,3}$/.test(value) && Number(value) <= 100 ? undefined : 'must be an integer between 0 and 100';
}

function archivePolicyProblem(value: string): string | undefined {
  const policy = parseJsonObject(value);
  if (!policy) return 'failed to parse JSON.';
  const unknown = Object.keys(policy).find((name) => name !== 'MessageRetentionPeriod');
  if (unknown !== undefined) return `unknown element ${unknown}`;
  const days = Number(policy['MessageRetentionPeriod']);
  return Number.isInteger(days) && days >= 1 && days <= 365
    ? undefined
    : 'MessageRetentionPeriod must be between 1 and 365 days';
}
