import { createReadStream, existsSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { logFileOf } from '../background.ts';
import { UsageError, isOn } from '../options.ts';
import type { Options } from '../options.ts';

export async function run(options: Options): Promise<number> {
  const file = logFileOf(options);
  if (!existsSync(file))
    throw new UsageError(`There is no log at ${file}: no server was started by ./madang up on this port.`);
  let position = 0;
  do {
    const { size } = statSync(file);
    if (size < position) position = 0;
    if (size > position) {
      await pipeline(createReadStream(file, { start: position, end: size - 1 }), process.stdout, { end: false });
      position = size;
    }
    if (isOn(options, 'follow')) await delay(200);
  } while (isOn(options, 'follow'));
  return 0;
}
