import { coverage, resourceTypeCoverage } from '../../../server/src/coverage.ts';
import type { Options } from '../options.ts';
import { UsageError } from '../options.ts';

export async function run(options: Options): Promise<number> {
  const services = coverage(new URL('models/', import.meta.url));
  const wanted = options['service'];
  if (wanted !== undefined) {
    const service = services.find(({ name }) => name === wanted);
    if (service === undefined) throw new UsageError(`There is no service '${String(wanted)}'.`);
    for (const { name, realism } of service.operations) process.stdout.write(`${name.padEnd(48)} ${realism}\n`);
    return 0;
  }
  for (const { name, operations } of services) {
    const here = operations.filter(({ realism }) => realism !== 'not here yet').length;
    process.stdout.write(`${name.padEnd(26)} ${String(here).padStart(4)} of ${operations.length} operations\n`);
  }
  const types = resourceTypeCoverage(new URL('resource-types/', import.meta.url));
  const run = types.filter(({ realism }) => realism === 'runs').length;
  process.stdout.write(
    `${'resource types'.padEnd(26)} ${String(run).padStart(4)} of ${types.length} run, others recorded\n`,
  );
  return 0;
}
