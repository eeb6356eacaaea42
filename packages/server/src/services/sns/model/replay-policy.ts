import { parseJsonObject } from './json-object.ts';

/** Which archived messages a subscription gets again, by the time of their publication. */
export interface ReplayPolicy {
  /** Milliseconds since 1970, both included. */
  start: number;
  end?: number;
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
  const time = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
