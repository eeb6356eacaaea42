import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import type { Scope } from '../../../platform/service.ts';

/**
 * What SNS would have sent to people and devices. Nothing leaves this machine: the messages stay here for whoever
 * looks, the newest last. {@link listOutbox} is how the console and tests read them.
 */
export interface OutboxMessage {
  account: string;
  region: string;
  /** The same message to the same addressee is written once, however often its delivery is tried. */
  id: string;
  /** Milliseconds since 1970. */
  sentAt: number;
  protocol: 'email' | 'email-json' | 'sms' | 'application';
  /** Address, phone number, or ARN of a platform endpoint. */
  to: string;
  subject?: string;
  body: string;
  topicArn?: string;
  subscriptionArn?: string;
  messageId?: string;
  /** SMS: sender, type and price that the message asked for. Devices: platform and token. */
  details?: Record<string, string>;
}

export const outboxTable = defineTable<OutboxMessage>()({
  name: 'sns.outbox',
  key: ({ account, region, sentAt, id }) => [account, region, sentAt, id],
});

export function putIntoOutbox(unit: Unit, message: OutboxMessage): void {
  unit.put(outboxTable, message);
}

export interface OutboxRange {
  after?: Pick<OutboxMessage, 'sentAt' | 'id'>;
  limit?: number;
}

/** In the order in which they were sent; `after` goes on behind a message. */
export function listOutbox(
  reader: Reader,
  { account, region }: Scope,
  { after, limit = 100 }: OutboxRange = {},
): Promise<OutboxMessage[]> {
  const position = after ? { after: [account, region, after.sentAt, after.id] } : {};
  return reader.list(outboxTable, { prefix: [account, region], limit, ...position });
}
