/** Run by a test as a process of its own, to be killed: writes rows and prints each one that was answered. */
import { writeSync } from 'node:fs';

import { crashRows } from './crash-rows.ts';
import { openSqliteStorage } from './sqlite-storage.ts';

const [path = '', round = ''] = process.argv.slice(2);
const storage = openSqliteStorage({ path, tables: [crashRows], schemaVersion: 1 });

async function write(writer: number): Promise<never> {
  for (let n = 0; ; n++) {
    const id = `${round}-${writer}-${n}`;
    await storage.transact(async (unit) => {
      unit.put(crashRows, { id, writer: `${round}-${writer}` });
      unit.put(crashRows, { id: `${id} twin`, writer: `${round}-${writer}` });
      unit.add(['rows'], 2);
    });
    writeSync(1, `${id}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
