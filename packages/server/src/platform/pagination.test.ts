import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { paginate, type PageRequest } from './pagination.ts';
import { openSqliteStorage } from './storage/sqlite-storage.ts';
import type { Storage } from './storage/storage.ts';
import { defineTable } from './storage/table.ts';

describe('page tokens', () => {
  const position = ['123456789012', 'größe/ü', 42];
  const token = encodePageToken('sqs.ListQueues', position);

  it('bring the position back', () => {
    expect(decodePageToken('sqs.ListQueues', token)).toEqual(position);
    expect(token).toMatch(/^[A-Za-z0-9/-]+$/);
  });

  it('are refused elsewhere, mangled, cut off or made up', () => {
    expect(decodePageToken('sqs.ListMessageMoveTasks', token)).toBeUndefined();
    for (let length = 0; length < token.length; length++) {
      expect(decodePageToken('sqs.ListQueues', token.slice(0, length))).toBeUndefined();
    }
    for (let place = 0; place < token.length - 1; place++) {
      const other = token[place] === 'A' ? 'B' : 'A';
      const mangled = token.slice(0, place) + other + token.slice(place + 1);
      expect(decodePageToken('sqs.ListQueues', mangled)).toBeUndefined();
    }
    for (const text of [
      '',
      'next',
      JSON.stringify(position),
      Buffer.from(JSON.stringify(position)).toString('base64'),
    ]) {
      expect(decodePageToken('sqs.ListQueues', text)).toBeUndefined();
    }
  });
});

interface Person {
  account: string;
  name: string;
  age: number;
}

const people = defineTable<Person>()({
  name: 'test.people',
  key: (row) => [row.account, row.name],
  indexes: { byAge: (row) => [row.account, row.age, row.name] },
});

describe('paginate', () => {
  let storage: Storage;

  beforeEach(async () => {
    storage = openSqliteStorage({ path: ':memory:', tables: [people], schemaVersion: 1 });
    await storage.transact(async (unit) => {
      for (const account of ['1', '2']) {
        for (let n = 0; n < 10; n++) unit.put(people, { account, name: `n${n}`, age: 40 - (n % 3) });
      }
    });
  });
  afterEach(() => storage.close());

  const request = (rest: Partial<PageRequest<Person, 'byAge'>>): PageRequest<Person, 'byAge'> => ({
    reader: storage,
    table: people,
    range: { prefix: ['1'] },
    limit: 4,
    kind: 'ListPeople',
    invalidToken: () => new Error('InvalidNextToken'),
    ...rest,
  });

  const pages = async (rest: Partial<PageRequest<Person, 'byAge'>>): Promise<string[][]> => {
    const all: string[][] = [];
    let token: string | undefined;
    do {
      const page = await paginate(request({ ...rest, token }));
      all.push(page.items.map((person) => person.name));
      token = page.nextToken;
    } while (token !== undefined);
    return all;
  };

  it('gives each row once, and no token on a last page that is just full', async () => {
    expect(await pages({})).toEqual([
      ['n0', 'n1', 'n2', 'n3'],
      ['n4', 'n5', 'n6', 'n7'],
      ['n8', 'n9'],
    ]);
    expect(await pages({ limit: 5 })).toEqual([
      ['n0', 'n1', 'n2', 'n3', 'n4'],
      ['n5', 'n6', 'n7', 'n8', 'n9'],
    ]);
    expect(await pages({ range: { prefix: ['3'] } })).toEqual([[]]);
  });

  it('follows an index and runs backwards', async () => {
    expect((await pages({ range: { index: 'byAge', prefix: ['1'] } })).flat().join(' ')).toBe(
      'n2 n5 n8 n1 n4 n7 n0 n3 n6 n9',
    );
    expect((await pages({ range: { prefix: ['1'], reverse: true } })).flat().at(0)).toBe('n9');
  });

  it("refuses tokens of another list, and of another account's", async () => {
    const { nextToken } = await paginate(request({}));
    await expect(paginate(request({ token: nextToken, kind: 'ListOthers' }))).rejects.toThrow('InvalidNextToken');
    await expect(paginate(request({ token: nextToken, range: { prefix: ['2'] } }))).rejects.toThrow('InvalidNextToken');
    await expect(paginate(request({ token: 'AAAA' }))).rejects.toThrow('InvalidNextToken');
  });
});
