import { expect, test } from 'vitest';
import { reversedGraph, walkGraph } from './graph-walk.ts';
import type { StepResult } from './graph-walk.ts';

const diamond = new Map([
  ['bottom', ['left', 'right']],
  ['left', ['top']],
  ['right', ['top']],
  ['top', []],
]);

function recorded(results: Record<string, StepResult> = {}) {
  const taken: string[] = [];
  const step = async (id: string): Promise<StepResult> => {
    taken.push(id);
    return results[id] ?? 'done';
  };
  return { taken, step };
}

test('each step comes after those that it waits for', async () => {
  const { taken, step } = recorded();
  const results = await walkGraph(diamond, { step, stopsAtFailure: true });
  expect(taken).toEqual(['top', 'left', 'right', 'bottom']);
  expect(results.get('bottom')).toBe('done');
});

test('what fails or waits holds up those that wait for it, and they have no result', async () => {
  for (const result of ['failed', 'waiting'] as const) {
    const { taken, step } = recorded({ left: result });
    const results = await walkGraph(diamond, { step, stopsAtFailure: false });
    expect(taken).toEqual(['top', 'left', 'right']);
    expect(results.has('bottom')).toBe(false);
  }
});

test('after a failure, nothing more begins if so asked', async () => {
  const wide = new Map(Array.from({ length: 100 }, (_, index) => [`step-${index}`, [] as string[]]));
  const { taken, step } = recorded({ 'step-0': 'failed' });
  await walkGraph(wide, { step, stopsAtFailure: true });
  expect(taken.length).toBeLessThanOrEqual(32);
  const all = recorded({ 'step-0': 'failed' });
  await walkGraph(wide, { step: all.step, stopsAtFailure: false });
  expect(all.taken).toHaveLength(100);
});

test('an error of a step is the error of the walk', async () => {
  const step = () => Promise.reject(new Error('broken'));
  await expect(walkGraph(diamond, { step, stopsAtFailure: true })).rejects.toThrow('broken');
});

test('reversed, each waits for those that waited for it', () => {
  expect(reversedGraph(diamond).get('top')).toEqual(['left', 'right']);
  expect(reversedGraph(diamond).get('bottom')).toEqual([]);
});
