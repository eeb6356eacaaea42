import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, logFileOf } from '../background.ts';
import { endpointOf, findHealth } from '../client.ts';
import type { Options } from '../options.ts';

export async function run(options: Options): Promise<number> {
  const endpoint = endpointOf(options);
  if ((await findHealth(endpoint)) !== undefined) {
    process.stdout.write(`already running at ${endpoint}\n`);
    return 0;
  }
  const file = logFileOf(options);
  const log = openSync(file, 'w');
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', 'start', ...startArguments(options)],
    {
      detached: true,
      stdio: ['ignore', log, log],
    },
  );
  child.unref();
  while (child.pid !== undefined && isRunning(child.pid) && child.exitCode === null) {
    const lines = readFileSync(file, 'utf8');
    if (/^ready /m.test(lines)) {
      process.stdout.write(lines);
      return 0;
    }
    await delay(25);
  }
  process.stderr.write(readFileSync(file, 'utf8') || 'madang: the server did not start.\n');
  return 1;
}

function startArguments(options: Options): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false || value === '') return [];
    return value === true ? [`--${name}`] : isSwitch(name) ? switchArgument(name, value) : [`--${name}`, value];
  });
}

function isSwitch(name: string): boolean {
  return name === 'ephemeral' || name === 'tls';
}

/** A switch given as MADANG_TLS=1 reaches the child by its environment, where the same rules read it. */
function switchArgument(name: string, value: string): string[] {
  return /^(1|true|yes)$/i.test(value) ? [`--${name}`] : [];
}
