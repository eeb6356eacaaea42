import type { ResourceProperties } from '../../../platform/resource-handler.ts';
import { isChanged } from '../../../platform/resource-steps.ts';

type AttributeForm = 'text' | 'number' | 'boolean' | 'json';

interface AttributeProperty {
  form: AttributeForm;
  /** What SetTopicAttributes takes to undo it. */
  unset: string;
}

/** Properties that are attributes of the same name. */
const attributeProperties: Readonly<Record<string, AttributeProperty>> = {
  ArchivePolicy: { form: 'json', unset: '{}' },
  ContentBasedDeduplication: { form: 'boolean', unset: 'false' },
  DisplayName: { form: 'text', unset: '' },
  FifoThroughputScope: { form: 'text', unset: 'Topic' },
  FifoTopic: { form: 'boolean', unset: 'false' },
  KmsMasterKeyId: { form: 'text', unset: '' },
  MaximumMessageSize: { form: 'number', unset: '262144' },
  SignatureVersion: { form: 'text', unset: '1' },
  TracingConfig: { form: 'text', unset: 'PassThrough' },
};

interface LoggingConfig {
  Protocol: string;
  SuccessFeedbackRoleArn?: string;
  SuccessFeedbackSampleRate?: string;
  FailureFeedbackRoleArn?: string;
}

/** How the attributes of delivery status logging begin. */
const loggingPrefixes: Readonly<Record<string, string>> = {
  'http/s': 'HTTP',
  sqs: 'SQS',
  lambda: 'Lambda',
  firehose: 'Firehose',
  application: 'Application',
};

const loggingMembers = ['SuccessFeedbackRoleArn', 'SuccessFeedbackSampleRate', 'FailureFeedbackRoleArn'] as const;

/** The attributes of a new topic. */
export function attributesOf(properties: ResourceProperties): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of Object.keys(attributeProperties)) {
    const value = properties[name];
    // Templates of standard topics may say `false` where only FIFO topics have the attribute.
    const isMeaningless = value === false && (name === 'FifoTopic' || !properties['FifoTopic']);
    if (value !== undefined && !isMeaningless) attributes[name] = textOf(value);
  }
  return { ...attributes, ...loggingAttributes(properties) };
}

/** What has to be set for the topic to have the desired attributes; what is not desired any more is undone. */
export function attributeChanges(former: ResourceProperties, desired: ResourceProperties): [string, string][] {
  const changes: [string, string][] = [];
  const wanted = attributesOf(desired);
  for (const [name, { unset }] of Object.entries(attributeProperties)) {
    if (name === 'FifoTopic' || !isChanged(name, former, desired)) continue;
    if (wanted[name] !== undefined || former[name] !== false) changes.push([name, wanted[name] ?? unset]);
  }
  const logging = loggingAttributes(desired);
  const formerLogging = loggingAttributes(former);
  for (const name of new Set([...Object.keys(formerLogging), ...Object.keys(logging)])) {
    if (logging[name] !== formerLogging[name]) changes.push([name, logging[name] ?? '']);
  }
  return changes;
}

/** The properties that GetTopicAttributes tells of. */
export function propertiesFrom(attributes: Readonly<Record<string, string>>): ResourceProperties {
  const properties: Record<string, unknown> = {};
  for (const [name, { form }] of Object.entries(attributeProperties)) {
    const value = attributes[name];
    if (value !== undefined && value !== '') properties[name] = valueOf(value, form);
  }
  const logging = Object.entries(loggingPrefixes).flatMap(([Protocol, prefix]) => {
    const members = loggingMembers.flatMap((member) => {
      const value = attributes[prefix + member];
      return value === undefined ? [] : [[member, value] as const];
    });
    return members.length === 0 ? [] : [{ Protocol, ...Object.fromEntries(members) }];
  });
  return { ...properties, ...(logging.length > 0 && { DeliveryStatusLogging: logging }) };
}

function loggingAttributes({ DeliveryStatusLogging }: ResourceProperties): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const config of (DeliveryStatusLogging ?? []) as LoggingConfig[]) {
    const prefix = loggingPrefixes[config.Protocol] ?? config.Protocol;
    for (const member of loggingMembers) {
      const value = config[member];
      if (value !== undefined) attributes[prefix + member] = value;
    }
  }
  return attributes;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueOf(text: string, form: AttributeForm): unknown {
  if (form === 'boolean') return text === 'true';
  if (form === 'number') return Number(text);
  return form === 'json' ? JSON.parse(text) : text;
}
