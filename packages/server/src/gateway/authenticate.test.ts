import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';
import { canonicalRequest, sha256Hex } from './signature/canonical-request.ts';
import { deriveSigningKey, hmac, scopeText, stringToSign } from './signature/signing-key.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ auth: 'iam', clock: 'virtual' });
});
afterAll(() => server.stop());

interface SignedCall {
  service: string;
  headers?: Record<string, string>;
  body?: string;
  /** What the signature says of the body; its hash by default. */
  payloadHash?: string;
  secretAccessKey?: string;
  method?: string;
}

/** Sends a request with a signature of its own making, which may be a wrong one. */
async function call({ service, body = '', method = 'POST', payloadHash, secretAccessKey, ...more }: SignedCall) {
  const { accessKeyId = '', secretAccessKey: secret = '' } = server.rootKey ?? {};
  const timestamp = new Date(server.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = { date: timestamp.slice(0, 8), region: 'us-east-1', service };
  const headers = { 'x-amz-date': timestamp, ...more.headers };
  const { host } = new URL(server.endpoint);
  const request = { method, path: '/', query: '', headers: { ...headers, host } };
  const names = Object.keys(request.headers).sort();
  const canonical = canonicalRequest(request, service, names, payloadHash ?? sha256Hex(body));
  const key = deriveSigningKey(secretAccessKey ?? secret, scope);
  const signature = hmac(key, stringToSign(timestamp, scope, canonical)).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scopeText(scope)}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return fetch(`${server.endpoint}/`, {
    method,
    headers: { ...headers, authorization },
    ...(method === 'POST' && { body }),
  });
}

const listQueues = {
  service: 'sqs',
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ListQueues' },
  body: '{}',
};

it('a body that was signed is the body that came, whatever a header calls it', async () => {
  expect((await call(listQueues)).status).toBe(200);
  const declaring = (text: string) => ({ ...listQueues.headers, 'x-amz-content-sha256': text });
  const unsigned = await call({
    ...listQueues,
    headers: declaring('UNSIGNED-PAYLOAD'),
    payloadHash: 'UNSIGNED-PAYLOAD',
  });
  expect(unsigned.status).toBe(200);
  const invented = await call({ ...listQueues, headers: declaring('invented'), payloadHash: 'invented' });
  expect([invented.status, await invented.text()]).toEqual([400, expect.stringContaining('InvalidSignatureException')]);
});

it('S3 tells what it signed where the signatures differ', async () => {
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const list = { service: 's3', method: 'GET', headers, payloadHash: 'UNSIGNED-PAYLOAD' };
  expect((await call(list)).status).toBe(200);
  const answer = await call({ ...list, secretAccessKey: 'other' });
  const text = await answer.text();
  expect(answer.status).toBe(403);
  expect(text).toContain('<Code>SignatureDoesNotMatch</Code>');
  expect(text).toContain('Check your key and signing method.');
  expect(text).toContain(`<AWSAccessKeyId>${server.rootKey?.accessKeyId}</AWSAccessKeyId>`);
  expect(text).toMatch(/<StringToSign>AWS4-HMAC-SHA256\n\d{8}T/);
  expect(text).toMatch(/<CanonicalRequest>GET\n\/\n\nhost:/);
});
