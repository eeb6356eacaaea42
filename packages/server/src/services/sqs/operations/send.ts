import type { SendMessageRequest, SendMessageResult } from '../../../../generated/types/sqs.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { SqsContext, SqsHandlers } from '../context.ts';
import { invalidParameter, SqsError } from '../errors.ts';
import { checkBatch, runBatch } from '../model/batch.ts';
import {
  checkBatchGrouping,
  deduplicationIntervalMs,
  deduplicationScope,
  parseGrouping,
} from '../model/deduplication.ts';
import { attributesDigest, digestOf } from '../model/digest.ts';
import { attributesSize, parseMessageAttributes, parseTraceHeader } from '../model/message-attributes.ts';
import { checkBody } from '../model/message-text.ts';
import { sequenceNumber } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import { checkDelaySeconds } from '../model/numeric-parameter.ts';
import { milliseconds } from '../model/queue.ts';
import type { Queue } from '../model/queue.ts';
import { isFifo, parseQueueUrl } from '../model/queue-reference.ts';
import { wakeReceivers, workOnQueue } from '../queue-work.ts';
import type { QueueWork } from '../queue-work.ts';
import { findAcceptance, rememberAcceptance } from '../store/remembered.ts';

type Outgoing = Omit<SendMessageRequest, 'QueueUrl'>;

const largestBatchBytes = 1_048_576;

export const sendOperations = {
  async SendMessage({ QueueUrl, ...message }, context) {
    return workOnSend(QueueUrl, [message], context, async (work) => {
      const result = await send(work, message, context);
      wakeReceivers(work, work.queue, 1);
      return result;
    });
  },

  async SendMessageBatch({ QueueUrl, Entries }, context) {
    checkBatch(Entries, 'SendMessageBatchRequestEntry');
    return workOnSend(QueueUrl, Entries, context, async (work) => {
      checkBatchSize(Entries);
      for (const entry of Entries) checkBatchGrouping(work.queue, entry);
      const result = await runBatch(Entries, (entry) => send(work, entry, context));
      wakeReceivers(work, work.queue, result.Successful.length);
      return result;
    });
  },
} satisfies Partial<SqsHandlers>;

/** Sends that name a group write the group's row: taking turns they do not conflict over it. */
function workOnSend<T>(
  queueUrl: string,
  messages: readonly Outgoing[],
  { request }: SqsContext,
  work: (work: QueueWork) => Promise<T>,
): Promise<T> {
  const inTurn = messages.some(({ MessageGroupId }) => MessageGroupId !== undefined);
  return workOnQueue(request.platform, parseQueueUrl(queueUrl, request), { inTurn }, work);
}

async function send(work: QueueWork, outgoing: Outgoing, context: SqsContext) {
  const { queue, now, unit } = work;
  const message = compose(work, outgoing, context.request);
  const { AWSTraceHeader: givenTrace } = outgoing.MessageSystemAttributes ?? {};
  const digests = {
    MD5OfMessageBody: message.bodyDigest,
    MD5OfMessageAttributes: message.attributes && attributesDigest(message.attributes),
    MD5OfMessageSystemAttributes:
      givenTrace && message.traceHeader && attributesDigest({ AWSTraceHeader: message.traceHeader }),
  };
  const { group = '', deduplicationId } = message;
  if (deduplicationId === undefined) {
    await work.line.enqueue(message);
    return { MessageId: message.id, ...digests } satisfies SendMessageResult;
  }
  const scope = deduplicationScope(queue, group);
  const accepted = await findAcceptance(unit, [queue.contents, scope, deduplicationId], now);
  // A duplicate is answered like the first one, and goes no further.
  if (accepted) return { MessageId: accepted.messageId, SequenceNumber: accepted.sequenceNumber, ...digests };
  const stored = await work.line.enqueue(message);
  const SequenceNumber = sequenceNumber(stored) ?? '';
  const { contents } = queue;
  const identity = { contents, scope, deduplicationId, messageId: stored.id, sequenceNumber: SequenceNumber };
  await rememberAcceptance(unit, { ...identity, until: now + deduplicationIntervalMs }, now);
  return { MessageId: stored.id, SequenceNumber, ...digests };
}

function compose({ queue, now, process, platform }: QueueWork, outgoing: Outgoing, request: RequestContext): Message {
  const { MessageBody: body, MessageGroupId, MessageDeduplicationId } = outgoing;
  checkBody(body);
  const attributes = parseMessageAttributes(outgoing.MessageAttributes);
  const traceHeader = parseTraceHeader(outgoing.MessageSystemAttributes, request.headers['x-amzn-trace-id']);
  checkSize(queue, Buffer.byteLength(body) + attributesSize(attributes));
  const delayMs = delayOf(queue, outgoing.DelaySeconds);
  return {
    contents: queue.contents,
    order: process.nextOrder(now),
    id: platform.ids.uuid(),
    body,
    bodyDigest: digestOf(body),
    ...(attributes && { attributes }),
    ...(traceHeader && { traceHeader }),
    senderId: request.principal.userId,
    sentAt: now,
    visibleAt: now + delayMs,
    ...(delayMs > 0 && { held: 'delayed' as const }),
    receives: 0,
    ...parseGrouping(queue, body, MessageGroupId, MessageDeduplicationId),
    ...(isFifo(queue) && { isFifo: true as const }),
  };
}

function delayOf(queue: Queue, delaySeconds: number | undefined): number {
  if (delaySeconds === undefined) return milliseconds(queue, 'DelaySeconds');
  checkDelaySeconds(delaySeconds);
  if (!isFifo(queue)) return delaySeconds * 1000;
  if (delaySeconds === 0) return milliseconds(queue, 'DelaySeconds');
  throw invalidParameter(
    'DelaySeconds',
    delaySeconds,
    'The request include parameter that is not valid for this queue type.',
  );
}

function checkSize(queue: Queue, bytes: number): void {
  const most = Number(queue.attributes.MaximumMessageSize);
  if (bytes <= most) return;
  const message = `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`;
  throw new SqsError('InvalidParameterValue', message);
}

function checkBatchSize(entries: readonly Outgoing[]): void {
  let bytes = 0;
  for (const { MessageBody, MessageAttributes } of entries) {
    bytes += Buffer.byteLength(MessageBody);
    for (const [name, { DataType, StringValue = '', BinaryValue }] of Object.entries(MessageAttributes ?? {})) {
      bytes += Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.length ?? 0);
    }
  }
  if (bytes <= largestBatchBytes) return;
  const message = `Batch requests cannot be longer than ${largestBatchBytes} bytes. You have sent ${bytes} bytes.`;
  throw new SqsError('BatchRequestTooLong', message);
}
