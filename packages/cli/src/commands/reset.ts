import { endpointOf, requireHealth } from '../client.ts';
import type { Options } from '../options.ts';
import { postSigned } from '../signed-request.ts';

export async function run(options: Options): Promise<number> {
  const endpoint = endpointOf(options);
  await requireHealth(endpoint);
  const response = await postSigned(new URL('/_madang/reset', endpoint));
  const answer = (await response.json()) as { message?: string };
  if (!response.ok) {
    process.stderr.write(`madang: ${answer.message ?? response.statusText}\n`);
    return 1;
  }
  process.stdout.write('reset: all state is deleted\n');
  return 0;
}
