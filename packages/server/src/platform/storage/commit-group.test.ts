import { beforeEach, describe, expect, test } from 'vitest';

import { CommitGroup } from './commit-group.ts';
import { noJournal } from './journal.ts';

describe('CommitGroup', () => {
  let group: CommitGroup;
  let records: string[];
  let hooks: string[];
  let append: (changes: string) => void;

  beforeEach(() => {
    records = [];
    hooks = [];
    append = (changes) => records.push(changes);
    group = new CommitGroup(
      { ...noJournal, append: (changes) => append(changes) },
      { afterCommit: () => hooks.push('committed'), afterFailure: () => hooks.push('failed') },
    );
  });

  test('makes one record of all changes of a turn', async () => {
    await Promise.all([group.join('a'), group.join('b'), group.join('c')]);
    await group.join('d');
    expect(records).toEqual(['abc', 'd']);
    expect(hooks).toEqual(['committed', 'committed']);
  });

  test('commits at once when it is told to', async () => {
    const joined = group.join('a');
    group.flush();
    expect(records).toEqual(['a']);
    await joined;
    group.flush();
    expect(records).toEqual(['a']);
  });

  test('rejects all of a turn when the journal fails, and goes on', async () => {
    append = () => {
      throw new Error('disk full');
    };
    const outcomes = await Promise.allSettled([group.join('a'), group.join('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(hooks).toEqual(['failed']);
    append = (changes) => records.push(changes);
    await group.join('c');
    expect(records).toEqual(['c']);
  });
});
