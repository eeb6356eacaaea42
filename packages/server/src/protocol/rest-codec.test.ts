import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../platform/errors.ts';
import { splitHeader } from './http-values.ts';
import { createModels } from './models.ts';
import { restJsonCodec, restXmlCodec } from './rest-codec.ts';
import { isStreamingInput } from './streaming-members.ts';
import type { WireOperation, WireRequest } from './wire.ts';

const models = createModels(new URL('../../generated/models/', import.meta.url));

function operation(service: string, name: string): WireOperation {
  const model = models.load(service);
  return { service: model, model: model.operations[name] as WireOperation['model'] };
}

function request(parts: Partial<WireRequest>): WireRequest {
  return { method: 'GET', path: '/', query: '', headers: {}, body: Buffer.alloc(0), ...parts };
}

describe('REST requests', () => {
  test('gather members from labels, query, headers and prefixed headers', () => {
    const wire = request({
      query: 'partNumber=3&uploadId=a%2Bb+c',
      headers: { 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT', 'x-amz-checksum-mode': 'ENABLED' },
    });
    const input = restXmlCodec.decode(operation('s3', 'GetObject'), wire, { Bucket: 'b', Key: 'k' });
    expect(input).toEqual({
      Bucket: 'b',
      Key: 'k',
      PartNumber: 3,
      IfModifiedSince: new Date('1994-11-06T08:49:37Z'),
      ChecksumMode: 'ENABLED',
    });
    const metadata = { 'x-amz-meta-color': 'red', 'x-amz-meta-__proto__': 'x' };
    const put = restXmlCodec.decode(operation('s3', 'PutObject'), request({ headers: metadata }), {});
    expect(Object.entries(put['Metadata'] as object)).toEqual([
      ['color', 'red'],
      ['__proto__', 'x'],
    ]);
  });

  test('hand streams over unread', () => {
    const stream = Readable.from(['x']);
    const input = restXmlCodec.decode(operation('s3', 'PutObject'), request({ stream }), {});
    expect(input['Body']).toBe(stream);
    expect(isStreamingInput(operation('s3', 'PutObject'))).toBe(true);
    expect(isStreamingInput(operation('s3', 'PutBucketPolicy'))).toBe(false);
    expect(isStreamingInput(operation('lambda', 'Invoke'))).toBe(false);
  });

  test('have bodies of bytes, text, structures and members', () => {
    const body = Buffer.from('{"a":1}');
    const labels = { FunctionName: 'f' };
    expect(restJsonCodec.decode(operation('lambda', 'Invoke'), request({ body }), labels)).toEqual({
      FunctionName: 'f',
      Payload: body,
    });
    expect(restXmlCodec.decode(operation('s3', 'PutBucketPolicy'), request({ body }), {})).toEqual({
      Policy: '{"a":1}',
    });
    const xml = Buffer.from('<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>');
    expect(restXmlCodec.decode(operation('s3', 'PutBucketTagging'), request({ body: xml }), {})).toEqual({
      Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] },
    });
    const create = Buffer.from('{"FunctionName":"ignored","Description":"d","MemorySize":128}');
    expect(
      restJsonCodec.decode(operation('lambda', 'UpdateFunctionConfiguration'), request({ body: create }), labels),
    ).toEqual({
      FunctionName: 'f',
      Description: 'd',
      MemorySize: 128,
    });
  });

  test.each([
    ['lambda', 'ListFunctions', 'MaxItems=x', 'SerializationException'],
    ['s3', 'ListObjectsV2', 'max-keys=x', 'InvalidArgument'],
    ['s3', 'ListObjectsV2', 'max-keys=2147483648', 'InvalidArgument'],
    ['s3', 'ListObjectsV2', 'max-keys=%', 'InvalidURI'],
  ])('%s %s?%s is refused', (service, name, query, code) => {
    const codec = service === 's3' ? restXmlCodec : restJsonCodec;
    expect(() => codec.decode(operation(service, name), request({ query }), {})).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test.each([
    ['lambda', 'CreateFunction', '{"Description":"\xff"}', 'SerializationException'],
    ['s3', 'PutBucketTagging', '<Tagging><TagSet><Tag><Key>\xff</Key></Tag></TagSet></Tagging>', 'MalformedXML'],
  ])('%s %s refuses a body that is no UTF-8', (service, name, body, code) => {
    const codec = service === 's3' ? restXmlCodec : restJsonCodec;
    const wire = request({ body: Buffer.from(body, 'latin1') });
    expect(() => codec.decode(operation(service, name), wire, {})).toThrow(expect.objectContaining({ code }));
  });

  test('list headers are split outside of quotes', () => {
    expect(splitHeader('a, "b,c", "d\\"e",f')).toEqual(['a', 'b,c', 'd"e', 'f']);
    expect(splitHeader('')).toEqual([]);
    expect(splitHeader(`"${'\\'.repeat(100_001)}`)).toHaveLength(1);
  });
});

describe('REST answers', () => {
  test('put members into headers, lower-cased, and stream the body through', () => {
    const body = Readable.from(['x']);
    const output = {
      Body: body,
      ContentLength: 1,
      ETag: '"e"',
      LastModified: new Date('1994-11-06T08:49:37Z'),
      Metadata: { Color: 'red' },
      ContentType: 'text/html',
    };
    const response = restXmlCodec.encode(operation('s3', 'GetObject'), output, 'rid');
    expect(response.body).toBe(body);
    expect(response.headers).toMatchObject({
      'content-length': '1',
      'content-type': 'text/html',
      etag: '"e"',
      'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT',
      'x-amz-meta-color': 'red',
      'x-amz-request-id': 'rid',
    });
  });

  test('cannot be split by a line break in a header', () => {
    const response = restXmlCodec.encode(operation('s3', 'GetObject'), { ContentType: 'a\r\nset-cookie: x' }, 'rid');
    expect(response.headers['content-type']).toBe('a set-cookie: x');
  });

  test('take the status from a member', () => {
    const response = restJsonCodec.encode(
      operation('lambda', 'Invoke'),
      { StatusCode: 202, Payload: Buffer.from('1') },
      'rid',
    );
    expect(response).toMatchObject({ status: 202, body: Buffer.from('1') });
  });

  test('name S3’s root elements', () => {
    const { body } = restXmlCodec.encode(operation('s3', 'ListBuckets'), { Buckets: [], Prefix: 'a&b' }, 'rid');
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets></Buckets><Prefix>a&amp;b</Prefix></ListAllMyBucketsResult>',
    );
    const location = restXmlCodec.encode(
      operation('s3', 'GetBucketLocation'),
      { LocationConstraint: 'eu-west-1' },
      'rid',
    );
    expect(location.body).toContain('>eu-west-1</LocationConstraint>');
  });
});

describe('REST errors', () => {
  test('of JSON services have their name in a header', () => {
    const error = new AwsError('ResourceNotFoundException', 'Function not found: f');
    expect(restJsonCodec.encodeError(models.load('lambda'), error, 'rid')).toEqual({
      status: 404,
      headers: {
        'content-type': 'application/json',
        'x-amzn-errortype': 'ResourceNotFoundException',
        'x-amzn-requestid': 'rid',
      },
      body: '{"Type":"User","Message":"Function not found: f"}',
    });
    const throttled = new AwsError('TooManyRequestsException', 'slow', { members: { retryAfterSeconds: '7' } });
    expect(restJsonCodec.encodeError(models.load('lambda'), throttled, 'rid').headers['retry-after']).toBe('7');
  });

  test('of S3 are bare, with what they are about', () => {
    const error = new AwsError('NoSuchKey', 'The specified key does not exist.', { members: { Key: 'a<b' } });
    const { status, headers, body } = restXmlCodec.encodeError(models.load('s3'), error, 'rid');
    expect({ status, id: headers['x-amz-request-id'] }).toEqual({ status: 404, id: 'rid' });
    expect(body).toMatch(
      /^<\?xml [^>]*>\n<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist\.<\/Message><Key>a&lt;b<\/Key><RequestId>rid<\/RequestId><HostId>[^<]+<\/HostId><\/Error>$/,
    );
    expect(body).toContain(`<HostId>${headers['x-amz-id-2']}</HostId>`);
  });

  test('of Route 53 are wrapped', () => {
    const { status, body } = restXmlCodec.encodeError(
      models.load('route53'),
      new AwsError('NoSuchHostedZone', 'none'),
      'rid',
    );
    expect(status).toBe(404);
    expect(body).toContain(
      '<Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>none</Message></Error><RequestId>rid</RequestId>',
    );
  });
});
