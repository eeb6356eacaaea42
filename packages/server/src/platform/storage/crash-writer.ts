/** Run by a test as a process of its own, to be killed: writes rows and prints each one that was answered. */
import { writeSync } from 'node:fs';

import { crashRows } from './crash-rows.ts';
import { openSqliteStorage } from './sqlite-storage.ts';

const [path = '', round = ''] = process.argv.slice(2);
const storage = openSqliteStorage({ path, tables: [crashRows], schemaVersion: 1, rowsPerBatch: 50 });

async function write(writer: number): Promise<never> {
  for (let n = 0; ; n++) {
    const id = `${round}-${writer}-${n}`;
    await storage.transact(async (unit) => {
      unit.put(crashRows, { id, writer: `${round}-${writer}` });
      unit.put(crashRows, { id: `${id} twin`, writer: `${round}-${writer}` });
      unit.add(['rows'], 2);
    });
    print(`${id}\n`);
  }
}

/** At once, so that a kill loses nothing of it; the test that reads may be slower than this writes. */
function print(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
