import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const bucket of ['tried', 'second']) await send('PUT', `/${bucket}`);
});

afterAll(() => server.stop());

interface Answer {
  status: number;
  code: string | undefined;
  text: string;
}

/** Requests as no SDK would send them. */
async function send(
  method: string,
  path: string,
  body?: string,
  { service = 's3', ...headers }: Record<string, string> = {},
): Promise<Answer> {
  const scope = `test/20261122/us-east-1/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
  const response = await fetch(server.endpoint + path, {
    method,
    headers: { authorization, ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, code: /<Code>(.*?)<\/Code>/.exec(text)?.[1], text };
}

function element(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1];
}

const createIn = (constraint: string) =>
  `<CreateBucketConfiguration><LocationConstraint>${constraint}</LocationConstraint></CreateBucketConfiguration>`;

describe('CreateBucket', () => {
  test.each([
    ['an empty configuration', '<CreateBucketConfiguration/>', {}, 'MalformedXML'],
    ['an empty constraint', createIn(''), {}, 'MalformedXML'],
    ['a region that is none', createIn('eu-east-1'), {}, 'InvalidLocationConstraint'],
    ['an unknown ACL', undefined, { 'x-amz-acl': 'nonsense' }, 'InvalidArgument'],
    ['an unknown ownership', undefined, { 'x-amz-object-ownership': 'Nobody' }, 'InvalidArgument'],
    ['an unknown namespace', undefined, { 'x-amz-bucket-namespace': 'mine' }, 'InvalidArgument'],
    [
      'a directory',
      '<CreateBucketConfiguration><Bucket><Type>Directory</Type></Bucket></CreateBucketConfiguration>',
      {},
      'NotImplemented',
    ],
  ])('refuses %s', async (_what, body, headers, code) => {
    expect(
      await send('PUT', '/not-made', body, { 'x-amz-object-ownership': 'ObjectWriter', ...headers }),
    ).toMatchObject({
      code,
    });
    expect((await send('HEAD', '/not-made')).status).toBe(404);
  });

  test.each(['label.-dash', 'label-.dash', 'reserved-an', 'directory--use1-az1--x-s3'])(
    'refuses the name %s',
    async (name) => {
      expect((await send('PUT', `/${name}`)).status).toBeGreaterThanOrEqual(400);
    },
  );

  test('remembers the old name of eu-west-1', async () => {
    await send('PUT', '/european', createIn('EU'));
    expect((await send('GET', '/european?location')).text).toMatch(/<LocationConstraint[^>]*>EU</);
  });

  test('made again in us-east-1 resets the ACL', async () => {
    const ownership = { 'x-amz-object-ownership': 'ObjectWriter' };
    await send('PUT', '/again', undefined, { ...ownership, 'x-amz-acl': 'log-delivery-write' });
    expect((await send('GET', '/again?acl')).text).toContain('LogDelivery');
    expect((await send('PUT', '/again')).status).toBe(200);
    expect((await send('GET', '/again?acl')).text).not.toContain('LogDelivery');
  });
});

describe('a sub-resource that a method does not have', () => {
  test.each(['acl', 'versioning', 'logging', 'notification', 'location', 'versions', 'uploads', 'object-lock'])(
    'does not delete the bucket: ?%s',
    async (name) => {
      expect(await send('DELETE', `/tried?${name}`)).toMatchObject({ status: 405, code: 'MethodNotAllowed' });
      expect((await send('HEAD', '/tried')).status).toBe(200);
    },
  );

  test.each(['location', 'policyStatus', 'uploads', 'metadataTable'])('does not make a bucket: ?%s', async (name) => {
    expect((await send('PUT', `/unmade?${name}`)).code).toBe('MethodNotAllowed');
    expect((await send('HEAD', '/unmade')).status).toBe(404);
  });

  test('does not delete or write an object', async () => {
    await send('PUT', '/tried/kept', 'content');
    expect((await send('DELETE', '/tried/kept?acl')).code).toBe('MethodNotAllowed');
    expect((await send('PUT', '/tried/kept?uploads', 'other')).code).toBe('MethodNotAllowed');
    expect((await send('GET', '/tried/kept')).text).toBe('content');
    await send('DELETE', '/tried/kept');
  });

  test('nor does one without the id that it needs', async () => {
    expect((await send('DELETE', '/tried?inventory')).code).toBe('InvalidRequest');
    expect((await send('PUT', '/unmade?metrics', '<MetricsConfiguration><Id>a</Id></MetricsConfiguration>')).code).toBe(
      'InvalidRequest',
    );
    expect((await send('HEAD', '/tried')).status).toBe(200);
    expect((await send('HEAD', '/unmade')).status).toBe(404);
  });
});

const rule = (content: string) =>
  `<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status>${content}</Rule></LifecycleConfiguration>`;
const acl = (grant: string) =>
  `<AccessControlPolicy><Owner><ID>x</ID></Owner><AccessControlList>${grant}</AccessControlList></AccessControlPolicy>`;

describe('a document', () => {
  test.each([
    ['ownershipControls', '<OwnershipControls><Rule><ObjectOwnership>No</ObjectOwnership></Rule></OwnershipControls>'],
    ['lifecycle', rule('<Expiration><Days>1</Days></Expiration>').replace('Enabled', 'enabled')],
    ['lifecycle', rule('<Transition><Days>30</Days><StorageClass>STANDARD</StorageClass></Transition>')],
    ['lifecycle', rule('<Expiration><Days>99999999999</Days></Expiration>')],
    [
      'encryption',
      '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>rot13</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
    ],
    ['encryption', '<ServerSideEncryptionConfiguration><Rule></Rule></ServerSideEncryptionConfiguration>'],
    [
      'object-lock',
      '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>SOFT</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>',
    ],
    [
      'website',
      '<WebsiteConfiguration><RedirectAllRequestsTo><HostName>h</HostName><Protocol>ftp</Protocol></RedirectAllRequestsTo></WebsiteConfiguration>',
    ],
    [
      'versioning',
      '<VersioningConfiguration><Status>Enabled</Status><MfaDelete>no</MfaDelete></VersioningConfiguration>',
    ],
  ])('with a word that its schema does not have is malformed: ?%s %s', async (name, body) => {
    expect(await send('PUT', `/second?${name}`, body)).toMatchObject({ status: 400, code: 'MalformedXML' });
  });

  test('that is an ACL has an error of its own', async () => {
    const grantee =
      '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Stranger"><ID>x</ID></Grantee>';
    const grant = `<Grant>${grantee}<Permission>READ</Permission></Grant>`;
    expect((await send('PUT', '/second?acl', acl(grant))).code).toBe('MalformedACLError');
  });

  test.each([
    ['versioning', 'MissingRequestBodyError'],
    ['cors', 'MissingRequestBodyError'],
    ['tagging', 'MissingRequestBodyError'],
    ['policy', 'MalformedPolicy'],
  ])('is missed: ?%s', async (name, code) => {
    expect(await send('PUT', `/second?${name}`)).toMatchObject({ status: 400, code });
  });

  test('that says nothing is refused, or takes away', async () => {
    const empty = '<PublicAccessBlockConfiguration/>';
    expect((await send('PUT', '/second?publicAccessBlock', empty)).code).toBe('InvalidRequest');
    expect((await send('PUT', '/second?tagging', '<Tagging><TagSet/></Tagging>')).status).toBe(204);
    expect((await send('GET', '/second?tagging')).code).toBe('NoSuchTagSet');
  });
});

describe('listings', () => {
  test('name the argument that is wrong', async () => {
    expect(element((await send('GET', '/second?max-keys=-1')).text, 'ArgumentName')).toBe('maxKeys');
    expect(element((await send('GET', '/second?max-keys=2147483648')).text, 'ArgumentName')).toBe('max-keys');
    expect(element((await send('GET', '/second?encoding-type=')).text, 'ArgumentName')).toBe('encoding-type');
    const marker = await send('GET', '/second?versions&key-marker=a&version-id-marker=x');
    expect(element(marker.text, 'ArgumentName')).toBe('version-id-marker');
  });

  test('of buckets know the regions, and take an empty token for none', async () => {
    expect((await send('GET', '/?bucket-region=eu-east-1')).code).toBe('InvalidArgument');
    const { text } = await send('GET', '/?continuation-token=');
    expect(text).toContain('<Name>second</Name>');
    expect(element(text, 'CreationDate')).toMatch(/:\d\d\.000Z$/);
  });

  test('of directory buckets are not those of buckets', async () => {
    expect(await send('GET', '/', undefined, { service: 's3express' })).toMatchObject({ code: 'NotImplemented' });
  });
});

test('the owner that is expected is an account', async () => {
  const header = (owner: string) => ({ 'x-amz-expected-bucket-owner': owner });
  expect((await send('GET', '/second', undefined, header('me'))).code).toBe('InvalidBucketOwnerAWSAccountID');
  expect((await send('GET', '/second', undefined, header('111111111111'))).code).toBe('AccessDenied');
});

test('access points are refused by name', async () => {
  const alias = await send('GET', '/point-abcdefghijklmnopqrstuvwxyz012345-s3alias');
  expect(alias).toMatchObject({ status: 501, code: 'NotImplemented' });
  expect(alias.text).toContain('access point');
});

test('no request has failed inside', () => {
  expect(server.errors).toEqual([]);
});
