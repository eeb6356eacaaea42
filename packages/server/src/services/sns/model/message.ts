import type { StoredAttributes } from './message-attributes.ts';

/** A message that was published, as jobs and the archive keep it. */
export interface Message {
  id: string;
  body: string;
  subject?: string;
  /** With MessageStructure `json`: the body for each protocol, `default` among them. */
  bodies?: Record<string, string>;
  attributes?: StoredAttributes;
  /** Milliseconds since 1970. */
  publishedAt: number;
  group?: string;
  deduplicationId?: string;
  /** FIFO topics; rises from message to message. */
  order?: number;
  replayed?: true;
}

/** AWS's are 20 digits long. */
export function sequenceNumber({ order }: Message): string | undefined {
  return order === undefined ? undefined : `${order}0000`;
}

export function bodyFor({ body, bodies }: Message, protocol: string): string {
  return bodies ? (bodies[protocol] ?? bodies['default'] ?? '') : body;
}
