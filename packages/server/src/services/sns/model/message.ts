import type { StoredAttributes } from './message-attributes.ts';

/** A message that was published, as jobs and the archive keep it. */
export interface Message {
  id: string;
  body: string;
  subject?: string;
  /** With MessageStructure `json`: the body for each protocol, `default` among them. */
  bodies?: Record<string, string>;
  attributes?: StoredAttributes;
  /** Of X-Ray, as the publisher sent it; goes on to queues. */
  traceHeader?: string;
  /** Milliseconds since 1970. */
  publishedAt: number;
  group?: string;
  deduplicationId?: string;
  /** FIFO topics; rises from message to message. */
  order?: number;
  /** Kept for replays. */
  archived?: true;
  replayed?: true;
}

/** AWS's are 20 digits long. */
export function sequenceNumber({ order }: Message): string | undefined {
  return order === undefined ? undefined : `${order}0000`;
}

export function bodyFor({ body, bodies }: Pick<Message, 'body' | 'bodies'>, protocol: string): string {
  return bodies ? (bodies[protocol] ?? bodies['default'] ?? '') : body;
}
