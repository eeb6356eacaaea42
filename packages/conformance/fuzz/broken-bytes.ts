import type { Random } from '../crash/random.ts';
import { requestBytes, setHeader } from './wire-request.ts';
import type { WireRequest } from './wire-request.ts';

/** Bytes that are no good HTTP any more. The server may answer or close, but must do one of them. */
export function brokenBytes(request: WireRequest, random: Random): { what: string; bytes: Buffer } {
  const [what, breakIt] = random.pick(breakages);
  return { what, bytes: breakIt(request, random) };
}

type Breakage = (request: WireRequest, random: Random) => Buffer;

const breakages: [string, Breakage][] = [
  ['cut off', (request, random) => cut(requestBytes(request), random)],
  ['content-length', withContentLength],
  [
    'two lengths',
    (request, random) =>
      Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\ncontent-length: ${random.below(9)}\r\n`), requestBytes(request)]),
  ],
  [
    'length and chunked',
    (request) =>
      requestBytes({
        ...request,
        headers: [...request.headers, ['transfer-encoding', 'chunked'], ['content-length', '3']],
      }),
  ],
  ['chunks', withBadChunks],
  ['noise in the head', (request, random) => noise(requestBytes(request), random, 200)],
  ['noise anywhere', (request, random) => noise(requestBytes(request), random, Infinity)],
  ['random bytes', (_, random) => randomBytes(random, 1 + random.below(2000))],
  [
    'bare line feeds',
    (request) => Buffer.from(requestBytes(request).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
  ],
  ['NUL in a header', (request) => requestBytes({ ...request, headers: [['x', 'a\0b'], ...request.headers] })],
  [
    'old version',
    (request, random) =>
      Buffer.from(
        requestBytes(request)
          .toString('latin1')
          .replace('HTTP/1.1', random.pick(['HTTP/1.0', 'HTTP/0.9', 'HTTP/9.9', 'FTP/1.1', ''])),
        'latin1',
      ),
  ],
  [
    'pipelined',
    (request, random) => Buffer.concat(Array.from({ length: 2 + random.below(20) }, () => requestBytes(request))),
  ],
  ['CONNECT', () => Buffer.from('CONNECT 127.0.0.1:22 HTTP/1.1\r\nhost: 127.0.0.1:22\r\n\r\n')],
  [
    'upgrade',
    (request) =>
      requestBytes({ ...request, headers: [...request.headers, ['connection', 'upgrade'], ['upgrade', 'websocket']] }),
  ],
  [
    'many headers',
    (request) =>
      requestBytes({
        ...request,
        headers: [
          ...Array.from({ length: 3000 }, (_, index): [string, string] => [`x-${index}`, 'y']),
          ...request.headers,
        ],
      }),
  ],
  ['HTTP/2', http2Frames],
  [
    'TLS',
    (_, random) => Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), randomBytes(random, 300)]),
  ],
];

function cut(bytes: Buffer, random: Random): Buffer {
  return bytes.subarray(0, 1 + random.below(bytes.length));
}

function withContentLength(request: WireRequest, random: Random): Buffer {
  const { length } = request.body;
  const values = [
    String(length + 1 + random.below(1000)),
    String(Math.max(0, length - 1)),
    '-1',
    '+5',
    '0x10',
    '1e3',
    '',
    ' ',
    '9'.repeat(30),
    String(2 ** 53),
    '5, 5',
    'NaN',
  ];
  const broken = { ...request };
  setHeader(broken, 'content-length', random.pick(values));
  return requestBytes(broken);
}

function withBadChunks(request: WireRequest, random: Random): Buffer {
  const sizes = ['zz', '-1', 'fffffffffffffffff', '', '1;x=y', `${'0'.repeat(50_000)}5`, '5'];
  const broken = {
    ...request,
    body: Buffer.concat([Buffer.from(`${random.pick(sizes)}\r\n`), request.body, Buffer.from('\r\n0\r\nx: y\r\n\r\n')]),
  };
  setHeader(broken, 'transfer-encoding', random.pick(['chunked', 'chunked, chunked', 'gzip, chunked', 'x']));
  return requestBytes(broken);
}

function noise(bytes: Buffer, random: Random, within: number): Buffer {
  const noisy = Buffer.from(bytes);
  const end = Math.min(within, noisy.length);
  for (let count = 1 + random.below(10); count > 0; count--) noisy[random.below(end)] = random.below(256);
  return noisy;
}

function randomBytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

/** The preface and settings as they should be, then frames of any type and content. */
function http2Frames(_: WireRequest, random: Random): Buffer {
  const frames = Array.from({ length: 1 + random.below(5) }, () => {
    const payload = randomBytes(random, random.below(60));
    const head = Buffer.alloc(9);
    head.writeUIntBE(random.chance(0.9) ? payload.length : 0xff_ff_ff, 0, 3);
    head[3] = random.below(12);
    head[4] = random.below(256);
    head.writeUInt32BE(random.below(8), 5);
    return Buffer.concat([head, payload]);
  });
  const settings = Buffer.alloc(9);
  settings[3] = 4;
  return Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings, ...frames]);
}
