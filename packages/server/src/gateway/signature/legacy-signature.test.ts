import { expect, it } from 'vitest';
import type { Credential } from '../../platform/identity.ts';
import { checkLegacyExpiry, checkLegacySignature, findLegacySignature } from './legacy-signature.ts';

const credential: Credential = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  active: true,
  principal: { kind: 'root', account: '123456789012', arn: 'arn:aws:iam::123456789012:root', userId: '123456789012' },
};

/** The example of AWS's documentation. */
const documented = {
  method: 'GET',
  path: '/photos/puppy.jpg',
  query: 'AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620',
  headers: { host: 'johnsmith.s3.amazonaws.com' },
};

function check(request: typeof documented, change: Partial<Credential> = {}) {
  const presented = findLegacySignature(request);
  return presented && checkLegacySignature(request, presented, { ...credential, ...change }, 0);
}

it('agrees with the documented example', () => {
  expect(findLegacySignature(documented)).toMatchObject({
    accessKeyId: credential.accessKeyId,
    expires: 1_175_139_620,
  });
  expect(check(documented)).toBeUndefined();
});

it('is of the method, the address, its subresources and the key', () => {
  expect(check({ ...documented, method: 'PUT' })).toMatchObject({ problem: 'wrong-signature' });
  expect(check({ ...documented, path: '/photos/kitten.jpg' })).toMatchObject({ problem: 'wrong-signature' });
  expect(check({ ...documented, query: `${documented.query}&acl` })).toMatchObject({ problem: 'wrong-signature' });
  expect(check({ ...documented, query: `${documented.query}&other=1` })).toBeUndefined();
  expect(check(documented, { secretAccessKey: 'another' })).toMatchObject({ problem: 'wrong-signature' });
  expect(check(documented, { sessionToken: 'token' })).toMatchObject({ problem: 'invalid-token' });
});

it('expires', () => {
  const presented = findLegacySignature(documented);
  expect(presented && checkLegacyExpiry(presented, 1_175_139_620_000)).toBeUndefined();
  expect(presented && checkLegacyExpiry(presented, 1_175_139_620_001)).toMatchObject({ problem: 'expired-signature' });
});

it('is no signature where a part is missing', () => {
  expect(findLegacySignature({ query: 'AWSAccessKeyId=a&Signature=b' })).toBeUndefined();
});
