import { eventError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, ref } from '../kernel/intrinsics.ts';
import { isAbsent, isMap, isText, type Fields } from '../kernel/values.ts';
import { queuePolicyDocument } from '../policies/statements.ts';

interface DeadLetters {
  readonly arn?: unknown;
  readonly resources: readonly GeneratedResource[];
}

function checkedConfig(id: string, config: Fields): Fields {
  const [hasArn, hasType] = ['Arn' in config, 'Type' in config];
  if (hasArn && hasType) {
    throw eventError(id, "You can either define 'Arn' or 'Type' property of DeadLetterConfig.");
  }
  if (hasType && config['Type'] !== 'SQS') {
    throw eventError(id, "The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.");
  }
  if (!hasArn && !hasType) throw eventError(id, "No 'Arn' or 'Type' property provided for DeadLetterConfig.");
  return config;
}

/**
 * The queue for what a rule or schedule could not deliver, made here unless the template names one. A rule's queue
 * needs a policy; a schedule sends with its role.
 */
export function deadLetters(id: string, config: unknown, attributes: Fields, ruleArn?: unknown): DeadLetters {
  if (!isMap(config)) return { resources: [] };
  const { Arn, QueueLogicalId } = checkedConfig(id, config);
  if (!isAbsent(Arn)) return { arn: Arn, resources: [] };
  if (!isAbsent(QueueLogicalId) && !isText(QueueLogicalId)) {
    throw eventError(id, 'QueueLogicalId must be a string');
  }
  const queueId = QueueLogicalId || `${id}Queue`;
  const arn = getAtt(queueId, 'Arn');
  const queue = generated('AWS::SQS::Queue', queueId, {}, { attributes });
  if (ruleArn === undefined) return { arn, resources: [queue] };
  const document = queuePolicyDocument(arn, ruleArn, { Service: 'events.amazonaws.com' });
  const properties = { PolicyDocument: document, Queues: [ref(queueId)] };
  const policy = generated('AWS::SQS::QueuePolicy', `${id}QueuePolicy`, properties, { attributes });
  return { arn, resources: [queue, policy] };
}
