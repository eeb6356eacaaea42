import { endpointOf, findHealth } from '../client.ts';
import type { Options } from '../options.ts';

/** Exit code 0 where a server answers, 1 where none does. */
export async function run(options: Options): Promise<number> {
  const endpoint = endpointOf(options);
  const health = await findHealth(endpoint);
  if (health === undefined) {
    process.stdout.write(`no server at ${endpoint}\n`);
    return 1;
  }
  process.stdout.write(
    `${health.status} at ${endpoint}, version ${health.version}, up ${Math.round(health.uptimeSeconds)} s, auth ${health.auth}\n`,
  );
  for (const [service, { realism }] of Object.entries(health.services)) {
    const counts = Object.entries(realism).map(([kind, count]) => `${count} ${kind}`);
    process.stdout.write(`  ${service.padEnd(16)} ${counts.join(', ')}\n`);
  }
  return 0;
}
