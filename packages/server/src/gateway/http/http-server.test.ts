import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import { listen } from './http-server.ts';
import type { HttpListener } from './http-server.ts';
import { RequestAborted } from './request-body.ts';

let listener: HttpListener;
let serve: (exchange: Exchange) => void;
const sockets: Socket[] = [];

beforeEach(async () => {
  serve = (exchange) => {
    void (async () => {
      const body = await exchange.readBody();
      exchange.send({ status: 200, headers: {}, body: `${exchange.method} ${exchange.url} ${body.toString()}` });
    })();
  };
  listener = await listen((exchange) => serve(exchange), { host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await listener.close(Promise.resolve());
});

interface Talk {
  socket: Socket;
  send: (text: string) => void;
  /** All that was answered so far, once it fits. */
  until: (pattern: RegExp) => Promise<string>;
}

async function talk(): Promise<Talk> {
  const socket = connect({ port: listener.port, host: '127.0.0.1' });
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  return {
    socket,
    send: (bytes) => void socket.write(bytes, 'latin1'),
    async until(pattern) {
      while (!pattern.test(text)) {
        if (socket.destroyed) throw new Error(`closed after ${JSON.stringify(text)}`);
        await sleep(2);
      }
      return text;
    },
  };
}

const get = (path: string, ...lines: string[]) =>
  `GET ${path} HTTP/1.1\r\nhost: x\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

describe('requests that are not plain are served all the same', () => {
  test.each([
    ['in two parts', ['PUT /a HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhel', 'lo'], /200 OK[^]*PUT \/a hello$/],
    ['with half a head', ['GET /a HT', 'TP/1.1\r\nhost: x\r\n\r\n'], /200 OK[^]*GET \/a $/],
    [
      'in chunks',
      ['PUT /a HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'],
      /PUT \/a hello$/,
    ],
    ['as the last one', [get('/a', 'connection: close')], /200 OK[^]*connection: close[^]*GET \/a $/i],
    ['with a header twice', [get('/a', 'a: 1', 'a: 2')], /200 OK[^]*GET \/a $/],
    ['of HTTP/1.0', ['GET /a HTTP/1.0\r\n\r\n'], /200 OK[^]*GET \/a $/],
    ['nonsense', ['nonsense\r\n\r\n'], /^HTTP\/1\.1 400 Bad Request/],
    ['two lengths', [get('/a', 'content-length: 1', 'content-length: 2')], /^HTTP\/1\.1 400 Bad Request/],
    ['a zero byte', [get('/a', 'a: \0')], /^HTTP\/1\.1 400 Bad Request/],
    ['with a whole URL', ['GET http://x/a?b HTTP/1.1\r\nhost: x\r\n\r\n'], /200 OK[^]*GET \/a\?b $/],
    ['with a URL without a path', ['GET http://x HTTP/1.1\r\nhost: x\r\n\r\n'], /200 OK[^]*GET \/ $/],
  ])('%s', async (_what, parts, expected) => {
    const { send, until } = await talk();
    for (const part of parts) {
      send(part);
      await sleep(20);
    }
    expect(await until(expected)).toMatch(expected);
  });

  test('and so are those after them, in their order', async () => {
    const { send, until } = await talk();
    send(get('/1') + get('/2') + get('/3', 'a: 1', 'a: 2') + get('/4'));
    const text = await until(/GET \/4 $/);
    expect(text.match(/GET \/\d/g)).toEqual(['GET /1', 'GET /2', 'GET /3', 'GET /4']);
  });
});

describe('answers', () => {
  const answers = async (exchangeOf: (exchange: Exchange) => void, request: string, end: RegExp) => {
    serve = exchangeOf;
    const plain = await talk();
    plain.send(request);
    const viaNode = await talk();
    viaNode.send(request.replace('host: x', 'a: 1\r\na: 1\r\nhost: x'));
    return Promise.all([plain.until(end), viaNode.until(end)]);
  };

  test('are the same on both ways', async () => {
    const headers = () => ({ date: 'now', 'content-type': 'text/plain', 'x-amz-meta-a': '\u00e9' });
    const texts = await answers(
      (exchange) => exchange.send({ status: 201, headers: headers(), body: 'h\u00e9 \u20ac' }),
      get('/'),
      /\r\n\r\n[^]*\u00ac$/,
    );
    const sorted = texts.map((text) => text.split('\r\n').sort());
    expect(sorted[0]).toEqual(sorted[1]);
    expect(Buffer.from(texts[0].split('\r\n\r\n')[1]!, 'latin1').toString()).toBe('h\u00e9 \u20ac');
  });

  test('to HEAD have the length and no body', async () => {
    serve = (exchange) => exchange.send({ status: 200, headers: {}, body: Buffer.from('hello') });
    const { send, until } = await talk();
    send(get('/').replace('GET', 'HEAD') + get('/'));
    const text = await until(/hello$/);
    expect(text.match(/content-length: 5/g)).toHaveLength(2);
    expect(text.match(/hello/g)).toHaveLength(1);
  });

  test('without content have no length either', async () => {
    serve = (exchange) => exchange.send({ status: 204, headers: {}, body: '' });
    const { send, until } = await talk();
    send(get('/'));
    expect(await until(/\r\n\r\n/)).not.toContain('content-length');
  });

  test('that stream without a length come in chunks, and the connection stays', async () => {
    serve = (exchange) => {
      const headers: Record<string, string> = exchange.url === '/long' ? { 'content-length': '300000' } : {};
      const parts = exchange.url === '/long' ? Array(3).fill(Buffer.alloc(100_000, 'x')) : [Buffer.from('ab'), 'cde'];
      void exchange.stream({ status: 200, headers, body: '' }, Readable.from(parts));
    };
    const { send, until } = await talk();
    send(get('/long') + get('/chunks'));
    const text = await until(/0\r\n\r\n$/);
    expect(text).toMatch(
      /x{300000}HTTP\/1\.1 200 OK[^]*transfer-encoding: chunked[^]*\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n$/,
    );
  });

  test('with what no header can hold are not sent', async () => {
    const failures: unknown[] = [];
    serve = (exchange) => {
      try {
        exchange.send({ status: 200, headers: { a: 'b\r\nc: d' }, body: '' });
      } catch (error) {
        failures.push(error);
        exchange.drop();
      }
    };
    const { socket, send } = await talk();
    send(get('/'));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(failures).toHaveLength(1);
  });
});

test('HTTP/2 is recognised however its preface is cut', async () => {
  const { socket, send } = await talk();
  const first = new Promise<Buffer>((resolve) => socket.once('data', resolve));
  for (const part of ['P', 'RI * HTTP/2.0\r\n', '\r\nSM\r\n\r\n', '\0\0\0\x04\0\0\0\0\0']) {
    send(part);
    await sleep(10);
  }
  // A SETTINGS frame without settings.
  expect([...(await first).subarray(0, 5)]).toEqual([0, 0, 0, 4, 0]);
});

describe('a client that says no more', () => {
  test.each([
    ['on both ways', get('/1') + get('/2') + get('/3', 'a: 1', 'a: 1') + get('/4'), 4],
    ['and has not said all', get('/1') + get('/2').slice(0, -4), 1],
  ])('gets the answers to what it has said %s', async (_what, requests, count) => {
    const { socket, send, until } = await talk();
    send(requests);
    socket.end();
    await new Promise((resolve) => socket.once('close', resolve));
    const text = await until(/GET/);
    expect(text.match(/GET \/\d/g)).toHaveLength(count);
  });

  test.each([
    ['plain', get('/')],
    ['other', get('/', 'a: 1', 'a: 1')],
  ])('is not waited for, and yet answered (%s request)', async (_what, request) => {
    serve = (exchange) => exchange.onClose(() => exchange.send({ status: 200, headers: {}, body: 'nothing' }));
    const { socket, send, until } = await talk();
    send(request);
    socket.end();
    expect(await until(/nothing$/)).toContain('200 OK');
  });
});

describe('a body that is not read', () => {
  const megabytes = 'x'.repeat(3_000_000);
  const put = (...lines: string[]) => get('/', `content-length: ${megabytes.length}`, ...lines).replace('GET', 'PUT');
  const refuse = (exchange: Exchange) => exchange.send({ status: 404, headers: {}, body: 'no' });
  const refuseUnread = (exchange: Exchange) => {
    exchange.pipeBody(new PassThrough());
    refuse(exchange);
  };

  test.each<[string, (exchange: Exchange) => void]>([
    ['was not asked for', refuse],
    ['has a reader that never reads', refuseUnread],
    [
      'has a reader that fails',
      (exchange) => {
        const reader = exchange.pipeBody(new PassThrough());
        reader.once('data', () => reader.destroy(new Error('enough')));
        reader.once('close', () => refuse(exchange));
      },
    ],
  ])('and %s does not hold up the next request', async (_what, answer) => {
    const usual = serve;
    serve = (exchange) => (exchange.method === 'PUT' ? answer(exchange) : usual(exchange));
    const { send, until } = await talk();
    send(put() + megabytes + get('/next'));
    expect(await until(/GET \/next $/)).toMatch(/^HTTP\/1\.1 404[^]*HTTP\/1\.1 200/);
  });

  test('is not even asked for, where the client waits to be asked', async () => {
    serve = refuseUnread;
    const { socket, send, until } = await talk();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    send(put('expect: 100-continue'));
    expect(await until(/no$/)).toMatch(/^HTTP\/1\.1 404[^]*connection: close/i);
    await closed;
  });

  test('is asked for when it is read', async () => {
    serve = (exchange) => {
      const reader = exchange.pipeBody(new PassThrough());
      reader.resume().once('end', () => exchange.send({ status: 200, headers: {}, body: 'read' }));
    };
    const { send, until } = await talk();
    send(put('expect: 100-continue'));
    await until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    send(megabytes);
    expect(await until(/read$/)).toContain('200 OK');
  });

  test('and is cut short is told to its reader', async () => {
    const failed = new Promise((resolve) => {
      serve = (exchange) => void exchange.pipeBody(new PassThrough()).resume().once('error', resolve);
    });
    const { socket, send } = await talk();
    send(put() + 'some');
    await sleep(20);
    socket.destroy();
    expect(await failed).toBeInstanceOf(RequestAborted);
  });
});

test('a stream of HTTP/2 that is reset is noticed', async () => {
  const closed = new Promise((resolve) => (serve = (exchange) => exchange.onClose(resolve)));
  const session = connectHttp2(`http://127.0.0.1:${listener.port}`);
  const stream = session.request({ ':path': '/' });
  stream.on('error', () => undefined);
  await sleep(50);
  stream.close(constants.NGHTTP2_CANCEL);
  expect(await closed).toBe(false);
  session.destroy();
});

test('a client that goes away is noticed, on both ways', async () => {
  const closed: boolean[] = [];
  serve = (exchange) => exchange.onClose((isAnswered) => closed.push(isAnswered));
  for (const request of [get('/'), get('/', 'a: 1', 'a: 1')]) {
    const { socket, send } = await talk();
    send(request);
    await sleep(20);
    socket.destroy();
  }
  while (closed.length < 2) await sleep(2);
  expect(closed).toEqual([false, false]);
});

test('closing waits for the answer that is under way, and ends idle connections', async () => {
  let answer: () => void = () => undefined;
  serve = (exchange) => (answer = () => exchange.send({ status: 200, headers: {}, body: 'late' }));
  const idle = await talk();
  const busy = await talk();
  busy.send(get('/'));
  await sleep(20);
  const closing = listener.close(sleep(5000));
  await new Promise((resolve) => idle.socket.once('close', resolve));
  answer();
  expect(await busy.until(/late$/)).toContain('200 OK');
  await closing;
});

test('closing ends idle sessions of HTTP/2', async () => {
  const session = connectHttp2(`http://127.0.0.1:${listener.port}`);
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  const gone = new Promise((resolve) => session.once('close', resolve));
  await listener.close(new Promise(() => undefined));
  await gone;
  expect(session.destroyed).toBe(true);
});
