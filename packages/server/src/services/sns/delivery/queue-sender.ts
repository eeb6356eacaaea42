import { setImmediate as macrotask } from 'node:timers/promises';
import type { BatchResultErrorEntry, SendMessageBatchRequestEntry } from '../../../../generated/types/sqs.ts';
import { parseArn } from '../../../platform/arn.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Platform } from '../../../platform/service.ts';
import { callsAsSns } from './service-principal.ts';
import { DeliveryError, deliveryErrorOf } from './delivery-error.ts';

export type QueueMessage = Omit<SendMessageBatchRequestEntry, 'Id'>;

interface Outgoing {
  message: QueueMessage;
  bytes: number;
  settle: (error?: DeliveryError) => void;
}

const mostEntries = 10;
const largestBatchBytes = 1_048_576;
/** Whole batches for a hundred queues, and little enough to be forgotten before the garbage collector moves it about. */
const mostDeliveries = 1000;

/**
 * Sends to queues as the service, by the permissions of their policies. What comes at the same moment for the same
 * queue from the same topic goes in batches, so that authorisation and the unit of work are shared.
 */
export class QueueSender {
  readonly #platform: Platform;
  readonly #lanes = new Map<string, Outgoing[]>();
  /** Deliveries that are under way, and those that wait for their turn. */
  #entered = 0;
  readonly #waiting: { deliveries: number; admit: () => void }[] = [];

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Settles when so many deliveries may begin; {@link leave} must follow. A number above all bounds is let in alone. */
  async enter(deliveries: number): Promise<void> {
    const isFree = this.#waiting.length === 0 && (this.#entered === 0 || this.#entered + deliveries <= mostDeliveries);
    if (!isFree) await new Promise<void>((admit) => this.#waiting.push({ deliveries, admit }));
    else this.#entered += deliveries;
  }

  leave(deliveries: number): void {
    this.#entered -= deliveries;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (this.#entered > 0 && this.#entered + next.deliveries > mostDeliveries) return;
      this.#entered += next.deliveries;
      this.#waiting.shift();
      next.admit();
    }
  }

  /** Rejects with a DeliveryError. */
  async send(topicArn: string, queueArn: string, message: QueueMessage): Promise<void> {
    const error = await this.trySend(topicArn, queueArn, message);
    if (error) throw error;
  }

  /** Messages to one FIFO queue keep their order. */
  trySend(topicArn: string, queueArn: string, message: QueueMessage): Promise<DeliveryError | undefined> {
    return new Promise((settle) => {
      const outgoing = { message, bytes: sizeOf(message), settle };
      const key = `${topicArn} ${queueArn}`;
      const lane = this.#lanes.get(key);
      if (lane) {
        lane.push(outgoing);
        return;
      }
      const created = [outgoing];
      this.#lanes.set(key, created);
      void this.#run(key, created, topicArn, queueArn);
    });
  }

  async #run(key: string, lane: Outgoing[], topicArn: string, queueArn: string): Promise<void> {
    await macrotask();
    const isOrdered = queueArn.endsWith('.fifo');
    while (lane.length > 0) {
      const batches = [takeBatch(lane)];
      if (!isOrdered) while (lane.length > 0) batches.push(takeBatch(lane));
      const [failure] = await Promise.all(batches.map((batch) => this.#sendBatch(batch, topicArn, queueArn)));
      // What waits behind must not overtake a batch that will be tried again.
      if (isOrdered && failure && !failure.permanent) for (const { settle } of lane.splice(0)) settle(failure);
    }
    this.#lanes.delete(key);
  }

  /** Answers why nothing of the batch was sent, or undefined. */
  async #sendBatch(batch: readonly Outgoing[], topicArn: string, queueArn: string): Promise<DeliveryError | undefined> {
    try {
      const failed = await this.#call(batch, topicArn, queueArn);
      const failures = new Map(failed.map((failure) => [Number(failure.Id), failure]));
      for (const [index, { settle }] of batch.entries()) {
        const failure = failures.get(index);
        settle(failure && new DeliveryError(failure.Code, failure.Message ?? '', failure.SenderFault));
      }
      return undefined;
    } catch (error) {
      const failure = deliveryErrorOf(error);
      for (const { settle } of batch) settle(failure);
      return failure;
    }
  }

  async #call(batch: readonly Outgoing[], topicArn: string, queueArn: string): Promise<BatchResultErrorEntry[]> {
    const queue = parseArn(queueArn);
    if (!queue) throw new AwsError('InvalidParameterValue', `${queueArn} is not the ARN of a queue`);
    const { account, region, resource } = queue;
    const { sqs } = callsAsSns(this.#platform, topicArn, { account, region });
    const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${resource}`;
    const Entries = batch.map(({ message }, index) => ({ Id: String(index), ...message }));
    const { Failed } = await sqs.SendMessageBatch({ QueueUrl, Entries });
    return Failed ?? [];
  }
}

function takeBatch(lane: Outgoing[]): Outgoing[] {
  let bytes = 0;
  let entries = 0;
  for (const outgoing of lane) {
    bytes += outgoing.bytes;
    if (entries === mostEntries || (entries > 0 && bytes > largestBatchBytes)) break;
    entries++;
  }
  return lane.splice(0, entries);
}

function sizeOf({ MessageBody, MessageAttributes = {} }: QueueMessage): number {
  let bytes = Buffer.byteLength(MessageBody);
  for (const [name, { DataType, StringValue = '', BinaryValue }] of Object.entries(MessageAttributes)) {
    bytes += Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.length ?? 0);
  }
  return bytes;
}
