import { expect, test } from 'vitest';
import { canonicalQuery, canonicalRequest, sha256Hex } from './canonical-request.ts';
import { ChunkSignatures } from './chunk-signature.ts';
import { findSignature, parseTimestamp } from './presented-signature.ts';
import type { PresentedSignature } from './presented-signature.ts';
import { SigningKeys, deriveSigningKey, hmac, stringToSign } from './signing-key.ts';
import { checkPresented, checkSignature } from './verify-signature.ts';

// The requests and signatures that AWS documents, with its example credentials.
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const credential = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey,
  active: true,
  principal: { kind: 'root', account: '1', arn: 'a', userId: '1' } as const,
};
const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
const emptyHash = sha256Hex('');
const s3Date = { 'x-amz-date': '20130524T000000Z' };

function authorization(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`;
}

const documented = [
  {
    name: 'GET Object',
    request: {
      method: 'GET',
      path: '/test.txt',
      query: '',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        range: 'bytes=0-9',
        'x-amz-content-sha256': emptyHash,
        ...s3Date,
        authorization: authorization(
          'host;range;x-amz-content-sha256;x-amz-date',
          'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
        ),
      },
    },
    hash: emptyHash,
  },
  {
    name: 'PUT Object with a key that must be encoded',
    request: {
      method: 'PUT',
      path: '/test$file.text',
      query: '',
      headers: {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        host: 'examplebucket.s3.amazonaws.com',
        'x-amz-content-sha256': sha256Hex('Welcome to Amazon S3.'),
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        ...s3Date,
        authorization: authorization(
          'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
          '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
        ),
      },
    },
    hash: sha256Hex('Welcome to Amazon S3.'),
  },
  {
    name: 'GET Bucket Lifecycle',
    request: {
      method: 'GET',
      path: '/',
      query: 'lifecycle',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        'x-amz-content-sha256': emptyHash,
        ...s3Date,
        authorization: authorization(
          'host;x-amz-content-sha256;x-amz-date',
          'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
        ),
      },
    },
    hash: emptyHash,
  },
  {
    name: 'List Objects',
    request: {
      method: 'GET',
      path: '/',
      query: 'max-keys=2&prefix=J',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        'x-amz-content-sha256': emptyHash,
        ...s3Date,
        authorization: authorization(
          'host;x-amz-content-sha256;x-amz-date',
          '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
        ),
      },
    },
    hash: emptyHash,
  },
  {
    name: 'a presigned GET',
    request: {
      method: 'GET',
      path: '/test.txt',
      query:
        'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
      headers: { host: 'examplebucket.s3.amazonaws.com' },
    },
    hash: 'UNSIGNED-PAYLOAD',
  },
];

function present(request: (typeof documented)[number]['request']): PresentedSignature {
  const presented = findSignature(request);
  if (presented === undefined || 'problem' in presented) throw new Error('no signature');
  return presented;
}

const now = parseTimestamp('20130524T000000Z');

for (const { name, request, hash } of documented) {
  test(`the documented signature of ${name} is right, and no other`, () => {
    const presented = present(request);
    expect(checkPresented(presented, 's3', 's3', now)).toBeUndefined();
    expect(checkSignature(request, presented, credential, hash, new SigningKeys(), now)).toBeUndefined();
    const tampered = { ...request, path: `${request.path}x` };
    expect(checkSignature(tampered, presented, credential, hash, new SigningKeys(), now)?.problem).toBe(
      'wrong-signature',
    );
    const otherSecret = { ...credential, secretAccessKey: 'other' };
    expect(checkSignature(request, presented, otherSecret, hash, new SigningKeys(), now)?.problem).toBe(
      'wrong-signature',
    );
  });
}

test('the documented ListUsers request of IAM signs as documented', () => {
  const iamScope = { date: '20150830', region: 'us-east-1', service: 'iam' };
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    host: 'iam.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
  };
  const request = { method: 'GET', path: '/', query: 'Action=ListUsers&Version=2010-05-08', headers };
  const canonical = canonicalRequest(request, 'iam', Object.keys(headers), emptyHash);
  expect(sha256Hex(canonical)).toBe('f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59');
  const key = deriveSigningKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', iamScope);
  expect(key.toString('hex')).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
  expect(hmac(key, stringToSign('20150830T123600Z', iamScope, canonical)).toString('hex')).toBe(
    '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  );
});

test('a header that was sent twice is signed with a comma between its values', () => {
  const presented = { ...present(documented[3]!.request), signedHeaders: ['host', 'x-amz-meta-a'] };
  const request = { ...documented[3]!.request, headers: { host: 'h', 'x-amz-meta-a': 'v2, v1' } };
  const sign = (value: string) => {
    const sent = { ...request, headers: { ...request.headers, 'x-amz-meta-a': value } };
    const canonical = canonicalRequest(sent, 's3', presented.signedHeaders, emptyHash);
    return hmac(deriveSigningKey(secretAccessKey, scope), stringToSign(presented.timestamp, scope, canonical));
  };
  const check = (value: string) => {
    const signature = sign(value).toString('hex');
    return checkSignature(request, { ...presented, signature }, credential, emptyHash, new SigningKeys(), now)?.problem;
  };
  expect(check('v2,v1')).toBeUndefined();
  expect(check('v2, v1')).toBeUndefined();
  expect(check('v1,v2')).toBe('wrong-signature');
});

test('the documented chunk signatures follow from the seed, in order only', () => {
  const seed = {
    key: deriveSigningKey(secretAccessKey, scope),
    scope,
    timestamp: '20130524T000000Z',
    signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  };
  const first = 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648';
  const second = '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497';
  const last = 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9';
  const chain = new ChunkSignatures(seed);
  expect(chain.matchesChunk(first, Buffer.alloc(65_536, 'a'))).toBe(true);
  expect(chain.matchesChunk(second, Buffer.alloc(1024, 'a'))).toBe(true);
  expect(chain.matchesChunk(last, Buffer.alloc(0))).toBe(true);
  expect(new ChunkSignatures(seed).matchesChunk(second, Buffer.alloc(1024, 'a'))).toBe(false);
});

test('dates outside the window, other scopes and wrong expiries are refused', () => {
  const [, , , list, presigned] = documented;
  const header = present(list!.request);
  expect(checkPresented(header, 's3', 's3', now + 16 * 60_000)?.problem).toBe('skewed-clock');
  expect(checkPresented(header, 's3', 's3', now - 16 * 60_000)?.problem).toBe('skewed-clock');
  expect(checkPresented(header, 's3', 's3', now + 14 * 60_000)).toBeUndefined();
  expect(checkPresented(header, 'sqs', 'sqs', now)?.problem).toBe('wrong-scope');
  const sqs = { ...header, scope: { ...header.scope, service: 'sqs' } };
  expect(checkPresented(sqs, 'sqs', 'sqs', now + 6 * 60_000)?.message).toContain(
    'Signature expired: 20130524T000000Z is now earlier than',
  );
  expect(checkPresented({ ...header, scope: { ...header.scope, date: '20130523' } }, 's3', 's3', now)?.problem).toBe(
    'wrong-scope',
  );
  expect(checkPresented({ ...header, scope: { ...header.scope, region: '' } }, 's3', 's3', now)?.problem).toBe(
    'wrong-scope',
  );
  const query = present(presigned!.request);
  expect(checkPresented(query, 's3', 's3', now + 86_400_000)).toBeUndefined();
  expect(checkPresented(query, 's3', 's3', now + 86_401_000)?.message).toBe('Request has expired');
  expect(checkPresented({ ...query, expiresSeconds: 604_801 }, 's3', 's3', now)?.problem).toBe('invalid-expiry');
  expect(checkPresented({ ...query, expiresSeconds: Number.NaN }, 's3', 's3', now)?.problem).toBe('invalid-expiry');
});

test('session tokens must be the ones that were issued, and not expired', () => {
  const [, , , list] = documented;
  const presented = present(list!.request);
  const session = { ...credential, sessionToken: 'token' };
  const check = (c: typeof session, p = presented) =>
    checkSignature(list!.request, p, c, emptyHash, new SigningKeys(), now)?.problem;
  // Without its token a temporary key is no key for S3.
  expect(check(session)).toBe('unknown-key');
  const ofSqs = { ...presented, scope: { ...presented.scope, service: 'sqs' } };
  expect(check(session, ofSqs)).toBe('invalid-token');
  expect(check(session, { ...presented, sessionToken: 'forged' })).toBe('invalid-token');
  expect(check(session, { ...presented, sessionToken: 'token' })).toBeUndefined();
  expect(check({ ...session, expiresAt: now } as never, { ...presented, sessionToken: 'token' })).toBe('expired-token');
});

test('malformed authorization is named, and never throws', () => {
  const find = (authorization: string, query = '') =>
    findSignature({ method: 'GET', path: '/', query, headers: { authorization } });
  expect(find('Bearer abc')).toBeUndefined();
  expect(find('AWS4-HMAC-SHA256')).toMatchObject({ problem: 'incomplete' });
  expect(find('AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0')).toMatchObject({
    problem: 'incomplete',
  });
  expect(find('AWS4-ECDSA-P256-SHA256 Credential=a/b')).toMatchObject({ problem: 'unsupported' });
  const otherTerm =
    'AWS4-HMAC-SHA256 Credential=k/20130524/us-east-1/sqs/aws3_request, SignedHeaders=host, Signature=0';
  expect(
    findSignature({
      method: 'GET',
      path: '/',
      query: '',
      headers: { authorization: otherTerm, date: '20130524T000000Z' },
    }),
  ).toMatchObject({ problem: 'wrong scope', message: expect.stringContaining("not 'aws3_request'") });
  expect(find('AWS key:signature')).toMatchObject({ problem: 'unsupported' });
});

test('a query is sorted by encoded name, then value, and bad encodings survive', () => {
  expect(canonicalQuery('b=2&a=1&a=0&c')).toBe('a=0&a=1&b=2&c=');
  expect(canonicalQuery('k=a+b&x=%zz')).toBe('k=a%20b&x=%25zz');
  expect(canonicalQuery("a=!'()*~")).toBe('a=%21%27%28%29%2A~');
});
