import { Agent, request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { call, s3Request } from './requests.ts';
import { startBareFiles, startMadang } from './subjects.ts';
import type { Subject } from './subjects.ts';

const size = Number(process.env['BENCH_LARGE_BYTES'] ?? 1024 ** 3);
const path = '/large/object';

interface Figures {
  upMegabytesPerSecond: number;
  downMegabytesPerSecond: number;
  grownMegabytes: number;
}

/** One object of 1 GiB up and down, beside the same bytes piped into and out of a file. */
export async function largeObjects(ports: { bare: number; madang: number }): Promise<void> {
  const bare = await startBareFiles(ports.bare);
  const madang = await startMadang(ports.madang);
  await call(madang.port, s3Request('PUT', '/large'));
  const ruler = await measure(bare);
  const figures = await measure(madang);
  const part = (key: 'upMegabytesPerSecond' | 'downMegabytesPerSecond'): string =>
    `${figures[key].toFixed(0)} MB/s, bare ${ruler[key].toFixed(0)} MB/s, part ${((figures[key] / ruler[key]) * 100).toFixed(0)} % (at least 40 %)`;
  process.stdout.write(`\n${size} bytes up:   ${part('upMegabytesPerSecond')}\n`);
  process.stdout.write(`${size} bytes down: ${part('downMegabytesPerSecond')}\n`);
  process.stdout.write(`memory grown meanwhile: ${figures.grownMegabytes.toFixed(0)} MB (under 64)\n`);
  await Promise.all([bare.stop(), madang.stop()]);
}

async function measure(subject: Subject): Promise<Figures> {
  const before = subject.residentMegabytes();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, subject.residentMegabytes())), 50);
  const up = await timed(() => upload(subject.port));
  const down = await timed(() => download(subject.port));
  clearInterval(watch);
  const megabytes = size / 1e6;
  return {
    upMegabytesPerSecond: megabytes / up,
    downMegabytesPerSecond: megabytes / down,
    grownMegabytes: peak - before,
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

function* blocks(): Generator<Buffer> {
  const block = Buffer.alloc(1024 * 1024, 'madang');
  for (let sent = 0; sent < size; sent += block.length) yield block.subarray(0, Math.min(block.length, size - sent));
}

const agent = new Agent({ keepAlive: false });
const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

async function upload(port: number): Promise<void> {
  const request = httpRequest({
    port,
    path,
    agent,
    method: 'PUT',
    host: '127.0.0.1',
    headers: { ...headers, 'content-length': size },
  });
  const answered = new Promise<number>((resolve, reject) => {
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
  });
  await pipeline(Readable.from(blocks()), request);
  const status = await answered;
  if (status !== 200) throw new Error(`upload answered ${status}`);
}

function download(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, path, agent, host: '127.0.0.1', headers }, (response) => {
      let received = 0;
      response.on('data', (chunk: Buffer) => (received += chunk.length));
      response.on('end', () => (received === size ? resolve() : reject(new Error(`received ${received} bytes`))));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end();
  });
}
