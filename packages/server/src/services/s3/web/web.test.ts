import { createHmac } from 'node:crypto';
import http from 'node:http';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let s3: S3Client;
const Bucket = 'site';

beforeAll(async () => {
  server = await startTestServer({ auth: 'iam' });
  s3 = new S3Client({ ...server.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterAll(() => server.stop());

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Promise<Answer> {
  const { hostname, port } = new URL(server.endpoint);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject).end(body);
  });
}

async function open(bucket: string): Promise<void> {
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` };
  await s3.send(
    new PutBucketPolicyCommand({
      Bucket: bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: statement }),
    }),
  );
}

describe('websites', () => {
  const host = `${Bucket}.s3-website-us-east-1.amazonaws.com`;
  const visit = (path: string, headers = {}) => send('GET', path, { host, ...headers });

  beforeAll(async () => {
    const put = (Key: string, Body: string, change = {}) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/html', ...change }));
    await put('index.html', 'home');
    await put('docs/index.html', 'docs');
    await put('error.html', 'sorry');
    await put('moved', '', { WebsiteRedirectLocation: '/docs/' });
  });

  it('tells in HTML what is wrong', async () => {
    const answer = await visit('/');
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(answer.text).toContain('<li>Code: NoSuchWebsiteConfiguration</li>');
    const absent = await send('GET', '/', { host: 'absent.s3-website.localhost' });
    expect(absent.text).toContain('<li>Code: NoSuchBucket</li>');
    expect((await send('POST', '/', { host })).status).toBe(405);
  });

  it('serves what is public, and nothing else', async () => {
    const RoutingRules = [{ Condition: { KeyPrefixEquals: 'old/' }, Redirect: { ReplaceKeyPrefixWith: 'docs/' } }];
    const WebsiteConfiguration = { IndexDocument: { Suffix: 'index.html' }, RoutingRules };
    await s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
    expect((await visit('/')).status).toBe(403);
    await open(Bucket);
    expect(await visit('/')).toMatchObject({ status: 200, text: 'home', headers: { 'content-type': 'text/html' } });
    expect(await visit('/docs/')).toMatchObject({ status: 200, text: 'docs' });
    expect(await visit('/docs')).toMatchObject({ status: 302, headers: { location: '/docs/' } });
    expect(await visit('/moved')).toMatchObject({ status: 301, headers: { location: '/docs/' } });
    expect(await visit('/old/a?x=1')).toMatchObject({ status: 301, headers: { location: `http://${host}/docs/a` } });
    expect(await visit('/index.html', { range: 'bytes=1-2' })).toMatchObject({ status: 206, text: 'om' });
    expect(await send('HEAD', '/', { host })).toMatchObject({
      status: 200,
      text: '',
      headers: { 'content-length': '4' },
    });
    const { etag = '' } = (await visit('/')).headers;
    expect((await visit('/', { 'if-none-match': etag })).status).toBe(304);
  });

  it('answers failures with the error document', async () => {
    const WebsiteConfiguration = { IndexDocument: { Suffix: 'index.html' }, ErrorDocument: { Key: 'error.html' } };
    await s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
    const answer = await visit('/absent');
    expect([answer.text, answer.status >= 400]).toEqual(['sorry', true]);
  });
});

describe('CORS', () => {
  const path = `/${Bucket}/index.html`;
  const origin = 'https://app.example.com';

  it('is off until it is configured', async () => {
    const asked = { origin, 'access-control-request-method': 'GET' };
    expect(await send('OPTIONS', path, asked)).toMatchObject({
      status: 403,
      text: expect.stringContaining('AccessForbidden'),
    });
    expect((await send('GET', path, { origin })).headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('answers preflights and marks the answers themselves, errors too', async () => {
    const CORSRules = [
      {
        AllowedOrigins: [origin],
        AllowedMethods: ['GET', 'PUT'],
        AllowedHeaders: ['*'],
        MaxAgeSeconds: 60,
        ExposeHeaders: ['ETag'],
      },
    ];
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    const asked = { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'X-Amz-Date' };
    const preflight = await send('OPTIONS', path, asked);
    expect(preflight).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, PUT',
        'access-control-allow-headers': 'x-amz-date',
        'access-control-max-age': '60',
      },
    });
    expect((await send('OPTIONS', path, { ...asked, origin: 'https://evil.example.com' })).status).toBe(403);
    expect((await send('OPTIONS', path)).text).toContain('Origin request header needed');
    const elsewhere = await send('OPTIONS', '/no-such-bucket/a', { origin: asked.origin });
    expect(elsewhere).toMatchObject({ status: 403, text: expect.stringContaining('CORSResponse: Bucket not found') });
    expect(elsewhere.text).toContain('<Method>OPTIONS</Method><ResourceType>BUCKET</ResourceType>');
    const allowed = { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'ETag' };
    expect(await send('GET', path, { origin })).toMatchObject({ status: 200, headers: allowed });
    const denied = await send('PUT', path, { origin });
    expect(denied).toMatchObject({ status: 403, headers: allowed });
    expect((await send('GET', path, { origin: 'https://evil.example.com' })).headers).not.toHaveProperty(
      'access-control-allow-origin',
    );
  });
});

describe('forms', () => {
  const boundary = 'xxBOUNDARYxx';
  const compact = (time: number) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
  const today = () => compact(server.platform.clock.now()).slice(0, 8);

  function formOf(fields: Record<string, string>, file = 'content', fileName = 'a.txt'): string {
    const parts = Object.entries(fields).map(
      ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const last = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: text/plain\r\n\r\n${file}\r\n`;
    return `${parts.join('')}${last}--${boundary}--\r\n`;
  }

  function signed(conditions: unknown[], change: Record<string, string> = {}): Record<string, string> {
    const { accessKeyId, secretAccessKey } = server.client.credentials;
    const date = compact(server.platform.clock.now());
    const scope = [date.slice(0, 8), 'us-east-1', 's3', 'aws4_request'];
    const credential = [accessKeyId, ...scope].join('/');
    const fields = { 'x-amz-algorithm': 'AWS4-HMAC-SHA256', 'x-amz-credential': credential, 'x-amz-date': date };
    const expiration = new Date(server.platform.clock.now() + 60_000).toISOString();
    const all = [...conditions, ...Object.entries(fields).map(([name, value]) => ({ [name]: value }))];
    const policy = Buffer.from(JSON.stringify({ expiration, conditions: all })).toString('base64');
    const key = scope.reduce<string | Buffer>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${secretAccessKey}`,
    );
    const signature = createHmac('sha256', key).update(policy).digest('hex');
    return { ...fields, policy, 'x-amz-signature': signature, ...change };
  }

  const post = (body: string, path = `/${Bucket}`) =>
    send('POST', path, { 'content-type': `multipart/form-data; boundary=${boundary}` }, body);
  const conditions = [
    { bucket: Bucket },
    ['starts-with', '$key', 'up/'],
    ['starts-with', '$Content-Type', ''],
    ['content-length-range', 2, 100_000],
  ];

  it('upload a file under a name that may be its own', async () => {
    const fields = { key: 'up/${filename}', 'Content-Type': 'text/css', success_action_status: '201' };
    const answer = await post(formOf({ ...fields, ...signed([...conditions, { success_action_status: '201' }]) }));
    expect(answer).toMatchObject({ status: 201, text: expect.stringContaining('<Key>up/a.txt</Key>') });
    const object = await s3.send(new GetObjectCommand({ Bucket, Key: 'up/a.txt' }));
    expect([await object.Body?.transformToString(), object.ContentType]).toEqual(['content', 'text/css']);
  });

  it('keep large files whole, whatever they contain', async () => {
    const file = `\r\n--xxBOUNDARY\r\n${'0123456789'.repeat(9_000)}\r\n--`;
    expect((await post(formOf({ key: 'up/large', 'Content-Type': 'a/b', ...signed(conditions) }, file))).status).toBe(
      204,
    );
    const object = await s3.send(new GetObjectCommand({ Bucket, Key: 'up/large' }));
    expect(await object.Body?.transformToString()).toBe(file);
  });

  it('lead on to an address', async () => {
    const success_action_redirect = 'https://example.com/done?a=1';
    const fields = {
      key: 'up/b',
      success_action_redirect,
      'Content-Type': 'a/b',
      ...signed([...conditions, { success_action_redirect }]),
    };
    const { status, headers } = await post(formOf(fields));
    expect(status).toBe(303);
    expect(headers.location).toMatch(/^https:\/\/example\.com\/done\?a=1&bucket=site&key=up%2Fb&etag=%22/);
  });

  it.each<[string, string, number, () => string]>([
    [
      'a key that the policy does not allow',
      'AccessDenied',
      403,
      () => formOf({ key: 'other', 'Content-Type': 'a/b', ...signed(conditions) }),
    ],
    [
      'a wrong signature',
      'SignatureDoesNotMatch',
      403,
      () => formOf({ key: 'up/c', ...signed(conditions, { 'x-amz-signature': '0'.repeat(64) }) }),
    ],
    [
      'an unknown key id',
      'InvalidAccessKeyId',
      403,
      () =>
        formOf({
          key: 'up/c',
          ...signed(conditions, { 'x-amz-credential': `AKIAAAAAAAAAAAAAAAAA/${today()}/us-east-1/s3/aws4_request` }),
        }),
    ],
    ['no signature at all', 'AccessDenied', 403, () => formOf({ key: 'up/c' })],
    [
      'a file that is too small',
      'EntityTooSmall',
      400,
      () => formOf({ key: 'up/c', 'Content-Type': 'a/b', ...signed(conditions) }, 'x'),
    ],
    [
      'a file that is too large',
      'EntityTooLarge',
      400,
      () => formOf({ key: 'up/c', 'Content-Type': 'a/b', ...signed(conditions) }, 'x'.repeat(100_001)),
    ],
    ['no key', 'InvalidArgument', 400, () => formOf(signed(conditions))],
    [
      'a field too many',
      'AccessDenied',
      403,
      () => formOf({ key: 'up/c', 'Content-Type': 'a/b', acl: 'private', ...signed(conditions) }),
    ],
    [
      'no file',
      'InvalidArgument',
      400,
      () => `--${boundary}\r\nContent-Disposition: form-data; name="key"\r\n\r\na\r\n--${boundary}--\r\n`,
    ],
    ['a form that breaks off', 'MalformedPOSTRequest', 400, () => formOf({ key: 'a' }).slice(0, 60)],
    ['fields without an end', 'MaxPostPreDataLengthExceededError', 400, () => formOf({ key: 'a'.repeat(30_000) })],
  ])('are refused with %s', async (_name, code, status, body) => {
    expect(await post(body())).toMatchObject({ status, text: expect.stringContaining(`<Code>${code}</Code>`) });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'up/c' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('go to buckets, not to objects', async () => {
    expect((await post(formOf({ key: 'a' }), `/${Bucket}/key`)).status).toBe(405);
    expect((await post(formOf({ key: 'a' }), '/absent')).status).toBe(404);
  });
});

it('has logged no errors', () => {
  expect(server.errors).toEqual([]);
});
