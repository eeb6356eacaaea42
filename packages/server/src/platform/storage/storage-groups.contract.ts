/** Grouped ranges of random paths against a naive model, in and out of what is written at the moment. */
import { expect, test } from 'vitest';

import type { ContractBackend } from './contract-tables.ts';
import { compareUtf8 } from './key.ts';
import { seededRandom } from './storage-model.ts';
import type { GroupedRange, Storage } from './storage.ts';
import { defineTable } from './table.ts';

interface File {
  disk: string;
  path: string;
}

const files = defineTable<File>()({ name: 'test.files', key: ({ disk, path }) => [disk, path] });
const pieces = ['a', 'b', '/', '/', '//', '\u0000', '\u0001', '\u0003', '\u{10ffff}', '\uffff', '😀', 'é'];

export function describeGroups(backend: ContractBackend): void {
  test.each([1, 2, 3, 4])('random grouped ranges answer like the model (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
    const path = (most: number): string =>
      Array.from({ length: Math.floor(random() * most) }, () => pick(pieces)).join('');
    const storage = await backend.open([files]);
    await storage.reset();
    const model = new Set<string>();
    for (let round = 0; round < 15; round++) {
      await storage.transact(async (unit) => {
        for (let i = 0; i < 15; i++) {
          const known = [...model];
          const removed = random() < 0.3 && known.length > 0 ? pick(known) : undefined;
          const added = path(6);
          if (removed === undefined) unit.put(files, { disk: 'd', path: added });
          else unit.delete(files, ['d', removed]);
          if (removed === undefined) model.add(added);
          else model.delete(removed);
        }
        for (const disk of ['c', 'e']) unit.put(files, { disk, path: 'x/y' });
      });
      for (let i = 0; i < 20; i++) {
        const range: GroupedRange = {
          prefix: ['d'],
          delimiter: pick(['/', '/', 'a', '//', '\u0003', '\u0001', '\u{10ffff}']),
          ...(random() < 0.5 && { startsWith: path(3) }),
          ...(random() < 0.3 && { from: ['d', path(4)] }),
          ...(random() < 0.3 && { after: ['d', path(4)] }),
          ...(random() < 0.4 && { limit: pick([0, 1, 2, 5]) }),
        };
        expect({ range, entries: await entriesOf(storage, range) }).toEqual({
          range,
          entries: groupNaively(model, range),
        });
      }
    }
    await storage.close();
  });

  test('a group costs one step, however many rows it has', async () => {
    const storage = await backend.open([files]);
    await storage.reset();
    await storage.transact(async (unit) => {
      for (let i = 0; i < 3000; i++) unit.put(files, { disk: 'd', path: `${i % 3}/${i}` });
      for (let i = 0; i < 30; i++) unit.put(files, { disk: 'd', path: `9${i}` });
    });
    const entries = await entriesOf(storage, { prefix: ['d'], delimiter: '/' });
    expect(entries).toHaveLength(33);
    expect(entries.slice(0, 4)).toEqual(['group 0/', 'group 1/', 'group 2/', '90']);
    await storage.close();
  });
}

async function entriesOf(storage: Storage, range: GroupedRange): Promise<string[]> {
  const entries = await storage.listGrouped(files, range);
  return entries.map((entry) => ('group' in entry ? `group ${entry.group}` : entry.row.path));
}

/** By the words of the contract. */
function groupNaively(model: ReadonlySet<string>, range: GroupedRange): string[] {
  const { delimiter, startsWith = '', from, after, limit } = range;
  const entries = new Set<string>();
  for (const path of [...model].sort(compareUtf8)) {
    if (!path.startsWith(startsWith)) continue;
    if (from && compareUtf8(path, String(from[1])) < 0) continue;
    if (after && compareUtf8(path, String(after[1])) <= 0) continue;
    const at = path.indexOf(delimiter, startsWith.length);
    entries.add(at < 0 ? path : `group ${path.slice(0, at + delimiter.length)}`);
  }
  return [...entries].slice(0, limit);
}
