/**
 * `node packages/conformance/crash/main.ts [rounds] [seed] [service,...]`: kills a server under load, over and over, and
 * checks that what it answered is what it holds.
 */
import { crashRounds } from './rounds.ts';
import { crashServices } from './services.ts';
import type { CrashService } from './services.ts';

const rounds = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 32));
const services = (process.argv[4]?.split(',') ?? crashServices) as CrashService[];
const unknown = services.filter((service) => !crashServices.includes(service));
if (unknown.length > 0) throw new Error(`there are workloads of ${crashServices.join(', ')}; not of ${unknown.join()}`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

print(`${rounds} rounds of ${services.join(', ')}, seed ${seed}`);
const startedAt = performance.now();
const report = await crashRounds({ rounds, seed, services }, print);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
for (const [name, { answeredWrites, verified, doubtful, duplicates }] of report.tallies) {
  const rest = [
    ...(doubtful > 0 ? [`${doubtful} late deletes left out`] : []),
    ...(duplicates > 0 ? [`${duplicates} duplicates`] : []),
  ];
  print(`  ${[`${name}: ${answeredWrites} writes answered`, `${verified} facts verified`, ...rest].join(', ')}`);
}
print(
  `${report.rounds} kills under load and ${report.killsWhileStarting} during a start, in ${seconds} s: ` +
    `${report.answeredWrites} writes answered, ${report.verified} facts verified, ${report.problems.length} problems; ` +
    `${report.orphans} contents without an object were collected, ${report.heldBlobs} stayed`,
);
for (const problem of report.problems.slice(0, 50)) print(`  ${problem}`);
process.exitCode = report.problems.length === 0 ? 0 : 1;
