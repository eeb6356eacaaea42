import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function send(operation: string, input: object) {
  const response = await fetch(server.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AmazonSSM.${operation}` },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('parameters go over JSON 1.1', async () => {
  const put = await send('PutParameter', { Name: '/wire', Value: 'ü', Type: 'String' });
  expect(put).toEqual({ status: 200, body: { Version: 1, Tier: 'Standard' } });
  const { body } = await send('GetParameter', { Name: '/wire' });
  expect(body).toMatchObject({ Parameter: { Value: 'ü', LastModifiedDate: expect.any(Number) } });
  expect(await send('GetParametersByPath', { Path: '/wire' })).toEqual({ status: 200, body: { Parameters: [] } });
});

test('errors carry their type', async () => {
  const { status, body } = await send('GetParameter', { Name: '/none' });
  expect(status).toBe(400);
  expect(body['__type']).toMatch(/ParameterNotFound$/);
});

test('a secret is asked of Secrets Manager', async () => {
  const { status, body } = await send('GetParameter', {
    Name: '/aws/reference/secretsmanager/x',
    WithDecryption: true,
  });
  expect([400, 501]).toContain(status);
  expect(String(body['__type'])).toMatch(/NotImplemented|ParameterNotFound/);
  expect(JSON.stringify(await send('GetParameter', { Name: '/aws/reference/secretsmanager/x' }))).toMatch(
    /WithDecryption/,
  );
});

test('the rest of Systems Manager says that it is not here', async () => {
  const { status, body } = await send('SendCommand', { DocumentName: 'AWS-RunShellScript' });
  expect(status).toBe(501);
  expect(body['message'] ?? body['Message']).toContain('ssm:SendCommand');
});
