import { load } from './load.ts';
import { call, s3Request } from './requests.ts';
import { startMadang } from './subjects.ts';

const objects = Number(process.env['BENCH_OBJECTS'] ?? 1_000_000);

/** ListObjectsV2 of 1,000 keys out of a million, one request at a time. */
export async function listing(port: number): Promise<void> {
  const madang = await startMadang(port);
  try {
    await call(port, s3Request('PUT', '/list'));
    let next = 0;
    await load(port, () => () => s3Request('PUT', `/list/${keyOf(next++)}`, 'o'), {
      seconds: 3600,
      until: () => next >= objects,
    });
    const requests = {
      'without delimiter': '/list?list-type=2&start-after=folder-0500',
      'with delimiter': '/list?list-type=2&delimiter=%2F',
      'with prefix and delimiter': '/list?list-type=2&prefix=folder-0700%2F&delimiter=%2F',
    };
    process.stdout.write(`\nListObjectsV2 of 1,000 out of ${objects} keys (at most 15 ms)\n`);
    for (const [name, path] of Object.entries(requests)) {
      await load(port, () => () => s3Request('GET', path), { connections: 1, seconds: 0.5 });
      const { p50Ms, p99Ms } = await load(port, () => () => s3Request('GET', path), { connections: 1, seconds: 2 });
      process.stdout.write(`${name.padEnd(28)} p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms\n`);
    }
  } finally {
    await madang.stop();
  }
}

/** A thousand folders of a thousand objects. */
function keyOf(index: number): string {
  return `folder-${String(index % 1000).padStart(4, '0')}/object-${String(Math.floor(index / 1000)).padStart(6, '0')}`;
}
