import { expect, test } from 'vitest';
import { bytesOf, storedBytes } from './stored-bytes.ts';

const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

test.each([
  ['text', Buffer.from('{"a": "ä€😀"}\n')],
  ['text with a byte order mark', Buffer.from('\ufeffx')],
  ['nothing', Buffer.alloc(0)],
  ['zeros', Buffer.alloc(100)],
  ['every byte', all],
  ['half a character', Buffer.from('€').subarray(0, 2)],
])('%s comes back as it was', (_name, bytes) => {
  const row: unknown = JSON.parse(JSON.stringify(storedBytes(bytes)));
  expect(bytesOf(row as ReturnType<typeof storedBytes>).equals(bytes)).toBe(true);
});

test('text is kept as text, what only looks like it is not', () => {
  expect(storedBytes(Buffer.from('grün'))).toEqual({ text: 'grün' });
  expect(storedBytes(Buffer.alloc(3))).toEqual({ data: 'AAAA' });
});
