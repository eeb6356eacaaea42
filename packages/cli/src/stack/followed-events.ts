import { setTimeout as delay } from 'node:timers/promises';
import type { CloudFormation, StackEvent } from '../aws/cloudformation.ts';
import { isFinal } from './stack-status.ts';

export type EventSource = Pick<CloudFormation, 'stackEvents'>;

export const stackType = 'AWS::CloudFormation::Stack';

/** An event of a stack itself, not of a resource in it. */
export function isStackItself(event: StackEvent): boolean {
  return event.PhysicalResourceId === event.StackId;
}

/** The newest event of a stack: the mark behind which the next operation's events come. */
export async function newestEventId(source: EventSource, stackId: string): Promise<string | undefined> {
  return (await source.stackEvents(stackId)).events[0]?.EventId;
}

/**
 * The events of one operation and of the stacks nested in it, oldest first, in batches as they come in (an empty one
 * when nothing is new), until the operation is over or the signal is given.
 */
export async function* followOperation(
  source: EventSource,
  stackId: string,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<StackEvent[]> {
  const marks = new Map<string, string | undefined>([[stackId, after]]);
  let begunAt: Date | undefined;
  for (let round = 0; !signal.aborted; round++) {
    const batch: StackEvent[] = [];
    // A stack that is nested is found in its parent's events, and is then the next of this loop.
    for (const [id, mark] of marks) {
      const events = await newEvents(source, id, mark, begunAt);
      const newest = events.at(-1);
      if (newest === undefined) continue;
      marks.set(id, newest.EventId);
      begunAt ??= events[0]?.Timestamp;
      batch.push(...events);
      for (const { ResourceType, PhysicalResourceId: nested } of events) {
        if (ResourceType === stackType && nested.startsWith('arn:') && !marks.has(nested)) marks.set(nested, undefined);
      }
    }
    yield batch.sort((a, b) => a.Timestamp.getTime() - b.Timestamp.getTime());
    if (batch.some((event) => event.StackId === stackId && isStackItself(event) && isFinal(event.ResourceStatus)))
      return;
    await pause(round, signal);
  }
}

/** Quick while an operation is young, as most end soon; calm later. */
async function pause(round: number, signal: AbortSignal): Promise<void> {
  const milliseconds = Math.min(1000, 40 + round * 10);
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** Oldest first. Of a nested stack that has stood before, what came before the operation is not its own. */
export async function newEvents(
  source: EventSource,
  stackId: string,
  mark: string | undefined,
  begunAt?: Date,
): Promise<StackEvent[]> {
  const found: StackEvent[] = [];
  let token: string | undefined;
  do {
    const { events, next } = await source.stackEvents(stackId, token);
    for (const event of events) {
      if (event.EventId === mark || (begunAt !== undefined && event.Timestamp < begunAt)) return found.reverse();
      found.push(event);
    }
    token = next;
  } while (token !== undefined);
  return found.reverse();
}
