import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let marker: string;

const etag = '"5d41402abc4b2a76b9719d911017c592"';
const md5 = (body: string) => hash('md5', body, 'base64');
const past = 'Sat, 01 Jan 2000 00:00:00 GMT';
const future = 'Sun, 01 Jan 2090 00:00:00 GMT';
const inTime = '2099-01-01T00:00:00Z';

interface Sent {
  headers?: Record<string, string>;
  body?: string;
}

async function send(request: string, { headers = {}, body }: Sent = {}) {
  const [method = '', path = ''] = request.split(' ');
  const answer = await fetch(server.endpoint + path, { method, headers, ...(body !== undefined && { body }) });
  const text = await answer.text();
  const [code = '', message = ''] = ['Code', 'Message'].map((name) => element(text, name));
  return { status: answer.status, code, message, text, headers: answer.headers };
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  await send('PUT /things');
  await send('PUT /kept', { headers: { 'x-amz-bucket-object-lock-enabled': 'true' } });
  await send('PUT /things/k', { body: 'hello' });
  await send('PUT /kept/k', { body: 'hello' });
  await send('PUT /kept/hidden', { body: 'hello' });
  marker = (await send('DELETE /kept/hidden')).headers.get('x-amz-version-id') ?? '';
});

afterAll(async () => {
  await server.stop();
});

describe('requests that write an object are refused with', () => {
  it.each([
    [
      '/kept/x',
      { 'x-amz-object-lock-mode': 'NONE', 'x-amz-object-lock-retain-until-date': inTime },
      'InvalidArgument',
      'Unknown wormMode directive.',
    ],
    [
      '/kept/x',
      { 'x-amz-object-lock-legal-hold': 'YES' },
      'InvalidArgument',
      "Legal Hold must be either of 'ON' or 'OFF'",
    ],
    [
      '/kept/x',
      { 'x-amz-object-lock-legal-hold': 'ON' },
      'InvalidRequest',
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    ],
    [
      '/things/x',
      { 'x-amz-server-side-encryption': 'none' },
      'InvalidArgument',
      'The encryption method specified is not supported',
    ],
    [
      '/things/x',
      { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-context': 'e30x' },
      'InvalidArgument',
      /string-string map$/,
    ],
    [
      '/things/x',
      { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
      'InvalidArgument',
      /must provide an appropriate secret key\.$/,
    ],
    [
      '/things/x',
      { 'if-none-match': etag },
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
    ],
    ['/things/x', { 'x-amz-copy-source': '' }, 'InvalidArgument', 'Invalid copy source bucket name'],
    ['/things/x', { 'x-amz-copy-source': 'things/' }, 'InvalidArgument', 'Invalid copy source object key'],
    [
      '/things/x',
      { 'x-amz-copy-source': 'things/k', 'x-amz-metadata-directive': 'KEEP' },
      'InvalidArgument',
      'Unknown metadata directive.',
    ],
    [
      '/things/x',
      { 'x-amz-copy-source': 'things/k', 'x-amz-tagging-directive': 'KEEP' },
      'InvalidArgument',
      'Unknown tagging directive.',
    ],
  ])('%s %j: %s', async (path, headers, code, message) => {
    const answer = await send(`PUT ${path}`, { headers, body: 'x' });
    expect(answer).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('a copy of a delete marker by its version', async () => {
    const headers = { 'x-amz-copy-source': `kept/hidden?versionId=${marker}` };
    expect(await send('PUT /things/x', { headers })).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });
});

describe('the source of a copy', () => {
  it('is read as a form is: a plus is a space', async () => {
    await send('PUT /things/a%20b', { body: 'space' });
    await send('PUT /things/a%2Bb', { body: 'plus' });
    for (const [source, body] of [
      ['a+b', 'space'],
      ['a%2Bb', 'plus'],
    ] as const) {
      expect(await send('PUT /things/copy', { headers: { 'x-amz-copy-source': `things/${source}` } })).toMatchObject({
        status: 200,
      });
      expect((await send('GET /things/copy')).text).toBe(body);
    }
  });
});

describe('requests that read an object', () => {
  const long = 'x'.repeat(1025);

  it.each<[string, Record<string, string>, number, string]>([
    [`GET /things/${long}`, {}, 400, 'KeyTooLongError'],
    [`DELETE /things/${long}`, {}, 400, 'KeyTooLongError'],
    ['GET /things/k?partNumber=0', {}, 400, 'InvalidArgument'],
    ['GET /things/k?partNumber=10001', {}, 400, 'InvalidArgument'],
    ['GET /things/k?partNumber=2', {}, 416, 'InvalidPartNumber'],
    ['GET /things/k', { 'x-amz-server-side-encryption': 'AES256' }, 400, 'InvalidArgument'],
    ['GET /things/k?attributes', { 'x-amz-object-attributes': '' }, 400, 'InvalidRequest'],
    ['GET /things/k?attributes', { 'x-amz-object-attributes': 'ETag,Colour' }, 400, 'InvalidArgument'],
  ])('%.40s %j are answered %i %s', async (request, headers, status, code) => {
    expect(await send(request, { headers })).toMatchObject({ status, code });
  });

  it.each([
    ['if-modified-since', past, 200],
    // A date to come is no date to compare with.
    ['if-modified-since', future, 200],
    ['if-unmodified-since', past, 412],
    ['if-unmodified-since', future, 200],
  ])('%s %s is answered %i', async (header, date, status) => {
    expect((await send('GET /things/k', { headers: { [header]: date } })).status).toBe(status);
  });
});

describe('deletions', () => {
  function deletion(objects: string, headers: Record<string, string> = {}) {
    const body = `<Delete>${objects}</Delete>`;
    return send('POST /things?delete', { body, headers: { 'content-md5': md5(body), ...headers } });
  }

  it('of many need a checksum, and keys', async () => {
    const unproved = await send('POST /things?delete', { body: '<Delete><Object><Key>a</Key></Object></Delete>' });
    expect(unproved).toMatchObject({
      code: 'InvalidRequest',
      message: 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    });
    expect(await deletion('<Object><Key></Key></Object>')).toMatchObject({ status: 400, code: 'MalformedXML' });
  });

  it('of many tell of versions that are no versions', async () => {
    const answer = await deletion('<Object><Key>k</Key><VersionId>foo</VersionId></Object>');
    expect(answer).toMatchObject({ status: 200, code: 'NoSuchVersion' });
  });

  it.each([
    ['/things/absent', { 'if-match': '*' }, 404, 'NoSuchKey'],
    ['/kept/hidden', { 'if-match': etag }, 404, 'NoSuchKey'],
    ['/things/k', { 'if-match': '"other"' }, 412, 'PreconditionFailed'],
    ['/things/k', { 'x-amz-if-match-size': '5' }, 501, 'NotImplemented'],
    ['/things/k', { 'x-amz-bypass-governance-retention': 'true' }, 400, 'InvalidArgument'],
    [`/things/k?versionId=${'A'.repeat(32)}`, {}, 400, 'InvalidArgument'],
  ])('of %s under the condition %j are answered %i %s', async (path, headers, status, code) => {
    expect(await send(`DELETE ${path}`, { headers })).toMatchObject({
      status,
      code,
    });
  });
});

describe('retention', () => {
  function retain(body: string, headers: Record<string, string> = { 'content-md5': md5(body) }) {
    return send('PUT /kept/k?retention', { body, headers });
  }

  it.each([
    '<Retention><Mode>GOVERNANCE</Mode></Retention>',
    `<Retention><RetainUntilDate>${inTime}</RetainUntilDate></Retention>`,
    `<Retention><Mode>NONE</Mode><RetainUntilDate>${inTime}</RetainUntilDate></Retention>`,
    '',
  ])('%j is malformed', async (body) => {
    expect(await retain(body)).toMatchObject({ status: 400, code: 'MalformedXML' });
  });

  it('needs a checksum', async () => {
    expect(await retain('<Retention></Retention>', {})).toMatchObject({ status: 400, code: 'InvalidRequest' });
    expect(await retain('<Retention></Retention>')).toMatchObject({ status: 200 });
  });
});

describe('forms', () => {
  function post(fields: Record<string, string>, name = 'f.txt') {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    form.set('file', new Blob(['x']), name);
    return fetch(`${server.endpoint}/things`, { method: 'POST', body: form });
  }

  it.each([
    [{ key: '' }, 'User key must have a length greater than 0.'],
    [{ key: 'a', 'content-md5': 'foo' }, 'The Content-MD5 you specified was invalid.'],
    [{ key: 'a', 'x-amz-checksum-sha256': 'foo' }, 'Value for x-amz-checksum-sha256 header is invalid.'],
    [{ key: 'a', expires: 'soon' }, 'Invalid expires'],
    [{ key: 'a', 'x-amz-object-lock-retain-until-date': 'soon' }, 'Invalid x-amz-object-lock-retain-until-date'],
  ])('%j are refused', async (fields, message) => {
    const answer = await post(fields);
    expect(answer.status).toBe(400);
    expect(element(await answer.text(), 'Message')).toBe(message);
  });

  it('take the name of the file as it is', async () => {
    await post({ key: 'up/${filename}' }, "$&$'.txt");
    expect((await send(`GET /things/up/${encodeURIComponent("$&$'.txt")}`)).text).toBe('x');
  });
});

it('has logged no errors', () => {
  expect(server.errors).toEqual([]);
});
