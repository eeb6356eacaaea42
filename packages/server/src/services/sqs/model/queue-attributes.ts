import { canonicalJson } from '../../../platform/canonical-json.ts';
import { policyDocumentProblem } from '../../../iam-policy/validate-document.ts';
import { invalidAttribute, SqsError, unknownAttribute } from '../errors.ts';
import { parseRedriveAllowPolicy, parseRedrivePolicy } from './redrive.ts';

/** The attributes that a user sets. Those of encryption are only recorded: messages are stored as they are. */
export type QueueAttributes = Partial<Record<AttributeName, string>>;

export type AttributeName = keyof typeof rules;

interface AttributeRule {
  accepts?: (value: string) => boolean;
  /** Throws the attribute's own error, or answers the value in the form that AWS shows. */
  normalise?: (value: string) => string;
  default?: string;
  fifoOnly?: true;
}

const longestPolicy = 8192;

/** AWS takes `True` as well, and answers `true`. */
const flag = {
  accepts: (value: string) => /^(?:true|false)$/i.test(value),
  normalise: (value: string) => value.toLowerCase(),
};

const rules = {
  DelaySeconds: { ...integer(0, 900), default: '0' },
  MaximumMessageSize: { ...integer(1024, 1_048_576), default: '1048576' },
  MessageRetentionPeriod: { ...integer(60, 1_209_600), default: '345600' },
  ReceiveMessageWaitTimeSeconds: { ...integer(0, 20), default: '0' },
  VisibilityTimeout: { ...integer(0, 43_200), default: '30' },
  Policy: {
    accepts: (value) =>
      Buffer.byteLength(value) <= longestPolicy && policyDocumentProblem(value, 'resource') === undefined,
  },
  RedrivePolicy: { normalise: (value) => JSON.stringify(parseRedrivePolicy(value)) },
  RedriveAllowPolicy: { normalise: (value) => JSON.stringify(parseRedriveAllowPolicy(value)) },
  KmsMasterKeyId: { accepts: (value) => value.length <= 2048 },
  KmsDataKeyReusePeriodSeconds: integer(60, 86_400),
  SqsManagedSseEnabled: { ...flag, default: 'true' },
  FifoQueue: { ...flag, fifoOnly: true, default: 'true' },
  ContentBasedDeduplication: { ...flag, fifoOnly: true, default: 'false' },
  DeduplicationScope: { accepts: isOneOf('messageGroup', 'queue'), fifoOnly: true, default: 'queue' },
  FifoThroughputLimit: { accepts: isOneOf('perQueue', 'perMessageGroupId'), fifoOnly: true, default: 'perQueue' },
} satisfies Record<string, AttributeRule>;

const ruleOf: ReadonlyMap<string, AttributeRule> = new Map(Object.entries(rules));

/** Attributes whose empty value removes them. */
const removable = new Set(['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId']);

export function isAttributeName(name: string): name is AttributeName {
  return ruleOf.has(name);
}

export function wantsFifo({ FifoQueue = '' }: Record<string, string>): boolean {
  return FifoQueue.toLowerCase() === 'true';
}

export function defaultAttributes(forFifo: boolean): QueueAttributes {
  const attributes: QueueAttributes = {};
  for (const [name, rule] of ruleOf) {
    if (rule.default !== undefined && (forFifo || !rule.fifoOnly)) attributes[name as AttributeName] = rule.default;
  }
  return attributes;
}

/** The attributes after CreateQueue or SetQueueAttributes. */
export function changeAttributes(
  current: QueueAttributes,
  changes: Record<string, string>,
  ofFifo: boolean,
): QueueAttributes {
  const attributes = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    const rule = ruleOf.get(name);
    if (!rule || !isAttributeName(name)) throw unknownAttribute(name);
    if (rule.fifoOnly && !ofFifo) throw attributeOfFifo(name);
    if (value === '' && removable.has(name)) {
      delete attributes[name];
      continue;
    }
    if (rule.accepts && !rule.accepts(value)) throw invalidAttribute(name);
    if (name === 'FifoQueue' && !wantsFifo(changes))
      throw invalidAttribute(name, 'Modifying queue type is not supported.');
    attributes[name] = rule.normalise ? rule.normalise(value) : value;
  }
  chooseEncryption(attributes, changes);
  checkThroughput(attributes);
  return attributes;
}

/** The first attribute that a CreateQueue for an existing queue wants otherwise. */
export function differingAttribute(
  existing: QueueAttributes,
  wanted: Record<string, string>,
  ofFifo: boolean,
): string | undefined {
  const changed = changeAttributes(existing, wanted, ofFifo);
  return Object.keys(wanted).find((name) => isAttributeName(name) && !isSame(existing[name], changed[name]));
}

/** A key of KMS and the encryption by SQS itself exclude each other. */
function chooseEncryption(attributes: QueueAttributes, changes: Record<string, string>): void {
  const { KmsMasterKeyId, SqsManagedSseEnabled } = changes;
  const isManaged = SqsManagedSseEnabled?.toLowerCase() === 'true';
  if (KmsMasterKeyId && isManaged) {
    const rule = 'You can use one type of server-side encryption (SSE) at one time.';
    throw new SqsError('InvalidAttributeName', `${rule} You can either enable KMS SSE or SQS SSE.`);
  }
  if (KmsMasterKeyId) attributes.SqsManagedSseEnabled = 'false';
  if (isManaged) delete attributes.KmsMasterKeyId;
  if (attributes.KmsMasterKeyId === undefined) delete attributes.KmsDataKeyReusePeriodSeconds;
  else attributes.KmsDataKeyReusePeriodSeconds ??= '300';
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html */
function checkThroughput({ FifoThroughputLimit, DeduplicationScope }: QueueAttributes): void {
  if (FifoThroughputLimit === 'perMessageGroupId' && DeduplicationScope !== 'messageGroup') {
    throw invalidAttribute(
      'FifoThroughputLimit',
      'perMessageGroupId is allowed only with DeduplicationScope messageGroup.',
    );
  }
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && canonical(a) === canonical(b));
}

/** Two spellings of the same JSON, as policies often are, are no difference. */
function canonical(text: string): string | undefined {
  return text.startsWith('{') ? canonicalJson(JSON.parse(text)) : text;
}

function attributeOfFifo(name: AttributeName): SqsError {
  if (name !== 'DeduplicationScope' && name !== 'FifoThroughputLimit') return unknownAttribute(name);
  return new SqsError('InvalidAttributeName', `You can specify the ${name} only when FifoQueue is set to true.`);
}

function integer(min: number, max: number): Required<Pick<AttributeRule, 'accepts' | 'normalise'>> {
  return {
    accepts: (value) => /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max,
    normalise: (value) => String(Number(value)),
  };
}

function isOneOf(...values: string[]): (value: string) => boolean {
  return (value) => values.includes(value);
}
