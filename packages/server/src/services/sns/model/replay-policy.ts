import { parseJsonObject } from './json-object.ts';
import type { Message } from './message.ts';
import type { Replay } from './subscription.ts';

/** Which archived messages a subscription gets again, by the time of their publication. */
export interface ReplayPolicy {
  /** Milliseconds since 1970, both included. */
  start: number;
  end?: number;
}

/**
 * Whether a message gets to a subscription by its replay or not at all, and so not from its publication: until a replay
 * is completed new messages wait their turn in the archive, and one with an end is all that its subscription gets.
 */
export function isLeftToReplay(replay: Replay | undefined, message: Message): boolean {
  if (!replay) return false;
  const { start, end = Infinity, upTo = Infinity } = replay;
  if (message.publishedAt > end) return true;
  return message.archived === true && message.publishedAt >= start && (message.order ?? 0) <= upTo;
}

const elements = new Set(['PointType', 'StartingPoint', 'EndingPoint']);

export function parseReplayPolicy(
  text: string,
): { policy: ReplayPolicy; problem?: never } | { policy?: never; problem: string } {
  const policy = parseJsonObject(text);
  if (!policy) return { problem: 'ReplayPolicy: failed to parse JSON.' };
  const unknown = Object.keys(policy).find((name) => !elements.has(name));
  if (unknown !== undefined) return { problem: `ReplayPolicy: unknown element ${unknown}` };
  if (policy['PointType'] !== 'Timestamp') return { problem: 'ReplayPolicy: PointType must be Timestamp' };
  const start = parseTime(policy['StartingPoint']);
  if (start === undefined) return { problem: 'ReplayPolicy: StartingPoint must be a timestamp' };
  if (policy['EndingPoint'] === undefined) return { policy: { start } };
  const end = parseTime(policy['EndingPoint']);
  if (end === undefined) return { problem: 'ReplayPolicy: EndingPoint must be a timestamp' };
  if (end < start) return { problem: 'ReplayPolicy: EndingPoint must not be before StartingPoint' };
  return { policy: { start, end } };
}

function parseTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined;
  const time = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(value) ? value : `${value}Z`);
  return Number.isNaN(time) ? undefined : time;
}
