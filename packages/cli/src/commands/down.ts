import { setTimeout as delay } from 'node:timers/promises';
import { isRunning } from '../background.ts';
import { endpointOf, findHealth } from '../client.ts';
import type { Options } from '../options.ts';

export async function run(options: Options): Promise<number> {
  const endpoint = endpointOf(options);
  const health = await findHealth(endpoint);
  if (health === undefined) {
    process.stdout.write(`no server runs at ${endpoint}\n`);
    return 0;
  }
  if (health.pid === undefined || !isRunning(health.pid)) {
    process.stderr.write(`madang: the server at ${endpoint} does not run on this machine.\n`);
    return 1;
  }
  process.kill(health.pid, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 50) {
    if (!isRunning(health.pid)) {
      process.stdout.write('stopped\n');
      return 0;
    }
    await delay(50);
  }
  process.stderr.write(`madang: process ${health.pid} did not stop within 10 s.\n`);
  return 1;
}
