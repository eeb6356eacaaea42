import type { Random } from '../crash/random.ts';
import { setHeader } from './wire-request.ts';
import type { WireRequest } from './wire-request.ts';

/** Madang's own, but for the reset. */
export const controlRoutes = [
  '/_madang/health',
  '/_madang/health?x=%zz',
  '/_madang/clock',
  '/_madang/__proto__',
  '/_madang/constructor',
  '/_madang/../x',
  '/_madang/',
  '/_localstack/health',
  '/_',
  '/_x/%00%zz',
];

export function mutateTarget(request: WireRequest, random: Random): void {
  const path = random.pick([
    '/',
    '//',
    '/%',
    '/%zz%00',
    '/%2e%2e/%2f',
    '/..;/..',
    '/__proto__/constructor',
    `/${'a/'.repeat(2000)}`,
    '/%F0%9F%98%80',
    '/fuzz-1',
    '/service/__proto__/operation/constructor',
    '/{Bucket}/{Key+}',
    '*',
    'http://other.example/x?Action=GetUser',
  ]);
  const query = random.pick([
    '',
    '?',
    '?Action=GetCallerIdentity&Version=2011-06-15',
    '?Action=ListUsers',
    '?acl&versions&uploads',
    '?%',
    '?list-type=2&prefix=%zz',
    `?${'a=b&'.repeat(3000)}`,
    '?__proto__=1&constructor=2',
    '?x-id=PutObject',
  ]);
  if (random.chance(0.5)) request.target += query === '' || request.target.includes('?') ? '&x=%' : query;
  else request.target = path + (path === '*' || path.includes('?') ? '' : query);
}

export function mutateHeader(request: WireRequest, random: Random): void {
  const large = 'h'.repeat(random.pick([100, 20_000, 70_000]));
  const headers: [string, string][] = [
    [
      'x-amz-target',
      random.pick([
        '',
        '.',
        'AmazonSQS.',
        'AmazonSQS.__proto__',
        'AmazonSQS.constructor',
        '__proto__.x',
        'constructor.SendMessage',
        large,
      ]),
    ],
    [
      'content-type',
      random.pick([
        '',
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/cbor',
        'multipart/form-data; boundary=',
        '\u00ff',
        'application/x-amz-json-1.1',
      ]),
    ],
    ['smithy-protocol', random.pick(['rpc-v2-cbor', 'rpc-v2-json', ''])],
    [
      'host',
      random.pick([
        '',
        'fuzz.s3.amazonaws.com',
        'fuzz-bucket.localhost:4566',
        'sqs.us-east-1.amazonaws.com',
        '[::1]:x',
        '__proto__.localhost',
        'iam.amazonaws.com',
        large.slice(0, 5000),
      ]),
    ],
    ['x-amz-date', random.pick(['', 'x', '20269999T999999Z', '00000000T000000Z'])],
    ['x-amz-security-token', random.pick(['', 'x', large])],
    [
      'x-amz-content-sha256',
      random.pick([
        '',
        'UNSIGNED-PAYLOAD',
        'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        '0'.repeat(64),
      ]),
    ],
    ['content-md5', random.pick(['', 'x', 'AAAAAAAAAAAAAAAAAAAAAA=='])],
    ['x-amz-checksum-crc32', random.pick(['', 'AAAA', 'AAAAAA=='])],
    ['x-amz-sdk-checksum-algorithm', random.pick(['CRC32', 'SHA256', '__proto__'])],
    ['expect', random.pick(['100-continue', 'x'])],
    ['origin', 'http://evil.example'],
    [
      'content-encoding',
      random.pick(['gzip', 'br', 'aws-chunked', 'gzip, gzip', 'identity', 'aws-chunked,gzip', '__proto__']),
    ],
    ['accept-encoding', 'gzip, br, *;q=0'],
    ['range', 'bytes=9999999999999999999-,-1'],
    ['connection', random.pick(['close', 'upgrade', 'keep-alive, x'])],
    ['__proto__', 'x'],
    ['x-large', large],
  ];
  const [name, value] = random.pick(headers);
  if (random.chance(0.2)) request.headers.push([name, value]);
  else setHeader(request, name, value);
}
