import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../platform/errors.ts';
import { createBodyDecoder, decodeBuffered } from './body-decode.ts';
import type { BodyDecodeOptions } from './body-decode.ts';
import { createChecksum } from '../platform/checksum.ts';

const UNSIGNED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const crc32 = (text: string) => createChecksum('CRC32').update(Buffer.from(text)).digest().toString('base64');

const sign = (data: string) => createHash('sha256').update(`key${data}`).digest('hex');

/** Decodes as a whole and as a stream in pieces of several sizes, which must agree. */
async function decode(headers: IncomingHttpHeaders, body: string | Buffer, options: BodyDecodeOptions = {}) {
  const bytes = Buffer.from(body);
  const whole = outcome(() => decodeBuffered(headers, bytes, options).toString('latin1'));
  for (const size of [1, 5, 1000]) {
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
    expect(await streamed(headers, pieces, options)).toEqual(await whole);
  }
  return whole;
}

async function streamed(headers: IncomingHttpHeaders, pieces: Buffer[], options: BodyDecodeOptions) {
  return outcome(async () => {
    const decoder = createBodyDecoder(headers, options);
    pipeline(Readable.from(pieces), decoder, () => {});
    return (await buffer(decoder)).toString('latin1');
  });
}

async function outcome(run: () => string | Promise<string>): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AwsError) return [error.code, error.details.status];
    throw error;
  }
}

function chunked(length: number, rest: IncomingHttpHeaders = {}): IncomingHttpHeaders {
  return {
    'x-amz-content-sha256': UNSIGNED,
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': String(length),
    ...rest,
  };
}

const BODY = '5\r\nhello\r\n7;chunk-signature=' + 'a'.repeat(64) + '\r\n, world\r\n0\r\n';

describe('bodies as they are', () => {
  test('pass without a copy', () => {
    const body = Buffer.from('x');
    expect(decodeBuffered({ 'content-type': 'text/plain' }, body)).toBe(body);
    expect(decodeBuffered({ 'content-encoding': 'gzip' }, body)).toBe(body);
  });

  test('are limited', async () => {
    expect(await decode({}, 'hello', { maxBytes: 5 })).toBe('hello');
    expect(await decode({}, 'hello!', { maxBytes: 5 })).toEqual(['RequestEntityTooLarge', 413]);
  });
});

describe('aws-chunked', () => {
  test('is taken apart, with or without an end of trailers', async () => {
    expect(await decode(chunked(12), `${BODY}\r\n`)).toBe('hello, world');
    expect(await decode(chunked(12), BODY)).toBe('hello, world');
    expect(await decode(chunked(0), '0\r\n\r\n')).toBe('');
  });

  test('hands out its trailers', async () => {
    const headers = chunked(5, { 'x-amz-trailer': 'x-amz-checksum-crc32' });
    const decoder = createBodyDecoder(headers);
    decoder.end(`5\r\nhello\r\n0\r\nX-Amz-Checksum-CRC32:${crc32('hello')}\r\n\r\n`);
    await buffer(decoder);
    expect(decoder.trailers).toEqual({ 'x-amz-checksum-crc32': crc32('hello') });
  });

  test.each([
    ['stops in the data', '5\r\nhel'],
    ['stops before the last chunk', '5\r\nhello\r\n'],
    ['has a size that is none', 'x\r\nhello\r\n0\r\n\r\n'],
    ['has a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
    ['has a size beyond all bounds', `${'f'.repeat(20)}\r\nhello\r\n0\r\n\r\n`],
    ['has more data than its size', '5\r\nhello!\r\n0\r\n\r\n'],
    ['has an endless header', '5;'.repeat(10_000)],
    ['has data after its end', `${BODY}\r\nmore\r\n`],
  ])('is incomplete where it %s', async (_, body) => {
    expect(await decode(chunked(12), body)).toEqual(['IncompleteBody', 400]);
  });

  test('must have the announced length', async () => {
    expect(await decode(chunked(11), BODY)).toEqual(['IncompleteBody', 400]);
    expect(await decode(chunked(13), BODY)).toEqual(['IncompleteBody', 400]);
    expect(await decode(chunked(12, { 'x-amz-decoded-content-length': 'x' }), BODY)).toEqual(['InvalidArgument', 400]);
  });

  test('refuses trailers that are none', async () => {
    expect(await decode(chunked(12), `${BODY}no trailer\r\n\r\n`)).toEqual(['MalformedTrailerError', 400]);
    expect(await decode(chunked(12), `${BODY}${'a:b\r\n'.repeat(10)}`)).toBe('hello, world');
    const many = Array.from({ length: 100 }, (_, at) => `x-${at}:y\r\n`).join('');
    expect(await decode(chunked(12), `${BODY}${many}`)).toEqual(['MalformedTrailerError', 400]);
  });

  test('gives each signed chunk to the verifier before its data', async () => {
    const options: BodyDecodeOptions = {
      verifyChunk(signature, data) {
        if (signature !== sign(data.toString())) throw new AwsError('SignatureDoesNotMatch', 'no', { status: 403 });
      },
      verifyTrailer(signature, trailers) {
        if (signature !== sign(trailers.toString())) throw new AwsError('SignatureDoesNotMatch', 'no', { status: 403 });
      },
    };
    const chunk = (data: string, signed = data) =>
      `${data.length.toString(16)};chunk-signature=${sign(signed)}\r\n${data}${data && '\r\n'}`;
    const headers = chunked(12, { 'x-amz-content-sha256': SIGNED });
    const good = `${chunk('hello, ')}${chunk('world')}${chunk('')}`;
    expect(await decode(headers, `${good}\r\n`, options)).toBe('hello, world');
    expect(await decode(headers, `${good}\r\n`.replace('world', 'wOrld'), options)).toEqual([
      'SignatureDoesNotMatch',
      403,
    ]);
    expect(await decode(headers, BODY, options)).toEqual(['SignatureDoesNotMatch', 403]);
    const trailer = `x-amz-checksum-crc32:${crc32('hello, world')}`;
    const signed = `${good}${trailer}\r\nx-amz-trailer-signature:${sign(`${trailer}\n`)}\r\n\r\n`;
    expect(await decode(headers, signed, options)).toBe('hello, world');
    expect(await decode(headers, signed.replace('trailer-signature:', 'trailer-signature:0'), options)).toEqual([
      'SignatureDoesNotMatch',
      403,
    ]);
  });
});

describe('checksums', () => {
  const body = 'hello';
  const digest = (algorithm: Parameters<typeof createChecksum>[0]) =>
    createChecksum(algorithm).update(Buffer.from(body)).digest().toString('base64');

  test.each([
    ['content-md5', digest('MD5')],
    ['x-amz-checksum-crc32', digest('CRC32')],
    ['x-amz-checksum-crc32c', digest('CRC32C')],
    ['x-amz-checksum-crc64nvme', digest('CRC64NVME')],
    ['x-amz-checksum-sha1', digest('SHA1')],
    ['x-amz-checksum-sha256', digest('SHA256')],
  ])('%s is verified', async (name, value) => {
    expect(await decode({ [name]: value }, body)).toBe(body);
    expect(await decode({ [name]: value }, 'hellO')).toEqual(['BadDigest', 400]);
    const invalid = name === 'content-md5' ? 'InvalidDigest' : 'InvalidRequest';
    expect(await outcome(() => decodeBuffered({ [name]: 'AAA' }, Buffer.from(body)).toString())).toEqual([
      invalid,
      400,
    ]);
    expect(await decode({ [name]: value }, 'hellO', { verifyChecksums: false })).toBe('hellO');
  });

  test('in trailers are verified, and missed', async () => {
    const headers = chunked(5, { 'x-amz-trailer': 'x-amz-checksum-crc32' });
    const good = `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crc32('hello')}\r\n\r\n`;
    expect(await decode(headers, good)).toBe('hello');
    expect(await decode(headers, good.replace(crc32('hello'), crc32('hellO')))).toEqual(['BadDigest', 400]);
    expect(await decode(headers, '5\r\nhello\r\n0\r\n\r\n')).toEqual(['MalformedTrailerError', 400]);
  });

  test('name the algorithm that did not match', () => {
    const headers = { 'x-amz-checksum-crc32c': digest('CRC32C') };
    expect(() => decodeBuffered(headers, Buffer.from('x'))).toThrow(
      'The CRC32C you specified did not match the calculated checksum.',
    );
  });
});

describe('gzip', () => {
  const headers = { 'content-encoding': 'gzip' };

  test('is taken off where asked for, after chunks and checksums', async () => {
    const zipped = gzipSync('hello');
    expect(await decode(headers, zipped, { gunzip: true })).toBe('hello');
    const md5 = createChecksum('MD5').update(zipped).digest().toString('base64');
    expect(await decode({ ...headers, 'content-md5': md5 }, zipped, { gunzip: true })).toBe('hello');
    const framed = Buffer.concat([
      Buffer.from(`${zipped.length.toString(16)}\r\n`),
      zipped,
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
    const both = chunked(zipped.length, { 'content-encoding': 'gzip, aws-chunked' });
    expect(await decode(both, framed, { gunzip: true })).toBe('hello');
  });

  test('is limited by what it holds', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    expect(await decode(headers, bomb, { gunzip: true, maxBytes: 100_000 })).toEqual(['RequestEntityTooLarge', 413]);
  });

  test('must be gzip, and whole', async () => {
    expect(await decode(headers, 'hello', { gunzip: true })).toEqual(['SerializationException', 400]);
    expect(await decode(headers, gzipSync('hello').subarray(0, -3), { gunzip: true })).toEqual([
      'SerializationException',
      400,
    ]);
  });
});
