import { expect, test } from 'vitest';
import { writeZip } from './test-archive.ts';
import { readZip } from './zip-archive.ts';

test('files come out as they went in', () => {
  const archive = writeZip({ 'a.json': '{}', 'b/c.txt': 'text '.repeat(1000) });
  const files = readZip(archive, 1_000_000);
  expect([...files.keys()]).toEqual(['a.json', 'b/c.txt']);
  expect(files.get('b/c.txt')?.toString()).toBe('text '.repeat(1000));
});

test('a comment at the end is no hindrance', () => {
  expect(readZip(Buffer.concat([writeZip({ a: 'x' }), Buffer.from('comment')]), 100).size).toBe(1);
});

test('what unpacks to more than is allowed is refused, whatever its directory says', () => {
  expect(() => readZip(writeZip({ a: 'x'.repeat(1000) }), 100)).toThrow('too large');
  const liar = writeZip({ a: 'x'.repeat(1000) });
  liar.writeUInt32LE(1, liar.length - 22 - 47 + 24);
  expect(() => readZip(liar, 100)).toThrow(/damaged|too large/);
});

test('what is no archive is refused', () => {
  expect(() => readZip(Buffer.from('no'), 100)).toThrow('no ZIP archive');
  expect(() => readZip(writeZip({ a: 'x' }).subarray(10), 100)).toThrow('damaged');
});
