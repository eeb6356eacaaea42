import { hash } from 'node:crypto';
import type { PublishBatchRequestEntry } from '../../../../generated/types/sns.ts';
import { invalidParameter, SnsError } from '../errors.ts';
import { parseJsonObject } from './json-object.ts';
import { attributesSize, parseMessageAttributes } from './message-attributes.ts';
import { isMessageText } from './message-text.ts';
import type { Message } from './message.ts';
import { isFifo } from './topic.ts';
import type { Topic } from './topic.ts';

/** What Publish and the entries of PublishBatch have in common. */
export type Outgoing = Omit<PublishBatchRequestEntry, 'Id'>;

/** All of a message but what the topic gives it. */
export type Content = Pick<Message, 'body' | 'subject' | 'bodies' | 'attributes'>;

const largestMessageBytes = 262_144;
const largestSmsCharacters = 1600;

/** Without line breaks and control characters. */
const subjectForm = /^[^\p{Cc}\p{Cs}\u2028\u2029]{1,100}$/u;
const identifierForm = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

/** AWS cuts longer texts into several messages, up to this size of all together. */
export function checkSmsLength(text: string): void {
  if (text.length > largestSmsCharacters) throw invalidParameter('Message too long');
}

export function parseContent(outgoing: Outgoing): Content {
  const { Message: body, Subject: subject } = outgoing;
  if (body === '') throw invalidParameter('Empty message');
  if (!isMessageText(body)) throw invalidParameter('Message contains characters that are not allowed');
  if (subject !== undefined && !subjectForm.test(subject)) throw invalidParameter('Subject');
  const attributes = parseMessageAttributes(outgoing.MessageAttributes);
  if (Buffer.byteLength(body) + attributesSize(attributes) > largestMessageBytes) {
    throw invalidParameter('Message too long');
  }
  const bodies = parseStructure(outgoing.MessageStructure, body);
  return {
    body,
    ...(subject !== undefined && { subject }),
    ...(bodies && { bodies }),
    ...(attributes && { attributes }),
  };
}

function parseStructure(structure: string | undefined, body: string): Record<string, string> | undefined {
  if (structure === undefined || structure === '') return undefined;
  if (structure !== 'json') throw invalidParameter('MessageStructure');
  const bodies = parseJsonObject(body);
  if (!bodies) throw invalidParameter('Message Structure - JSON message body failed to parse');
  if (typeof bodies['default'] !== 'string') {
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  }
  // AWS ignores what is no text, as it ignores protocols that it does not know.
  const texts = Object.entries(bodies).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}

export interface Grouping {
  group?: string;
  deduplicationId?: string;
}

export function parseGrouping(topic: Topic, outgoing: Outgoing): Grouping {
  const { MessageGroupId: group, MessageDeduplicationId: deduplicationId } = outgoing;
  checkIdentifier('MessageGroupId', group);
  checkIdentifier('MessageDeduplicationId', deduplicationId);
  if (!isFifo(topic)) {
    if (deduplicationId !== undefined) {
      const rule = 'The request includes MessageDeduplicationId parameter that is not valid for this topic type';
      throw invalidParameter(`MessageDeduplicationId Reason: ${rule}`);
    }
    // For the fairness of standard queues.
    return group === undefined ? {} : { group };
  }
  if (group === undefined) throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  if (deduplicationId !== undefined) return { group, deduplicationId };
  if (topic.attributes['ContentBasedDeduplication'] !== 'true') {
    throw invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return { group, deduplicationId: hash('sha256', outgoing.Message) };
}

/** Within which messages with the same deduplication id are the same. */
export function deduplicationScope({ attributes }: Topic, group: string): string {
  return attributes['FifoThroughputScope'] === 'MessageGroup' ? group : '';
}

export function checkBatch(entries: readonly PublishBatchRequestEntry[]): void {
  if (entries.length === 0) {
    throw new SnsError('EmptyBatchRequestException', 'The batch request does not contain any entries.');
  }
  if (entries.length > 10) {
    const message = 'The batch request contains more entries than permissible.';
    throw new SnsError('TooManyEntriesInBatchRequestException', message);
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      const rule = 'alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
      throw new SnsError('InvalidBatchEntryIdException', `A batch entry id can only contain ${rule}`);
    }
    if (seen.has(Id)) {
      const message = 'Two or more batch entries in the request have the same Id.';
      throw new SnsError('BatchEntryIdsNotDistinctException', message);
    }
    seen.add(Id);
  }
  let bytes = 0;
  for (const { Message: body, MessageAttributes } of entries) {
    bytes += Buffer.byteLength(body);
    for (const [name, { DataType, StringValue = '', BinaryValue }] of Object.entries(MessageAttributes ?? {})) {
      bytes += Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.length ?? 0);
    }
  }
  if (bytes <= largestMessageBytes) return;
  const message = 'The length of all the messages put together is more than the limit.';
  throw new SnsError('BatchRequestTooLongException', message);
}

function checkIdentifier(name: string, value: string | undefined): void {
  if (value === undefined || identifierForm.test(value)) return;
  const rule = 'can only include alphanumeric and punctuation characters. 1 to 128 in length';
  throw invalidParameter(`${name} Reason: ${name} ${rule}`);
}
