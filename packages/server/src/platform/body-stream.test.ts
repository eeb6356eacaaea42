import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { handingOver, handsOver, releaseMemory } from './body-stream.ts';

test('memory is given back where a chunk has all of it', () => {
  const chunk = Buffer.from(new ArrayBuffer(8));
  releaseMemory(chunk);
  expect(chunk.length).toBe(0);
});

test('memory that others have a part in stays', () => {
  const whole = Buffer.from(new ArrayBuffer(8)).fill('x');
  releaseMemory(whole.subarray(2));
  releaseMemory(whole.subarray(0, 7));
  expect(whole.toString()).toBe('xxxxxxxx');
});

test('only streams that say so hand over their chunks', () => {
  expect(handsOver(Readable.from([]))).toBe(false);
  expect(handsOver(handingOver(Readable.from([])))).toBe(true);
});
