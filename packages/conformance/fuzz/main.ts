/**
 * `node packages/conformance/fuzz/main.ts [requests] [--seed N] [--only INDEX] [--auth open|iam]`: sends broken requests
 * of all services and protocols. By default most go to a server with `--auth open`, a fifth to one with `--auth iam`.
 */
import { parseArgs } from 'node:util';
import { fuzz } from './run.ts';
import type { FuzzOptions, FuzzReport } from './run.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, only: { type: 'string' }, auth: { type: 'string' } },
});
const requests = Number(positionals[0] ?? 120_000);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
/** Between the first and the last measurement after the warm-up. What the allocator keeps of a few bombs stays resident. */
const mostGrowthMegabytes = { held: 16, resident: 128 };

const shares: [FuzzOptions['auth'], number][] = [
  ['open', Math.ceil(requests * 0.8)],
  ['iam', Math.floor(requests * 0.2)],
];
for (const [auth, share] of shares) {
  if (values.auth !== undefined && values.auth !== auth) continue;
  const only = values.only === undefined ? {} : { only: Number(values.only) };
  print(`--auth ${auth}, ${share} requests, seed ${seed}`);
  const startedAt = performance.now();
  const report = await fuzz({ auth, requests: share, seed, measuresMemory: true, ...only });
  tell(report, (performance.now() - startedAt) / 1000);
}

function tell({ sent, statuses, defects, memory, slowest }: FuzzReport, seconds: number): void {
  const answers = [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status === 0 ? 'closed' : status}: ${count}`);
  print(`${sent} requests in ${seconds.toFixed(0)} s, ${answers.join(', ')}`);
  print(`slowest: ${slowest.milliseconds.toFixed(0)} ms, request ${slowest.index}: ${slowest.title}`);
  const held = memory.map(({ heldMegabytes }) => heldMegabytes);
  const resident = memory.map(({ residentMegabytes }) => residentMegabytes);
  print(`memory after collection: ${held.join(' ')} MB held, ${resident.join(' ')} MB resident`);
  const grown = growth(held) > mostGrowthMegabytes.held || growth(resident) > mostGrowthMegabytes.resident;
  const all = grown ? [...defects, 'memory grew'] : defects;
  print(`${all.length} defects`);
  for (const defect of all) print(`  ${defect}`);
  if (all.length > 0) process.exitCode = 1;
}

/** The first measurement follows the warm-up, the second the first broken requests. */
function growth([, first = 0, ...later]: readonly number[]): number {
  return (later.at(-1) ?? first) - first;
}
