import { describe, expect, it } from 'vitest';
import { arn, formatArn, isAccountId, isRegion, parseArn } from './arn.ts';

describe('ARNs', () => {
  it.each([
    'arn:aws:sqs:us-east-1:123456789012:jobs.fifo',
    'arn:aws:iam::123456789012:user/division/ann',
    'arn:aws:lambda:eu-central-1:123456789012:function:resize:live',
    'arn:aws:s3:::bucket/key:with/colons',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    'arn:aws-cn:sns:cn-north-1:123456789012:topic',
  ])('%s is parsed and formatted', (text) => {
    const parsed = parseArn(text);
    expect(parsed).toBeDefined();
    expect(parsed && formatArn(parsed)).toBe(text);
  });

  it('names the parts', () => {
    expect(parseArn('arn:aws:lambda:eu-central-1:123456789012:function:resize:live')).toEqual({
      partition: 'aws',
      service: 'lambda',
      region: 'eu-central-1',
      account: '123456789012',
      resource: 'function:resize:live',
    });
  });

  it.each(['', 'queue', 'arn:aws:sqs', 'arn:aws:sqs:us-east-1:123456789012:', 'arn:other:sqs:a:b:c', 'arn:aws::a:b:c'])(
    '%j is none',
    (text) => expect(parseArn(text)).toBeUndefined(),
  );

  it('are in the partition of their region', () => {
    const resource = 'x';
    expect(arn({ service: 'sqs', region: 'us-east-1', account: '123456789012', resource })).toBe(
      'arn:aws:sqs:us-east-1:123456789012:x',
    );
    expect(arn({ service: 'sqs', region: 'us-gov-west-1', account: '1', resource })).toMatch(/^arn:aws-us-gov:/);
    expect(arn({ service: 's3', resource: 'bucket' })).toBe('arn:aws:s3:::bucket');
  });

  it('account ids and regions are told by their form', () => {
    expect(['000000000000', '123456789012'].every(isAccountId)).toBe(true);
    expect(['', '12345678901', '1234567890123', '12345678901a', '123456789012\n'].some(isAccountId)).toBe(false);
    expect(['us-east-1', 'us-gov-west-1', 'ap-southeast-2', 'eusc-de-east-1', 'us-iso-east-1'].every(isRegion)).toBe(
      true,
    );
    expect(['', 'us-east', 'useast1', 'US-EAST-1', 'us-east-1a', '../us-east-1'].some(isRegion)).toBe(false);
  });
});
