import { expect, it } from 'vitest';
import { alignColumns, displayWidth, shorten } from './columns.ts';

const cells = (...texts: string[]) => texts.map((text) => ({ text }));

it('aligns columns, and leaves no space at the end', () => {
  expect(alignColumns([cells('a', 'bbb', 'c'), cells('aaa', '', 'c'), cells('a', 'b', '')])).toEqual([
    'a    bbb  c',
    'aaa       c',
    'a    b',
  ]);
});

it('counts what is seen, not what paints it', () => {
  const painted = [{ text: 'a', paint: (text: string) => `<${text}>` }, { text: 'b' }];
  expect(alignColumns([painted, cells('aaa', 'b')])).toEqual(['<a>    b', 'aaa  b']);
});

it('aligns Hangul, which is two columns wide', () => {
  expect(displayWidth('마당')).toBe(4);
  expect(alignColumns([cells('마당', 'x'), cells('yard', 'x')])).toEqual(['마당  x', 'yard  x']);
});

it('cuts off what does not fit', () => {
  expect(alignColumns([cells('abc', 'defghij')], 9)).toEqual(['abc  def…']);
  expect(shorten('마당마당', 5)).toBe('마당…');
  expect(shorten('two\n  lines', 20)).toBe('two lines');
});
