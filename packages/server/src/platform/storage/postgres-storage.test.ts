import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openPostgresStorage } from './postgres-storage.ts';
import { describeRanges } from './storage-ranges.contract.ts';
import { describeStorage } from './storage.contract.ts';
import type { ContractBackend } from './contract-tables.ts';
import type { Storage } from './storage.ts';
import { defineTable } from './table.ts';
import { missingBackend, newPostgresPlace } from './testing.ts';

const missing = missingBackend('postgres');
const rows = defineTable<{ id: string; n: number }>()({ name: 'test.rows', key: (row) => [row.id] });

const somewhere = (): ContractBackend => {
  let place: ReturnType<typeof newPostgresPlace> | undefined;
  return {
    open: async (tables, schemaVersion = 1) => {
      place ??= newPostgresPlace();
      return openPostgresStorage({ ...(await place), tables, schemaVersion });
    },
  };
};

describe.skipIf(missing)(`PostgreSQL storage${missing ? `: ${missing}` : ''}`, () => {
  describeStorage(somewhere());
  describeRanges(somewhere());

  describe('shared by two servers', () => {
    const backend = somewhere();
    let servers: Storage[];
    beforeAll(async () => {
      servers = await Promise.all([backend.open([rows]), backend.open([rows])]);
    });
    afterAll(async () => {
      await Promise.all(servers.map((server) => server.close()));
    });

    test('conflicts are seen across them', async () => {
      const increments = Array.from({ length: 40 }, (_, i) =>
        servers[i % 2]!.transact(async (unit) => {
          const row = (await unit.get(rows, ['n'])) ?? { id: 'n', n: 0 };
          unit.put(rows, { ...row, n: row.n + 1 });
          unit.add(['total'], 1);
        }),
      );
      await Promise.all(increments);
      expect(await servers[0]!.get(rows, ['n'])).toEqual({ id: 'n', n: 40 });
      expect(await servers[1]!.counter(['total'])).toBe(40);
    });

    test('an exclusive key is exclusive across them', async () => {
      let running = 0;
      const units = Array.from({ length: 20 }, (_, i) =>
        servers[i % 2]!.transact(
          async (unit) => {
            expect(++running).toBe(1);
            const count = await unit.count(rows, { prefix: ['x'] });
            unit.put(rows, { id: `row ${i}`, n: count });
            running--;
          },
          { exclusive: ['one'] },
        ),
      );
      await Promise.all(units);
    });

    test('more exclusive keys than connections get done', async () => {
      const units = Array.from({ length: 40 }, (_, i) =>
        servers[0]!.transact(
          async (unit) => {
            await servers[0]!.transact(async (inner) => inner.put(rows, { id: `inner ${i}`, n: i }));
            await Promise.all([unit.get(rows, ['a']), unit.get(rows, ['b'])]);
            unit.put(rows, { id: `outer ${i}`, n: i });
          },
          { exclusive: ['key', i] },
        ),
      );
      await Promise.all(units);
      expect(await servers[1]!.count(rows, { startsWith: 'inner' })).toBe(40);
      expect(await servers[1]!.count(rows, { startsWith: 'outer' })).toBe(40);
    });
  });
});
