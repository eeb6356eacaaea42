import type {
  Message as ReceivedMessage,
  ReceiveMessageRequest,
  ReceiveMessageResult,
} from '../../../../generated/types/sqs.ts';
import type { SqsContext, SqsHandlers } from '../context.ts';
import { SqsError } from '../errors.ts';
import { moveToDeadLetters } from '../dead-letters.ts';
import { checkIdentifier } from '../model/deduplication.ts';
import { isExpired, isReceivedTooOften, received } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import { checkNumberOfMessages, checkVisibilityTimeout, checkWaitTimeSeconds } from '../model/numeric-parameter.ts';
import { isFifo, parseQueueUrl } from '../model/queue-reference.ts';
import { milliseconds } from '../model/queue.ts';
import { describeMessage, parseSelection } from '../model/received-message.ts';
import { waitingPlace, workOnQueue } from '../queue-work.ts';
import type { QueueWork } from '../queue-work.ts';
import { countInFlight, countInFlightAtMost } from '../store/messages.ts';
import { rememberAttempt, repeatAttempt } from './receive-attempts.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const mostInFlight = 120_000;

/** Pages of messages that are expired or dead letters, so that one receive does not clear a whole queue. */
const mostPages = 10;

/** Servers that share a database cannot wake each other's receives, so those look again by themselves. */
const lookAgainMs = 1000;

interface Reception {
  messages: ReceivedMessage[];
  waitMs: number;
  /** When to look again if there was nothing. */
  nextAt: number;
}

export const receiveOperations = {
  async ReceiveMessage(input, context) {
    checkReceive(input);
    const { platform, clock } = context.request;
    const reference = parseQueueUrl(input.QueueUrl, context.request);
    const startedAt = clock.now();
    const look = (signal?: AbortSignal) =>
      workOnQueue(platform, reference, { inTurn: true }, async (work) => {
        const reception = await receive(work, input);
        // Thrown, so that the unit is not committed: a message must not be taken for a client that has gone.
        signal?.throwIfAborted();
        return reception;
      });
    const { messages, waitMs } = await look();
    if (messages.length > 0) return { Messages: messages };
    return waitMs > 0 ? poll(look, waitingPlace(reference), startedAt, context) : {};
  },
} satisfies Partial<SqsHandlers>;

/** Looks again whenever there may be something, until the wait is over. */
async function poll(
  look: (signal: AbortSignal) => Promise<Reception>,
  place: string,
  startedAt: number,
  { request, process }: SqsContext,
): Promise<ReceiveMessageResult> {
  const { platform, clock, signal } = request;
  // Whoever sends from now on wakes it, so it must look once more before it sleeps.
  const waiter = process.waiters.join(place);
  try {
    while (!signal.aborted) {
      const { messages, waitMs, nextAt } = await look(signal);
      const deadline = startedAt + waitMs;
      const now = clock.now();
      if (messages.length > 0) return { Messages: messages };
      if (now >= deadline) return {};
      const lookAgainAt = platform.storage.isShared ? now + lookAgainMs : Infinity;
      await waiter.sleep(clock, Math.min(deadline, nextAt, lookAgainAt), signal);
    }
    return {};
  } catch (error) {
    if (signal.aborted && error === signal.reason) return {};
    throw error;
  } finally {
    waiter.leave();
  }
}

function checkReceive(input: ReceiveMessageRequest): void {
  const { MaxNumberOfMessages, WaitTimeSeconds, VisibilityTimeout, ReceiveRequestAttemptId } = input;
  if (MaxNumberOfMessages !== undefined) checkNumberOfMessages(MaxNumberOfMessages);
  if (WaitTimeSeconds !== undefined) checkWaitTimeSeconds(WaitTimeSeconds);
  if (VisibilityTimeout !== undefined) checkVisibilityTimeout(VisibilityTimeout);
  if (ReceiveRequestAttemptId !== undefined) checkIdentifier('ReceiveRequestAttemptId', ReceiveRequestAttemptId);
}

async function receive(work: QueueWork, input: ReceiveMessageRequest): Promise<Reception> {
  const { queue, line, now } = work;
  const selection = parseSelection(input);
  const { WaitTimeSeconds, VisibilityTimeout, MaxNumberOfMessages = 1, ReceiveRequestAttemptId: attemptId } = input;
  const waitMs =
    WaitTimeSeconds === undefined ? milliseconds(queue, 'ReceiveMessageWaitTimeSeconds') : WaitTimeSeconds * 1000;
  const visibleAt =
    now + (VisibilityTimeout === undefined ? milliseconds(queue, 'VisibilityTimeout') : VisibilityTimeout * 1000);
  const isRepeatable = attemptId !== undefined && isFifo(queue);
  const repeated = isRepeatable ? await repeatAttempt(work, attemptId, visibleAt) : undefined;
  const isRoom = repeated !== undefined || (await checkInFlight(work, waitMs));
  const taken = repeated ?? (isRoom ? await take(work, MaxNumberOfMessages, visibleAt) : []);
  if (isRepeatable && !repeated && taken.length > 0) await rememberAttempt(work, attemptId, taken);
  const mustWait = taken.length === 0 && waitMs > 0;
  if (mustWait) await line.settle();
  const messages = taken.map((message) => describeMessage(message, queue, selection));
  return { messages, waitMs, nextAt: mustWait ? await line.nextVisibleAt() : now };
}

/** Whether more messages may be in flight. Only a short poll of a standard queue is told by an error that not. */
async function checkInFlight({ unit, queue, now }: QueueWork, waitMs: number): Promise<boolean> {
  if ((await countInFlightAtMost(unit, queue.contents)) < mostInFlight) return true;
  if ((await countInFlight(unit, queue.contents, now)) < mostInFlight) return true;
  if (isFifo(queue) || waitMs > 0) return false;
  throw new SqsError('OverLimit', `The queue has reached its limit of ${mostInFlight} messages in flight.`);
}

async function take(work: QueueWork, count: number, visibleAt: number): Promise<Message[]> {
  const { queue, line, now } = work;
  const taken = new Map<string, Message>();
  for (let page = 0; page < mostPages && taken.size < count; page++) {
    const wanted = count - taken.size;
    const candidates = await line.next(wanted);
    let passedOver = 0;
    for (const message of candidates) {
      // With a visibility timeout of zero a message that was just taken is the next one again.
      if (taken.has(message.id)) continue;
      if (isExpired(message, queue, now)) await line.remove(message);
      else if (!isReceivedTooOften(message, queue) || !(await moveToDeadLetters(work, message))) {
        const after = received(message, now, visibleAt);
        await line.replace(message, after);
        taken.set(message.id, after);
        continue;
      }
      passedOver++;
    }
    if (passedOver === 0) break;
    await line.settle();
  }
  return [...taken.values()];
}
