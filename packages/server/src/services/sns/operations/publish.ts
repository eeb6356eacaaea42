import type { PublishBatchRequestEntry, PublishInput, PublishResponse } from '../../../../generated/types/sns.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { SnsContext, SnsHandlers } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { enqueueDelivery } from '../jobs/payloads.ts';
import { sequenceNumber } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import { findEndpointReference } from '../model/platform-application.ts';
import { checkBatch, deduplicationScope, parseContent, parseGrouping } from '../model/publication.ts';
import type { Content, Grouping } from '../model/publication.ts';
import { isTraceHeader } from '../model/trace-header.ts';
import { isFifo, topicArn } from '../model/topic.ts';
import type { Topic, TopicReference } from '../model/topic.ts';
import { findAcceptance, rememberAcceptance } from '../store/acceptances.ts';
import { archiveMessage } from '../store/archive.ts';
import { countOfTopic } from '../store/subscriptions.ts';
import { publishingTurn, requireTopic } from '../store/topics.ts';
import { sendToEndpoint, sendToPhone } from './direct-publish.ts';
import { requestedTopic } from './requested-topic.ts';

const deduplicationIntervalMs = 5 * 60 * 1000;

export const publishOperations = {
  async Publish(input, context) {
    const destinations = [input.TopicArn, input.TargetArn, input.PhoneNumber].filter((value) => value !== undefined);
    if (destinations.length === 0) {
      throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
    }
    if (destinations.length > 1) {
      throw invalidParameter('TopicArn, TargetArn and PhoneNumber are mutually exclusive');
    }
    const content = parseContent(input);
    if (input.PhoneNumber !== undefined) return sendToPhone(input.PhoneNumber, content, context);
    if (input.TopicArn !== undefined) {
      return publishToTopic(requestedTopic(input.TopicArn, context.request), input, content, context);
    }
    const target = input.TargetArn ?? '';
    if (findEndpointReference(target)) return sendToEndpoint(target, content, context);
    return publishToTopic(requestedTopic(target, context.request, 'TargetArn'), input, content, context);
  },

  async PublishBatch({ TopicArn, PublishBatchRequestEntries: entries }, context) {
    const reference = requestedTopic(TopicArn, context.request);
    checkBatch(entries);
    return onTopic(reference, context, (topic, unit) => publishEntries(topic, entries, unit, context));
  },
} satisfies Partial<SnsHandlers>;

function publishToTopic(reference: TopicReference, input: PublishInput, content: Content, context: SnsContext) {
  return onTopic(reference, context, async (topic, unit) => {
    const accepted = await accept(topic, content, parseGrouping(topic, input), unit, context);
    if (accepted.message) await deliver(topic, [accepted.message], unit, context);
    return accepted.response;
  });
}

/** Where nobody is subscribed there is nothing to do later. */
async function deliver(topic: Topic, messages: Message[], unit: Unit, { request }: SnsContext): Promise<void> {
  if (messages.length === 0 || (await countOfTopic(unit, topicArn(topic), 'confirmed')) === 0) return;
  enqueueDelivery(request.platform, unit, topic, messages, request.endpoint);
}

/** Publications to a FIFO topic take turns, so that sequence numbers, order and duplicates are decided one by one. */
function onTopic<T>(
  reference: TopicReference,
  { request }: SnsContext,
  work: (topic: Topic, unit: Unit) => Promise<T>,
): Promise<T> {
  const run = async (unit: Unit) => work(await requireTopic(unit, reference), unit);
  return isFifo(reference) ? request.transact(run, { exclusive: publishingTurn(reference) }) : request.join(run);
}

/** What is wrong with one entry is an error of the whole request: nothing is published. */
async function publishEntries(
  topic: Topic,
  entries: readonly PublishBatchRequestEntry[],
  unit: Unit,
  context: SnsContext,
) {
  const parsed = entries.map((entry) => ({
    Id: entry.Id,
    content: parseContent(entry),
    grouping: parseGrouping(topic, entry),
  }));
  const Successful: (PublishResponse & { Id: string })[] = [];
  const messages: Message[] = [];
  for (const { Id, content, grouping } of parsed) {
    const { response, message } = await accept(topic, content, grouping, unit, context);
    Successful.push({ Id, ...response });
    if (message) messages.push(message);
  }
  for (const together of isFifo(topic) ? Map.groupBy(messages, ({ group }) => group).values() : [messages]) {
    await deliver(topic, together, unit, context);
  }
  return { Successful, Failed: [] };
}

interface Accepted {
  response: PublishResponse;
  /** Absent for a duplicate, which is answered like the first one and goes no further. */
  message?: Message;
}

async function accept(
  topic: Topic,
  content: Content,
  grouping: Grouping,
  unit: Unit,
  { request, process }: SnsContext,
): Promise<Accepted> {
  const now = request.clock.now();
  const traceHeader = request.headers['x-amzn-trace-id'];
  const message: Message = {
    id: request.platform.ids.uuid(),
    ...content,
    ...grouping,
    publishedAt: now,
    ...(isTraceHeader(traceHeader) && { traceHeader }),
  };
  const { group = '', deduplicationId } = grouping;
  if (!isFifo(topic) || deduplicationId === undefined) return { response: { MessageId: message.id }, message };
  const scope = deduplicationScope(topic, group);
  const earlier = await findAcceptance(unit, [topic.id, scope, deduplicationId], now);
  if (earlier) return { response: { MessageId: earlier.messageId, SequenceNumber: earlier.sequenceNumber } };
  const archived = topic.attributes['ArchivePolicy'] !== undefined;
  const ordered: Message = { ...message, order: process.nextOrder(now), ...(archived && { archived }) };
  const response = { MessageId: message.id, SequenceNumber: sequenceNumber(ordered) ?? '' };
  const until = now + deduplicationIntervalMs;
  const acceptance = {
    topic: topic.id,
    scope,
    deduplicationId,
    messageId: message.id,
    sequenceNumber: response.SequenceNumber,
  };
  await rememberAcceptance(unit, { ...acceptance, until }, now);
  if (archived) archiveMessage(unit, topic.id, ordered);
  return { response, message: ordered };
}
