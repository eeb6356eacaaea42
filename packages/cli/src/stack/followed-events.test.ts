import { expect, it } from 'vitest';
import type { StackEvent } from '../aws/cloudformation.ts';
import { failedCreation, failedNestedCreation, stackIdOf } from '../testing/recorded-events.ts';
import { followOperation, newestEventId } from './followed-events.ts';
import type { EventSource } from './followed-events.ts';

/** Tells more with each look, `perLook` events at a time, in pages of two, newest first as AWS does. */
function source(events: readonly StackEvent[], perLook: number): EventSource {
  let known = 0;
  return {
    stackEvents: (stackId, token) => {
      if (token === undefined) known = Math.min(events.length, known + perLook);
      const own = events.slice(0, known).filter((event) => event.StackId === stackId);
      const from = Number(token ?? 0);
      const page = own.reverse().slice(from, from + 2);
      return Promise.resolve({ events: page, next: from + 2 < own.length ? String(from + 2) : undefined });
    },
  };
}

async function follow(events: EventSource, stackName: string, after?: string, signal = new AbortController().signal) {
  const found: string[] = [];
  for await (const batch of followOperation(events, stackIdOf(stackName), after, signal)) {
    found.push(...batch.map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`));
  }
  return found;
}

const lines = (events: readonly StackEvent[]) =>
  events.map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`);

it('tells each event once, oldest first, until the stack is done', async () => {
  expect(await follow(source(failedCreation, 4), 'shop')).toEqual(lines(failedCreation));
});

it('begins after the mark', async () => {
  expect(await follow(source(failedCreation, 15), 'shop', 'shop-11')).toEqual(lines(failedCreation.slice(12)));
});

it('follows nested stacks, and leaves out what they did before', async () => {
  const before = failedNestedCreation
    .filter((event) => event.StackId === stackIdOf('child'))
    .map((event) => ({ ...event, EventId: `old-${event.EventId}`, Timestamp: new Date(2020, 1, 1) }));
  const events = [...before, ...failedNestedCreation];
  expect((await follow(source(events, events.length), 'parent')).sort()).toEqual(lines(failedNestedCreation).sort());
});

it('ends when it is interrupted', async () => {
  const controller = new AbortController();
  const running = follow(source(failedCreation.slice(0, 5), 5), 'shop', undefined, controller.signal);
  controller.abort();
  expect(await running).toEqual(lines(failedCreation.slice(0, 5)));
});

it('marks the newest event', async () => {
  expect(await newestEventId(source(failedCreation, 15), stackIdOf('shop'))).toBe('shop-14');
});
