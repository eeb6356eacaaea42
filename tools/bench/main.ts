/**
 * `npm run bench`: speed and memory beside a bare `node:http` server and, where installed, moto. Absolute
 * figures mean little on a shared machine; the ratios of one run are what counts.
 */
import { fanOut } from './fan-out.ts';
import { flatness } from './flatness.ts';
import { largeObjects } from './large.ts';
import { listing } from './listing.ts';
import { load } from './load.ts';
import type { LoadResult } from './load.ts';
import { stacks } from './stacks.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';
import { startBare, startMadang, startMoto } from './subjects.ts';
import type { Subject } from './subjects.ts';

// Below the range from which the system takes the ports of clients.
const ports = { bare: 24_560, madang: 24_561, moto: 24_562 };
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const only = process.argv[2];

if (only === undefined || only === 'start') await measureStart();
if (only === undefined || only === 'load') await measureLoad();
if (only === undefined || only === 'large') await largeObjects(ports);
if (only === undefined || only === 'fan-out') await fanOut(ports.madang);
if (only === undefined || only === 'flat') await flatness(ports.madang);
if (only === undefined || only === 'listing') await listing(ports.madang);
if (only === undefined || only === 'stacks') await stacks(ports);

async function measureStart(): Promise<void> {
  const times: Record<'bare' | 'madang', number[]> = { bare: [], madang: [] };
  const residentMegabytes: number[] = [];
  for (let round = 0; round < 7; round++) {
    const bare = await startBare(ports.bare);
    times.bare.push(bare.startMs);
    await bare.stop();
    const madang = await startMadang(ports.madang);
    times.madang.push(madang.startMs);
    await new Promise((resolve) => setTimeout(resolve, 300));
    residentMegabytes.push(madang.residentMegabytes());
    await madang.stop();
  }
  const [bare, madang] = [median(times.bare), median(times.madang)];
  print(
    `start to first answer: madang ${madang.toFixed(0)} ms, bare ${bare.toFixed(0)} ms, ratio ${(madang / bare).toFixed(2)} (at most 1.6)`,
  );
  print(`idle memory: ${median(residentMegabytes).toFixed(0)} MB resident (at most 80)`);
}

async function measureLoad(): Promise<void> {
  const bare = await startBare(ports.bare);
  const madang = await startMadang(ports.madang);
  const moto = await startMoto(ports.moto);
  print('\n16 connections; requests/s, and madang as a part of bare and a multiple of moto');
  print(row('', 'bare', 'madang', 'part', 'asked', 'moto', 'multiple', 'p50 ms', 'p99 ms', 'p99/p50'));
  const wanted = process.argv[3];
  for (const scenario of scenarios.filter(({ name }) => wanted === undefined || name.startsWith(wanted)))
    await measureScenario(scenario, bare, madang, moto);
  print(`memory after the load: ${madang.residentMegabytes().toFixed(0)} MB`);
  await Promise.all([bare.stop(), madang.stop(), moto?.stop()]);
}

async function measureScenario(
  scenario: Scenario,
  bare: Subject,
  madang: Subject,
  moto: Subject | undefined,
): Promise<void> {
  await scenario.prepare(madang.port);
  const pairs: { bare: LoadResult; madang: LoadResult }[] = [];
  await run(scenario, madang, 1);
  for (let round = 0; round < rounds; round++) {
    pairs.push({ bare: await run(scenario, bare, 1.5), madang: await run(scenario, madang, 3) });
  }
  let motoRate = Number.NaN;
  if (moto !== undefined) {
    await scenario.prepare(moto.port);
    motoRate = (await run(scenario, moto, 3)).requestsPerSecond;
  }
  const rate = median(pairs.map((pair) => pair.madang.requestsPerSecond));
  const part = median(pairs.map((pair) => pair.madang.requestsPerSecond / pair.bare.requestsPerSecond));
  const p50 = median(pairs.map((pair) => pair.madang.p50Ms));
  const p99 = median(pairs.map((pair) => pair.madang.p99Ms));
  const failures = pairs.reduce((sum, pair) => sum + pair.madang.failures, 0);
  print(
    row(
      scenario.name,
      median(pairs.map((pair) => pair.bare.requestsPerSecond)).toFixed(0),
      rate.toFixed(0),
      `${(part * 100).toFixed(0)} %`,
      scenario.target === undefined ? '' : `${(scenario.target * 100).toFixed(0)} %`,
      motoRate.toFixed(0),
      (rate / motoRate).toFixed(1),
      p50.toFixed(2),
      p99.toFixed(2),
      (p99 / p50).toFixed(1),
    ) + (failures > 0 ? `  ${failures} failed` : ''),
  );
}

/** The bare server gets the same bytes as madang does. */
function run(scenario: Scenario, subject: Subject, seconds: number): Promise<LoadResult> {
  return load(subject.port, scenario.makeStep(subject.port), { seconds });
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(30) + cells.map((cell) => cell.padStart(9)).join('');
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
