import type { Message as ReceivedMessage, ReceiveMessageRequest } from '../../../../generated/types/sqs.ts';
import { unknownAttribute } from '../errors.ts';
import { attributesDigest } from './digest.ts';
import { describeAttributes, selectAttributes } from './message-attributes.ts';
import { sequenceNumber } from './message.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';
import { receiptHandle } from './receipt-handle.ts';

/** What a receive wants to be told of each message. */
export interface Selection {
  systemAttributes: readonly SystemAttributeName[];
  attributes: readonly string[];
}

type SystemAttributeName = keyof typeof systemAttributes;

const systemAttributes = {
  SenderId: ({ senderId }: Message) => senderId,
  SentTimestamp: ({ sentAt }: Message) => String(sentAt),
  ApproximateReceiveCount: ({ receives }: Message) => String(receives),
  ApproximateFirstReceiveTimestamp: ({ firstReceivedAt = 0 }: Message) => String(firstReceivedAt),
  SequenceNumber: (message: Message) => sequenceNumber(message),
  MessageDeduplicationId: ({ deduplicationId }: Message) => deduplicationId,
  MessageGroupId: ({ group }: Message) => group,
  AWSTraceHeader: ({ traceHeader }: Message) => traceHeader?.text,
  DeadLetterQueueSourceArn: ({ sourceArn }: Message) => sourceArn,
};

const allSystemAttributes = Object.keys(systemAttributes) as SystemAttributeName[];

/** `AttributeNames` is the older spelling of `MessageSystemAttributeNames`. */
export function parseSelection(input: ReceiveMessageRequest): Selection {
  const { AttributeNames = [], MessageSystemAttributeNames = [], MessageAttributeNames = [] } = input;
  const names = new Set<string>([...AttributeNames, ...MessageSystemAttributeNames]);
  if (names.has('All')) return { systemAttributes: allSystemAttributes, attributes: MessageAttributeNames };
  for (const name of names) if (!Object.hasOwn(systemAttributes, name)) throw unknownAttribute(name);
  return { systemAttributes: [...names] as SystemAttributeName[], attributes: MessageAttributeNames };
}

export function describeMessage(message: Message, queue: Queue, selection: Selection): ReceivedMessage {
  const system: Record<string, string> = {};
  for (const name of selection.systemAttributes) {
    const value = systemAttributes[name](message);
    if (value !== undefined) system[name] = value;
  }
  const attributes = selectAttributes(message.attributes, selection.attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle(queue.id, message),
    MD5OfBody: message.bodyDigest,
    Body: message.body,
    ...(selection.systemAttributes.length > 0 && { Attributes: system }),
    // The digest is of the attributes that are answered, so that the client can verify it.
    ...(attributes && {
      MD5OfMessageAttributes: attributesDigest(attributes),
      MessageAttributes: describeAttributes(attributes),
    }),
  };
}
