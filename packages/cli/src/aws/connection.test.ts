import { afterEach, expect, it, vi } from 'vitest';
import { connectionOf, serverOptionsFor } from './connection.ts';

afterEach(() => vi.unstubAllEnvs());

it('calls the endpoint that was asked for, then that of the options, of the environment, and the default', () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:4999/');
  const endpoints = [{ endpoint: 'http://cloud.test:1/', port: '2' }, { port: '2' }, {}].map(
    (options) => connectionOf(options).endpoint,
  );
  vi.stubEnv('AWS_ENDPOINT_URL', '');
  expect([...endpoints, connectionOf({}).endpoint]).toEqual([
    'http://cloud.test:1',
    'http://127.0.0.1:2',
    'http://127.0.0.1:4999',
    'http://127.0.0.1:4566',
  ]);
});

it.each(['cloud', 'ftp://cloud'])('refuses %s as an endpoint', (endpoint) => {
  expect(() => connectionOf({ endpoint })).toThrow("is not an endpoint's URL");
});

it('takes region and keys from the environment', () => {
  vi.stubEnv('AWS_REGION', 'ap-northeast-2');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', '');
  expect(connectionOf({})).toMatchObject({
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: undefined },
  });
  expect(connectionOf({ region: 'eu-west-1' }).region).toBe('eu-west-1');
});

it('would start a server only on this machine', () => {
  expect(serverOptionsFor('http://localhost:4570')).toEqual({ host: '127.0.0.1', port: '4570' });
  expect(serverOptionsFor('https://[::1]')).toEqual({ host: '::1', port: '443', tls: true });
  expect(serverOptionsFor('http://cloud.test:4566')).toBeUndefined();
});
