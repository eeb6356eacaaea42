import type { SqsHandlers } from '../context.ts';
import { invalidParameter, SqsError } from '../errors.ts';
import { checkBatch, runBatch } from '../model/batch.ts';
import { heldUntil, isInFlight } from '../model/message.ts';
import { checkVisibilityTimeout, longestVisibilitySeconds } from '../model/numeric-parameter.ts';
import { isFifo, parseQueueUrl } from '../model/queue-reference.ts';
import { parseReceiptHandle } from '../model/receipt-handle.ts';
import { wakeReceivers, workOnQueue } from '../queue-work.ts';
import type { QueueWork } from '../queue-work.ts';
import { findMessage } from '../store/messages.ts';

export const receiptOperations = {
  async DeleteMessage({ QueueUrl, ReceiptHandle }, { request }) {
    const reference = parseQueueUrl(QueueUrl, request);
    await workOnQueue(request.platform, reference, { inTurn: false }, (work) => deleteMessage(work, ReceiptHandle));
  },

  async DeleteMessageBatch({ QueueUrl, Entries }, { request }) {
    checkBatch(Entries, 'DeleteMessageBatchRequestEntry');
    const reference = parseQueueUrl(QueueUrl, request);
    return workOnQueue(request.platform, reference, { inTurn: false }, (work) =>
      runBatch(Entries, async ({ ReceiptHandle }) => deleteMessage(work, ReceiptHandle)),
    );
  },

  async ChangeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout }, { request }) {
    const reference = parseQueueUrl(QueueUrl, request);
    await workOnQueue(request.platform, reference, { inTurn: true }, (work) =>
      changeVisibility(work, ReceiptHandle, VisibilityTimeout),
    );
  },

  async ChangeMessageVisibilityBatch({ QueueUrl, Entries }, { request }) {
    checkBatch(Entries, 'ChangeMessageVisibilityBatchRequestEntry');
    const reference = parseQueueUrl(QueueUrl, request);
    return workOnQueue(request.platform, reference, { inTurn: true }, (work) =>
      runBatch(Entries, async ({ ReceiptHandle, VisibilityTimeout = 0 }) =>
        changeVisibility(work, ReceiptHandle, VisibilityTimeout),
      ),
    );
  },
} satisfies Partial<SqsHandlers>;

/** On a standard queue a handle that is out of date deletes nothing, and that is no error. */
async function deleteMessage(work: QueueWork, handle: string): Promise<object> {
  const { unit, queue, line, now } = work;
  const receipt = parseReceiptHandle(handle, queue.id);
  const message = await findMessage(unit, queue.contents, receipt);
  if (!message) return {};
  const isLatest = message.receives === receipt.receives;
  if (isFifo(queue) && !(isLatest && isInFlight(message, now))) {
    throw invalidParameter('ReceiptHandle', handle, 'The receipt handle has expired.');
  }
  if (!isLatest) return {};
  await line.remove(message);
  // The message's group may be free again.
  if (message.group !== undefined) wakeReceivers(work, queue, 1);
  return {};
}

async function changeVisibility(work: QueueWork, handle: string, timeoutSeconds: number): Promise<object> {
  const { unit, queue, line, now } = work;
  checkVisibilityTimeout(timeoutSeconds);
  const receipt = parseReceiptHandle(handle, queue.id);
  const message = await findMessage(unit, queue.contents, receipt);
  if (!message || message.receives !== receipt.receives) {
    const reason = 'Message does not exist or is not available for visibility timeout change.';
    throw invalidParameter('ReceiptHandle', handle, reason);
  }
  if (!isInFlight(message, now)) {
    throw new SqsError('MessageNotInflight', 'The message referred to is not in flight.');
  }
  const visibleAt = now + timeoutSeconds * 1000;
  if (visibleAt - (message.receivedAt ?? now) > longestVisibilitySeconds * 1000) {
    const reason = `Total VisibilityTimeout for the message is beyond the limit [${longestVisibilitySeconds} seconds]`;
    throw invalidParameter('VisibilityTimeout', timeoutSeconds, reason);
  }
  await line.replace(message, heldUntil(message, visibleAt, now));
  // Receives that sleep until the message's former time have to know of the new one.
  wakeReceivers(work, queue, 1);
  return {};
}
