import { expect, it } from 'vitest';
import { parseS3Location, parseTemplateUrl } from './template-url.ts';

const endpoint = 'http://127.0.0.1:4566';

it.for([
  ['https://s3.amazonaws.com/bucket/a/b.yaml', { Bucket: 'bucket', Key: 'a/b.yaml' }],
  ['https://s3.eu-west-1.amazonaws.com/bucket/b.yaml', { Bucket: 'bucket', Key: 'b.yaml' }],
  ['https://s3-eu-west-1.amazonaws.com/bucket/b.yaml', { Bucket: 'bucket', Key: 'b.yaml' }],
  ['https://my.bucket.s3.eu-west-1.amazonaws.com/b.yaml', { Bucket: 'my.bucket', Key: 'b.yaml' }],
  ['https://bucket.s3.amazonaws.com/a%20b+c.yaml', { Bucket: 'bucket', Key: 'a b c.yaml' }],
  ['https://bucket.s3.cn-north-1.amazonaws.com.cn/b.yaml', { Bucket: 'bucket', Key: 'b.yaml' }],
  ['http://127.0.0.1:4566/bucket/b.yaml', { Bucket: 'bucket', Key: 'b.yaml' }],
  ['http://localhost:4566/bucket/b.yaml', { Bucket: 'bucket', Key: 'b.yaml' }],
  ['http://bucket.s3.localhost:4566/b.yaml', { Bucket: 'bucket', Key: 'b.yaml' }],
  ['https://bucket.s3.amazonaws.com/b.yaml?versionId=v1', { Bucket: 'bucket', Key: 'b.yaml', VersionId: 'v1' }],
] as const)('%s', ([url, object]) => {
  expect(parseTemplateUrl(url, endpoint)).toEqual(object);
});

it('refuses what is no object in S3', () => {
  expect(() => parseTemplateUrl('template.yaml', endpoint)).toThrow('TemplateURL must be a supported URL.');
  expect(() => parseTemplateUrl('https://s3.amazonaws.com/bucket', endpoint)).toThrow(
    'TemplateURL must be a supported URL.',
  );
  expect(() => parseTemplateUrl('https://example.com/bucket/b.yaml', endpoint)).toThrow(
    'S3 error: Domain name specified in example.com is not a valid S3 domain',
  );
  expect(() => parseTemplateUrl('s3://bucket/b.yaml', endpoint)).toThrow(
    /^S3 error: Domain name specified in bucket is not a valid S3 domain$/,
  );
});

it('takes s3:// of what is no template', () => {
  const object = { Bucket: 'bucket', Key: 'a/b.yaml' };
  expect(parseS3Location('s3://bucket/a/b.yaml', endpoint)).toEqual(object);
  expect(parseS3Location('https://s3.amazonaws.com/bucket/a/b.yaml', endpoint)).toEqual(object);
});
