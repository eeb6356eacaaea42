import { expect, it } from 'vitest';
import { findSignature } from './presented-signature.ts';
import { s3FormError, unsignedHeadersError } from './s3-form.ts';

const credential = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const signed = (of = credential) => `AWS4-HMAC-SHA256 Credential=${of}, SignedHeaders=host;x-amz-date, Signature=0`;
const good = {
  host: 's3.amazonaws.com',
  'x-amz-date': '20130524T000000Z',
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
  authorization: signed(),
};
const presigned = {
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-Credential': credential,
  'X-Amz-Date': '20130524T000000Z',
  'X-Amz-Expires': '60',
  'X-Amz-SignedHeaders': 'host',
  'X-Amz-Signature': '0',
};
const queryOf = (changes: Record<string, string>) => new URLSearchParams({ ...presigned, ...changes }).toString();

function errorOf(headers: Record<string, string | undefined>, query = '') {
  return s3FormError({ method: 'GET', path: '/a', query, headers: { host: good.host, ...headers } });
}

it('finds nothing wrong with what is well formed, or not signed', () => {
  expect(errorOf({})).toBeUndefined();
  expect(errorOf({}, 'X-Amz-Meta=1')).toBeUndefined();
  expect(errorOf(good)).toBeUndefined();
  expect(errorOf({ ...good, 'x-amz-date': undefined, date: 'Fri, 24 May 2013 00:00:00 GMT' })).toBeUndefined();
  expect(errorOf({}, queryOf({}))).toBeUndefined();
  expect(errorOf({}, queryOf({ 'X-Amz-Expires': '0' }))).toBeUndefined();
});

it.each([
  ['Bearer abc', 'InvalidArgument', 'Unsupported Authorization Type'],
  ['AWS AKIAIOSFODNN7EXAMPLE:abc=', 'InvalidRequest', 'Please use AWS4-HMAC-SHA256'],
  ['AWS4-ECDSA-P256-SHA256 Credential=a', 'InvalidRequest', 'Please use AWS4-HMAC-SHA256'],
  [signed('AKID/20130524/us-east-1/aws4_request'), 'AuthorizationHeaderMalformed', 'the Credential is mal-formed'],
  [signed('AKID/2013/us-east-1/s3/aws4_request'), 'AuthorizationHeaderMalformed', 'the Credential is mal-formed'],
  [signed(credential.replace('20130524', '20130523')), 'AuthorizationHeaderMalformed', 'Invalid credential date'],
  [signed(credential.replace('/s3/', '/sqs/')), 'AuthorizationHeaderMalformed', 'incorrect service "sqs"'],
  [signed('/20130524/us-east-1/s3/aws4_request'), 'AuthorizationHeaderMalformed', 'a non-empty Access Key'],
  [signed(credential.replace('aws4_', 'aws3_')), 'AuthorizationHeaderMalformed', 'incorrect terminal "aws3_request"'],
])('refuses the Authorization %s', (authorization, code, message) => {
  expect(errorOf({ ...good, authorization })).toMatchObject({ code, message: expect.stringContaining(message) });
});

it('asks for a date, and for what the body is', () => {
  const noDate = { code: 'AccessDenied', message: 'AWS authentication requires a valid Date or x-amz-date header' };
  expect(errorOf({ ...good, 'x-amz-date': undefined })).toMatchObject(noDate);
  expect(errorOf({ ...good, 'x-amz-date': 'yesterday' })).toMatchObject(noDate);
  expect(errorOf({ ...good, 'x-amz-content-sha256': undefined })).toMatchObject({ code: 'InvalidRequest' });
  expect(errorOf({ ...good, 'x-amz-content-sha256': 'abc' })).toMatchObject({
    code: 'InvalidArgument',
    details: { members: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: 'abc' } },
  });
});

it.each([
  [{ 'X-Amz-Signature': '' }, 'requires the X-Amz-Algorithm'],
  [{ 'X-Amz-Expires': '' }, 'requires the X-Amz-Algorithm'],
  [{ 'X-Amz-Algorithm': 'AWS4-HMAC-SHA1' }, 'X-Amz-Algorithm only supports'],
  [{ 'X-Amz-Date': '2013-05-24' }, 'X-Amz-Date must be in the ISO8601 Long Format'],
  [{ 'X-Amz-Credential': 'AKID' }, 'Error parsing the X-Amz-Credential parameter'],
  [{ 'X-Amz-Expires': 'soon' }, 'X-Amz-Expires should be a number'],
  [{ 'X-Amz-Expires': '-1' }, 'X-Amz-Expires must be non-negative'],
  [{ 'X-Amz-Expires': '604801' }, 'X-Amz-Expires must be less than a week'],
])('refuses the query parameters %j', (changes, message) => {
  expect(errorOf({}, queryOf(changes))).toMatchObject({
    code: 'AuthorizationQueryParametersError',
    message: expect.stringContaining(message),
    details: { status: 400 },
  });
});

it('takes one signature, in the header or in the query', () => {
  const refusal = { code: 'InvalidArgument', message: expect.stringContaining('Only one auth mechanism allowed') };
  expect(errorOf(good, queryOf({}))).toMatchObject(refusal);
  expect(errorOf(good, 'AWSAccessKeyId=a&Signature=b&Expires=1')).toMatchObject(refusal);
});

it("all of AWS's headers must be signed", () => {
  const check = (headers: Record<string, string>, query = '') => {
    const request = { method: 'PUT', path: '/a', query, headers: { host: good.host, ...headers } };
    const presented = findSignature(request);
    if (presented === undefined || 'problem' in presented) throw new Error('no signature');
    return unsignedHeadersError(request, presented);
  };
  const all = good.authorization.replace('host;', 'host;x-amz-content-sha256;');
  expect(check({ ...good, authorization: all })).toBeUndefined();
  expect(check({ ...good, authorization: all, 'x-amz-acl': 'public-read' })).toMatchObject({
    code: 'AccessDenied',
    details: { status: 403, members: { HeadersNotSigned: 'x-amz-acl' } },
  });
  expect(check({}, queryOf({}))).toBeUndefined();
  expect(check({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }, queryOf({}))).toBeUndefined();
  expect(check({ 'x-amz-acl': 'public-read' }, queryOf({}))).toMatchObject({ code: 'AccessDenied' });
});
