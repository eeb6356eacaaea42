import { describe, expect, it } from 'vitest';
import { mergeTags, removeTags, type TagProblem, tagsFromList, tagsToList } from './tags.ts';

class TagError extends Error {
  readonly problem: TagProblem;
  constructor(problem: TagProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

const errors = (problem: TagProblem): Error => new TagError(problem);

const problemOf = (work: () => unknown): TagProblem['kind'] | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as TagError).problem.kind;
  }
};

const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, 'x']));

describe('tags', () => {
  it('turn from a list to a record and back', () => {
    const list = [
      { Key: 'team', Value: 'blue' },
      { Key: '__proto__', Value: 'a key like any other' },
      { Key: 'empty', Value: '' },
    ];
    expect(tagsToList(tagsFromList(list, errors))).toEqual(list);
    expect(tagsFromList([{ Key: 'bare' }], errors)).toEqual({ bare: '' });
    expect(tagsToList(undefined)).toEqual([]);
  });

  it('refuse duplicates', () => {
    expect(problemOf(() => tagsFromList([{ Key: 'a' }, { Key: 'a', Value: 'b' }], errors))).toBe('duplicate');
  });

  it.each<[string, Record<string, string>, TagProblem['kind'] | undefined]>([
    ['an empty key', { '': 'x' }, 'key length'],
    ['128 characters in a key', { ['k'.repeat(128)]: 'x' }, undefined],
    ['129 characters in a key', { ['k'.repeat(129)]: 'x' }, 'key length'],
    ['256 characters in a value', { k: 'v'.repeat(256) }, undefined],
    ['257 characters in a value', { k: 'v'.repeat(257) }, 'value length'],
    ['a reserved prefix', { 'aws:x': 'y' }, 'reserved'],
    ['a reserved prefix in capitals', { 'AWS:x': 'y' }, 'reserved'],
    ['all allowed characters', { 'Ümläut 팀 _.:/=+-@9': 'ok' }, undefined],
    ['other characters', { 'a*': 'x' }, 'characters'],
    ['50 tags', many(50), undefined],
    ['51 tags', many(51), 'too many'],
  ])('%s', (_, added, kind) => {
    expect(problemOf(() => mergeTags({}, added, errors))).toBe(kind);
  });

  it('merge over those that are there and count together', () => {
    expect(mergeTags({ a: '1', b: '2' }, { b: '3' }, errors)).toEqual({ a: '1', b: '3' });
    expect(problemOf(() => mergeTags(many(50), { key0: 'y' }, errors))).toBeUndefined();
    expect(problemOf(() => mergeTags(many(50), { other: 'y' }, errors))).toBe('too many');
  });

  it('are removed by key', () => {
    expect(removeTags({ a: '1', b: '2' }, ['b', 'not there'], errors)).toEqual({ a: '1' });
    expect(removeTags(undefined, ['b'], errors)).toEqual({});
  });

  it('under aws: are set and removed by services only, and not counted', () => {
    const bySystem = { calledVia: 'cloudformation.amazonaws.com' };
    const tags = mergeTags(many(50), { 'aws:cloudformation:stack-name': 'demo' }, errors, bySystem);
    expect(tags['aws:cloudformation:stack-name']).toBe('demo');
    expect(mergeTags(tags, { key0: 'y' }, errors)['key0']).toBe('y');
    expect(problemOf(() => mergeTags(tags, { other: 'y' }, errors, bySystem))).toBe('too many');
    expect(problemOf(() => removeTags(tags, ['aws:cloudformation:stack-name'], errors))).toBe('reserved');
    expect(removeTags(tags, ['aws:cloudformation:stack-name'], errors, bySystem)).toEqual(many(50));
    expect(removeTags(tags, ['aws:not-there'], errors)).toEqual(tags);
  });
});
