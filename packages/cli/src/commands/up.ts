import { startInBackground } from '../background.ts';
import { endpointOf, findHealth } from '../client.ts';
import type { Options } from '../options.ts';

export async function run(options: Options): Promise<number> {
  const endpoint = endpointOf(options);
  if ((await findHealth(endpoint)) !== undefined) {
    process.stdout.write(`already running at ${endpoint}\n`);
    return 0;
  }
  const { ready, output } = await startInBackground(options);
  (ready ? process.stdout : process.stderr).write(output);
  return ready ? 0 : 1;
}
