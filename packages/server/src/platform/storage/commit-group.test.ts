import { DatabaseSync } from 'node:sqlite';

import { beforeEach, describe, expect, test } from 'vitest';

import { CommitGroup } from './commit-group.ts';

describe('CommitGroup', () => {
  let database: DatabaseSync;
  let group: CommitGroup;
  let commits: number;
  let rollbacks: number;
  let onCommit: () => void;

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (n INTEGER PRIMARY KEY)');
    commits = 0;
    rollbacks = 0;
    onCommit = () => {};
    group = new CommitGroup(database, {
      beforeCommit: () => {
        commits++;
        onCommit();
      },
      afterRollback: () => rollbacks++,
    });
  });

  const insert = (n: number) => group.join(() => database.exec(`INSERT INTO t VALUES (${n})`));
  const stored = () =>
    database
      .prepare('SELECT n FROM t')
      .all()
      .map((row) => row['n']);

  test('commits once for all changes of a turn', async () => {
    await Promise.all([insert(1), insert(2), insert(3)]);
    expect(commits).toBe(1);
    expect(stored()).toEqual([1, 2, 3]);
    expect(database.isTransaction).toBe(false);
    await insert(4);
    expect(commits).toBe(2);
  });

  test('rolls all back when a change fails halfway', async () => {
    const outcomes = await Promise.allSettled([insert(1), insert(2), insert(1)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(stored()).toEqual([]);
    expect(rollbacks).toBe(1);
    await insert(5);
    expect(stored()).toEqual([5]);
  });

  test('rejects all when the commit fails', async () => {
    onCommit = () => {
      throw new Error('disk full');
    };
    const outcomes = await Promise.allSettled([insert(1), insert(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(stored()).toEqual([]);
    expect(rollbacks).toBe(1);
  });
});
