import { describe, expect, it } from 'vitest';

import { Python2Keys } from './python2-keys.ts';

function keysOf(...keys: string[]): Python2Keys {
  const result = new Python2Keys();
  for (const key of keys) result.add(key);
  return result;
}

describe('keys in the order of Python 2.7', () => {
  it('lists by hash, not by time', () => {
    expect(keysOf('swagger', 'info', 'paths').list()).toEqual(['info', 'paths', 'swagger']);
  });

  it('depends on history where hashes meet', () => {
    expect(keysOf('get', 'post', 'patch', 'delete').list()).toEqual(['delete', 'post', 'patch', 'get']);
    expect(keysOf('get', 'post', 'delete', 'patch').list()).toEqual(['patch', 'post', 'delete', 'get']);
  });

  it('changes its order when it grows', () => {
    expect(keysOf('get', 'post', 'patch', 'delete', 'put').list()).toEqual(['put', 'delete', 'post', 'patch', 'get']);
  });

  it('leaves the place of a removed key to the next with the same hash', () => {
    const keys = keysOf('get', 'post');
    keys.remove('post');
    keys.add('get');
    expect(keys.list()).toEqual(['get']);
    keys.add('post');
    expect(keys.list()).toEqual(['post', 'get']);
  });
});
