import { describe, expect, test } from 'vitest';
import { ANY_RUN, compileGlob, globTokens, matchesGlob } from './glob.ts';

const cases: [pattern: string, text: string, matches: boolean][] = [
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'anything:at/all', true],
  ['a', 'a', true],
  ['a', 'A', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['??', 'ab', true],
  ['??', 'abc', false],
  ['a*', 'a', true],
  ['a*b', 'ab', true],
  ['a*b', 'axxb', true],
  ['a*b', 'axxbc', false],
  ['ab*ba', 'aba', false],
  ['a**b', 'a-b', true],
  ['*a*a*', 'a', false],
  ['*a*a*', 'xaya', true],
  ['*?b*', 'b', false],
  ['*?b*', 'ab', true],
  ['*a?c*', 'abbabc', true],
  ['*a??a*', 'aXaYa', false],
  ['*a??a*', 'aaXYa', true],
  ['x*??', 'xa', false],
  ['x*?*?', 'xab', true],
  ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/a/b:c', true],
  ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket', false],
  ['[a]', '[a]', true],
  ['a.c', 'abc', false],
];

describe('globs', () => {
  test.each(cases)('%j against %j is %s', (pattern, text, expected) => {
    expect(matchesGlob(compileGlob(globTokens(pattern)), text)).toBe(expected);
  });

  test('text that is put in place of a variable is never a wildcard', () => {
    const glob = compileGlob(['a', '*', ANY_RUN]);
    expect(matchesGlob(glob, 'a*b')).toBe(true);
    expect(matchesGlob(glob, 'abb')).toBe(false);
  });

  test('a hostile pattern and text end at once', () => {
    const glob = compileGlob(globTokens('*a'.repeat(5000) + 'b'));
    expect(matchesGlob(glob, 'a'.repeat(100_000))).toBe(false);
    const holes = compileGlob(globTokens(`*${'?'.repeat(2000)}a?a*b`));
    expect(matchesGlob(holes, 'a'.repeat(20_000))).toBe(false);
  });
});
