import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { httpRequest } from '../support/http-request.ts';
import { allow, policy } from '../support/policies.ts';
import { presignedUrl, signedForm } from '../support/presigned.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { strangeKeys } from '../support/strange-keys.ts';

/** What S3 is to browsers and plain HTTP clients; signatures and permissions are checked. */
let server: Server;
let s3: S3;
const Bucket = 'web';

beforeAll(async () => {
  server = await startServer(['--auth', 'iam']);
  s3 = new S3(server.client());
  await s3.createBucket({ Bucket });
});

afterAll(async () => {
  s3.destroy();
  await server.stop();
});

const pathOf = (key: string) =>
  `/${Bucket}/${encodeURIComponent(key)
    .replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')}`;
const read = async (Key: string) => (await s3.getObject({ Bucket, Key })).Body?.transformToString();

describe('a presigned URL', () => {
  const presign = (path: string, method = 'GET', more: object = {}) =>
    presignedUrl({ url: `${server.endpoint}${path}`, method, keys: server.keys, ...more });

  test('uploads and downloads', async () => {
    const uploaded = await fetch(presign('/web/presigned%20%2B', 'PUT'), { method: 'PUT', body: 'grüße' });
    expect(uploaded.status).toBe(200);
    const query = '?response-content-type=text%2Fx&response-content-disposition=attachment%3B%20filename%3D%22a.txt%22';
    const answer = await fetch(presign(`/web/presigned%20%2B${query}`));
    expect(await answer.text()).toBe('grüße');
    expect(answer.headers.get('content-type')).toBe('text/x');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.txt"');
    expect((await fetch(presign('/web/presigned%20%2B', 'DELETE'), { method: 'DELETE' })).status).toBe(204);
  });

  test.each(strangeKeys.filter((key) => !/(^|\/)\.\.?(\/|$)/.test(key)))('is for the key %j', async (key) => {
    const path = pathOf(key);
    const put = await httpRequest(server.port, relative(presign(path, 'PUT')), {
      method: 'PUT',
      host: `127.0.0.1:${server.port}`,
      body: key,
      headers: { 'content-length': String(Buffer.byteLength(key)) },
    });
    expect(put.status).toBe(200);
    expect(await read(key)).toBe(key);
  });

  const relative = (url: string) => url.slice(server.endpoint.length);

  test.each([
    ['AccessDenied', 'Request has expired', () => presign('/web/x', 'GET', { time: Date.now() - 120_000 })],
    ['SignatureDoesNotMatch', 'does not match', () => presign('/web/x').replace('/x?', '/y?')],
    ['SignatureDoesNotMatch', 'does not match', () => `${presign('/web/x')}&response-content-type=text%2Fx`],
    ['SignatureDoesNotMatch', 'does not match', () => presign('/web/x', 'PUT')],
    ['InvalidAccessKeyId', 'does not exist in our records', () => presign('/web/x', 'GET', { keys: stranger })],
    ['AccessDenied', '', () => `${server.endpoint}/web/x`],
    ['AuthorizationQueryParametersError', 'week', () => presign('/web/x', 'GET', { expiresSeconds: 604_801 })],
  ])('is refused with %s: %s', async (code, message, url) => {
    const answer = await fetch(url());
    expect(answer.status).toBe(code === 'AuthorizationQueryParametersError' ? 400 : 403);
    const text = await answer.text();
    expect(text).toContain(`<Code>${code}</Code>`);
    expect(text).toContain(message);
  });

  const stranger = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
});

describe('a form', () => {
  async function post(fields: Record<string, string>, content: string, fileName = 'ü.txt') {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([content], { type: 'text/plain' }), fileName);
    return fetch(`${server.endpoint}/${Bucket}`, { method: 'POST', body: form, redirect: 'manual' });
  }

  const conditions = [{ bucket: Bucket }, ['content-length-range', 1, 10], ['starts-with', '$key', 'form/']];

  test('uploads under its policy', async () => {
    const fields = { success_action_status: '201', 'content-type': 'text/x', 'x-amz-meta-colour': 'red' };
    const signed = signedForm(fields, conditions, server.keys);
    const answer = await post({ key: 'form/${filename}', ...signed }, 'content');
    expect(answer.status).toBe(201);
    expect(await answer.text()).toContain('<Key>form/ü.txt</Key>');
    const object = await s3.getObject({ Bucket, Key: 'form/ü.txt' });
    expect(object).toMatchObject({ ContentType: 'text/x', Metadata: { colour: 'red' } });
    expect(await object.Body?.transformToString()).toBe('content');
  });

  test('leads on', async () => {
    const success_action_redirect = 'https://example.com/done?a=b';
    const signed = signedForm({ key: 'form/redirect', success_action_redirect }, conditions, server.keys);
    const answer = await post(signed, 'content');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toMatch(
      /^https:\/\/example\.com\/done\?a=b&bucket=web&key=form%2Fredirect&etag=/,
    );
  });

  test.each<[status: number, code: string, fields: () => Record<string, string>, content: string]>([
    [400, 'EntityTooLarge', () => signedForm({ key: 'form/a' }, conditions, server.keys), 'more than ten'],
    [400, 'EntityTooSmall', () => signedForm({ key: 'form/a' }, conditions, server.keys), ''],
    [403, 'AccessDenied', () => ({ ...signedForm({}, conditions, server.keys), key: 'elsewhere' }), 'x'],
    [403, 'AccessDenied', () => ({ ...signedForm({ key: 'form/a' }, conditions, server.keys), acl: 'private' }), 'x'],
    [403, 'AccessDenied', () => signedForm({ key: 'form/a' }, conditions, server.keys, Date.now() - 120_000), 'x'],
    [
      403,
      'SignatureDoesNotMatch',
      () => ({ ...signedForm({ key: 'form/a' }, conditions, server.keys), 'x-amz-signature': '0'.repeat(64) }),
      'x',
    ],
    [403, 'AccessDenied', () => ({ key: 'form/a' }), 'x'],
    [400, 'InvalidArgument', () => signedForm({}, conditions, server.keys), 'x'],
  ])('is refused: %i %s', async (status, code, fields, content) => {
    const answer = await post(fields(), content);
    expect(await answer.text()).toContain(`<Code>${code}</Code>`);
    expect(answer.status).toBe(status);
  });
});

describe('CORS', () => {
  const rule = {
    AllowedMethods: ['GET', 'PUT'],
    AllowedOrigins: ['https://*.example.com'],
    AllowedHeaders: ['x-amz-*', 'content-type'],
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: 60,
  };
  beforeAll(() => s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules: [rule] } }));

  const preflight = (origin: string, method: string, headers?: string) =>
    fetch(`${server.endpoint}/${Bucket}/x`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        ...(headers !== undefined && { 'access-control-request-headers': headers }),
      },
    });

  test('answers preflights by the rules', async () => {
    const answer = await preflight('https://a.example.com', 'PUT', 'x-amz-date, content-type');
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'https://a.example.com',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'x-amz-date, content-type',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '60',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  test.each([
    ['https://example.org', 'GET', undefined],
    ['https://a.example.com', 'DELETE', undefined],
    ['https://a.example.com', 'PUT', 'authorization'],
  ])('refuses %s %s %s', async (origin, method, headers) => {
    const answer = await preflight(origin, method, headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>AccessForbidden</Code>');
  });

  test('lets pages read answers, and errors', async () => {
    const get = (origin: string) => fetch(`${server.endpoint}/${Bucket}/x`, { headers: { origin } });
    const allowed = await get('https://a.example.com');
    expect(allowed.status).toBe(403);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://a.example.com');
    expect((await get('https://example.org')).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a website', () => {
  const Bucket = 'site.example.com';
  const host = `${Bucket}.s3-website-us-east-1.amazonaws.com`;
  const visit = (path: string) => httpRequest(server.port, path, { host });

  beforeAll(async () => {
    // The SDK makes `site.example.com.127.0.0.1` of it otherwise.
    const s3 = new S3({ ...server.client(), forcePathStyle: true });
    await s3.createBucket({ Bucket });
    await s3.deletePublicAccessBlock({ Bucket });
    const open = { ...allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`), Principal: '*' };
    await s3.putBucketPolicy({ Bucket, Policy: policy(open) });
    await s3.putBucketWebsite({
      Bucket,
      WebsiteConfiguration: {
        IndexDocument: { Suffix: 'index.html' },
        ErrorDocument: { Key: 'error.html' },
        RoutingRules: [{ Condition: { KeyPrefixEquals: 'old/' }, Redirect: { ReplaceKeyPrefixWith: 'new/' } }],
      },
    });
    const html = { Bucket, ContentType: 'text/html' };
    await s3.putObject({ ...html, Key: 'index.html', Body: 'home' });
    await s3.putObject({ ...html, Key: 'folder/index.html', Body: 'folder' });
    await s3.putObject({ ...html, Key: 'error.html', Body: 'sorry' });
    await s3.putObject({ ...html, Key: 'moved', Body: '-', WebsiteRedirectLocation: '/folder/' });
  });

  test('shows documents and leads on', async () => {
    expect(await visit('/')).toMatchObject({ status: 200, text: 'home', headers: { 'content-type': 'text/html' } });
    expect(await visit('/folder/')).toMatchObject({ status: 200, text: 'folder' });
    expect(await visit('/folder')).toMatchObject({ status: 302, headers: { location: '/folder/' } });
    expect(await visit('/moved')).toMatchObject({ status: 301, headers: { location: '/folder/' } });
    const old = await visit('/old/page');
    expect(old.status).toBe(301);
    expect(old.headers.location).toMatch(/\/new\/page$/);
  });

  test('shows the error document', async () => {
    // Who may not list is not told that there is nothing.
    expect(await visit('/none')).toMatchObject({ status: 403, text: 'sorry' });
    const none = await httpRequest(server.port, '/', { host: 'none.s3-website.localhost' });
    expect(none).toMatchObject({ status: 404, headers: { 'content-type': expect.stringContaining('text/html') } });
    expect(none.text).toContain('NoSuchBucket');
  });
});

describe('a virtual host', () => {
  test.each([
    'web.s3.localhost',
    'web.s3.localhost.localstack.cloud',
    'web.s3.us-east-1.amazonaws.com',
    'web.s3.amazonaws.com',
  ])('%s names the bucket', async (name) => {
    const host = `${name}:${server.port}`;
    const signed = new URL(
      presignedUrl({ url: `http://${host}/virtual/%C3%BC?x-id=PutObject`, method: 'PUT', keys: server.keys }),
    );
    const path = signed.pathname + signed.search;
    const put = await httpRequest(server.port, path, {
      method: 'PUT',
      host,
      body: name,
      headers: { 'content-length': String(name.length) },
    });
    expect(put.status).toBe(200);
    expect(await read('virtual/ü')).toBe(name);
    const list = new URL(presignedUrl({ url: `http://${host}/?list-type=2&prefix=virtual`, keys: server.keys }));
    const listed = await httpRequest(server.port, list.pathname + list.search, { host });
    expect(listed.text).toContain('<Key>virtual/ü</Key>');
  });
});
