import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../crash/server-process.ts';
import type { ServerProcess } from '../crash/server-process.ts';
import { createCollector } from './collector.ts';
import type { Memory } from './collector.ts';
import type { Corpus, FuzzRequest } from './corpus.ts';
import { createCorpus } from './corpus.ts';
import { Exchange } from './exchange.ts';
import { loadServices } from './model.ts';
import { prepare, sanityProblems } from './sanity.ts';
import { defectOf } from './verdict.ts';

export interface FuzzOptions {
  auth: 'open' | 'iam';
  requests: number;
  seed: number;
  /** Only this request of the seed's. */
  only?: number;
  /**
   * Begins with a request for every operation there is, so that later growth is none of models and codecs being loaded,
   * and then reads the memory at every tenth of the requests.
   */
  measuresMemory: boolean;
}

export interface FuzzReport {
  sent: number;
  /** Number of answers by status; 0 stands for connections closed without one. */
  statuses: Map<number, number>;
  defects: string[];
  memory: Memory[];
  slowest: { milliseconds: number; index: number; title: string };
}

const connections = 16;
const mostDefects = 30;
const parts = 10;

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { auth, requests, seed, only, measuresMemory } = options;
  const collector = measuresMemory ? await createCollector() : undefined;
  const data = await mkdtemp(join(tmpdir(), 'madang-fuzz-'));
  const server = await startProcess(['--data', data, '--auth', auth], collector?.environment);
  const report: FuzzReport = {
    sent: 0,
    statuses: new Map(),
    defects: [],
    memory: [],
    slowest: { milliseconds: 0, index: 0, title: '' },
  };
  try {
    const corpus = createCorpus(loadServices(), seed, auth === 'iam' ? server.keys : undefined);
    const span = async (from: number, end: number): Promise<void> => {
      await prepare(server);
      let next = from;
      const take = (): number | undefined => (next < end && report.defects.length < mostDefects ? next++ : undefined);
      await Promise.all(Array.from({ length: connections }, () => send(server, corpus, take, report)));
      if (collector !== undefined) report.memory.push(await collector.collect());
    };
    if (only !== undefined) await span(only, only + 1);
    else {
      if (measuresMemory) await span(-corpus.operations, 0);
      for (let part = 0; part < parts; part++)
        await span(Math.floor((requests * part) / parts), Math.floor((requests * (part + 1)) / parts));
    }
    report.defects.push(...(await sanityProblems(server)));
  } catch (error) {
    report.defects.push(String(error));
  } finally {
    report.defects.push(...(await server.stop()));
    await rm(data, { recursive: true, force: true });
  }
  return report;
}

async function send(
  server: ServerProcess,
  corpus: Corpus,
  take: () => number | undefined,
  report: FuzzReport,
): Promise<void> {
  const exchange = new Exchange(server.port);
  for (let index = take(); index !== undefined; index = take()) {
    const request = make(corpus, index);
    const startedAt = performance.now();
    const outcome = await exchange[request.isWhole ? 'whole' : 'broken'](request.bytes, request.method);
    const milliseconds = performance.now() - startedAt;
    const isSlowest = milliseconds > report.slowest.milliseconds && !request.bytes.includes('Wait');
    if (isSlowest) report.slowest = { milliseconds, index, title: `${request.title}, ${request.bytes.length} bytes` };
    report.sent++;
    const statuses = outcome.answers.length === 0 ? [0] : outcome.answers.map(({ status }) => status);
    for (const status of statuses) report.statuses.set(status, (report.statuses.get(status) ?? 0) + 1);
    const defect = defectOf(request, outcome);
    if (defect !== undefined) {
      const answer = outcome.answers.map(
        ({ head, body }) => `${head.split('\r\n')[0]} ${body.toString().slice(0, 500)}`,
      );
      report.defects.push(`${defect}: ${describe(index, request)}\n    -> ${answer.join(' | ')}`);
    }
  }
  exchange.close();
}

/** A failure here is one of this suite, not of the server. */
function make(corpus: Corpus, index: number): FuzzRequest {
  try {
    return corpus.request(index);
  } catch (cause) {
    throw new Error(`request ${index} cannot be made: ${String(cause)}`, { cause });
  }
}

/** All that is needed to send it again. */
function describe(index: number, { title, bytes }: FuzzRequest): string {
  const text = JSON.stringify(bytes.toString('latin1', 0, 1500));
  return `request ${index}: ${title}, ${bytes.length} bytes\n    ${text}`;
}
