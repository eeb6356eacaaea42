import type { Message } from '../model/message.ts';

/** The messages of one queue within one unit of work, in the order in which they are received. */
export interface Line {
  /** Answers the message as it was stored: a FIFO queue may give it a later order. */
  enqueue(message: Message): Promise<Message>;
  /** The next messages that can be received, at most `limit`. Changes nothing. */
  next(limit: number): Promise<Message[]>;
  replace(before: Message, after: Message): Promise<void>;
  remove(message: Message): Promise<void>;
  /** When something can be received next if it is not now; Infinity where nothing is to come. */
  nextVisibleAt(): Promise<number>;
  /** Brings the message groups up to date with the changes. Needed before the unit ends and before another `next`. */
  settle(): Promise<void>;
}
