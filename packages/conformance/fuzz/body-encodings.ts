import { gzipSync } from 'node:zlib';
import type { Random } from '../crash/random.ts';
import { mutateBytes } from './byte-mutations.ts';
import { setHeader } from './wire-request.ts';
import type { WireRequest } from './wire-request.ts';

/** Grows to more than any request may be. */
const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));

export function mutateGzip(request: WireRequest, random: Random): void {
  const zipped = gzipSync(request.body);
  const kind = random.below(300);
  if (kind === 0) request.body = bomb;
  else if (kind < 100) request.body = mutateBytes(zipped, random);
  else if (kind < 150) request.body = zipped.subarray(0, random.below(zipped.length));
  else if (kind < 200) request.body = Buffer.concat([zipped, zipped]);
  else if (kind < 280) request.body = zipped;
  setHeader(request, 'content-encoding', 'gzip');
}

export function mutateAwsChunked(request: WireRequest, random: Random): void {
  const { body } = request;
  const size = random.pick([
    body.length.toString(16),
    body.length.toString(16),
    '0',
    '-1',
    'zz',
    'ffffffff',
    '',
    `${'0'.repeat(3000)}1`,
  ]);
  const extension = random.pick([
    '',
    '',
    `;chunk-signature=${'0'.repeat(64)}`,
    ';chunk-signature=',
    `;${'x'.repeat(3000)}`,
  ]);
  const trailer = random.pick([
    '',
    'x-amz-checksum-crc32:AAAAAA==\r\n',
    'x-amz-checksum-crc32:\r\n',
    'x\r\n',
    `x:${'y'.repeat(20_000)}\r\n`,
  ]);
  const end = random.pick(['0', '0', '00', '1', '']);
  request.body = Buffer.concat([
    Buffer.from(`${size}${extension}\r\n`),
    body,
    Buffer.from(`\r\n${end}${extension}\r\n${trailer}\r\n`),
  ]);
  setHeader(request, 'content-encoding', 'aws-chunked');
  setHeader(
    request,
    'x-amz-decoded-content-length',
    random.pick([String(body.length), String(body.length), '0', '-1', 'x', '9'.repeat(30)]),
  );
  setHeader(
    request,
    'x-amz-content-sha256',
    random.pick([
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    ]),
  );
  if (random.chance(0.5))
    setHeader(
      request,
      'x-amz-trailer',
      random.pick(['x-amz-checksum-crc32', 'x-amz-checksum-sha256', '', 'content-length']),
    );
}

/** HTTP's own chunks, of any size. */
export function sendChunked(request: WireRequest, random: Random): void {
  const chunks: Buffer[] = [];
  for (let at = 0; at < request.body.length;) {
    const chunk = request.body.subarray(at, at + 1 + random.below(random.pick([3, 2000])));
    chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
    at += chunk.length;
  }
  request.body = Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
  setHeader(request, 'transfer-encoding', 'chunked');
}
