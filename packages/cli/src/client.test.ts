import { expect, it } from 'vitest';
import { startArguments } from './background.ts';
import { endpointOf } from './client.ts';

it.each([
  [{}, 'http://127.0.0.1:4566'],
  [{ port: '', host: '' }, 'http://127.0.0.1:4566'],
  [{ port: '1', tls: true }, 'https://127.0.0.1:1'],
  [{ tls: '0' }, 'http://127.0.0.1:4566'],
  [{ host: '0.0.0.0' }, 'http://127.0.0.1:4566'],
  [{ host: '::' }, 'http://[::1]:4566'],
  [{ host: 'cloud.test' }, 'http://cloud.test:4566'],
])('%j is reached at %s', (options, endpoint) => {
  expect(endpointOf(options)).toBe(endpoint);
});

it.each([{ port: 'abc' }, { port: '70000' }, { host: 'a b' }])('%j is nowhere', (options) => {
  expect(() => endpointOf(options)).toThrow('look at --host and --port');
});

it('hands switches on to a server in the background without a value', () => {
  const options = { port: '1', data: '', tls: 'false', ephemeral: true, 'strict-resources': '1' };
  expect(startArguments(options)).toEqual(['--port', '1', '--ephemeral', '--strict-resources']);
});
