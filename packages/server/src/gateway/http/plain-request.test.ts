import { describe, expect, test } from 'vitest';
import { readPlainRequest } from './plain-request.ts';

const read = (text: string, start = 0) => readPlainRequest(Buffer.from(text, 'latin1'), start);
const get = (...lines: string[]) => `GET / HTTP/1.1\r\nhost: x\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

describe('a plain request', () => {
  test('is read with its body, names in lower case and values without the blanks around them', () => {
    const text =
      'PUT /b/k%20?x=%C3%A9&y HTTP/1.1\r\nHost: localhost:4566\r\nX-Amz-Meta-A:\t a b\u00a0\u00e9 \t\r\nempty:\r\nContent-Length: 5\r\n\r\nhello';
    const request = read(text);
    expect(request).toMatchObject({ method: 'PUT', url: '/b/k%20?x=%C3%A9&y', end: text.length });
    expect(request?.headers).toEqual({
      host: 'localhost:4566',
      'x-amz-meta-a': 'a b\u00a0\u00e9',
      empty: '',
      'content-length': '5',
    });
    expect(request?.body.toString()).toBe('hello');
  });

  test('ends where the next one begins', () => {
    const two = get('content-length: 2').concat('ab', get());
    const first = read(two);
    expect(first?.body.toString()).toBe('ab');
    const second = read(two, first?.end);
    expect([second?.end, second?.body.length]).toEqual([two.length, 0]);
  });

  test('may say that the connection stays', () => {
    expect(read(get('Connection: Keep-Alive'))?.headers.connection).toBe('Keep-Alive');
  });
});

describe('not plain is', () => {
  test.each([
    ['nothing', ''],
    ['half a head', 'GET / HTTP/1.1\r\nhost: x\r\n'],
    ['half a body', `${get('content-length: 5')}hell`],
    ['another version', 'GET / HTTP/1.0\r\nhost: x\r\n\r\n'],
    ['no version', 'GET /\r\nhost: x\r\n\r\n'],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['an unusual method', 'PROPFIND / HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a method in lower case', 'get / HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a whole URL', 'GET http://x/ HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a target with a space', 'GET /a b HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a target with bytes beyond ASCII', 'GET /\u00e9 HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a blank line before the request', `\r\n${get()}`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a header twice', get('a: 1', 'A: 2')],
    ['a header without a colon', get('a')],
    ['a header without a name', get(': 1')],
    ['a blank before the colon', get('a : 1')],
    ['a folded header', get('a: 1', ' 2')],
    ['a name with a line break', get('a\nb: 1')],
    ['a bare line feed', get('a: 1\nb: 2')],
    ['a bare carriage return', get('a: 1\rb: 2')],
    ['a zero byte', get('a: \0')],
    ['a control character', get('a: \u0007')],
    ['a name that every object has', get('constructor: 1')],
    ['the name of the prototype', get('__proto__: 1')],
    ['a chunked body', `${get('transfer-encoding: chunked')}0\r\n\r\n`],
    ['a chunked body with a length', `${get('content-length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['an expectation', get('expect: 100-continue')],
    ['an upgrade', get('connection: upgrade', 'upgrade: h2c')],
    ['a last request', get('connection: close')],
    ['a length with a sign', `${get('content-length: +5')}hello`],
    ['a list of lengths', `${get('content-length: 5, 5')}hello`],
    ['a length in hexadecimal digits', `${get('content-length: 0x5')}hello`],
    ['an empty length', get('content-length:')],
  ])('%s', (_what, text) => {
    expect(read(text)).toBeUndefined();
    // Nor the second time, when its names are known.
    expect(read(text)).toBeUndefined();
  });
});
