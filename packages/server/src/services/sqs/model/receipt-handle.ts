import { SqsError } from '../errors.ts';
import type { Message } from './message.ts';

/** One receipt of a message: its handle is good until the message is received again. */
export interface Receipt {
  /** Id of the queue, not its name: a queue of the same name that is created later has other receipts. */
  queue: string;
  order: number;
  message: string;
  /** Which of the message's receipts this is. */
  receives: number;
}

export function receiptHandle(queue: string, { order, id, receives }: Message): string {
  return Buffer.from(`${queue} ${order} ${id} ${receives}`).toString('base64');
}

export function parseReceiptHandle(handle: string, queue: string): Receipt {
  const [ofQueue, order, message, receives, ...rest] = Buffer.from(handle, 'base64').toString().split(' ');
  const receipt = { queue, order: Number(order), message: message ?? '', receives: Number(receives) };
  const isWhole = message !== undefined && rest.length === 0;
  if (isWhole && ofQueue === queue && Number.isSafeInteger(receipt.order) && Number.isSafeInteger(receipt.receives)) {
    return receipt;
  }
  throw new SqsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
}
