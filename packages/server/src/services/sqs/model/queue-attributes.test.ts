import { describe, expect, test } from 'vitest';
import { changeAttributes, defaultAttributes, differingAttribute, wantsFifo } from './queue-attributes.ts';

const standard = defaultAttributes(false);
const fifo = defaultAttributes(true);

test('the defaults are AWS’s', () => {
  expect(standard).toEqual({
    DelaySeconds: '0',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    ReceiveMessageWaitTimeSeconds: '0',
    VisibilityTimeout: '30',
    SqsManagedSseEnabled: 'true',
  });
  expect(fifo).toMatchObject({ FifoQueue: 'true', DeduplicationScope: 'queue', FifoThroughputLimit: 'perQueue' });
});

test.each([
  ['DelaySeconds', '901'],
  ['DelaySeconds', '-1'],
  ['MaximumMessageSize', '1023'],
  ['MaximumMessageSize', '1048577'],
  ['MessageRetentionPeriod', '59'],
  ['ReceiveMessageWaitTimeSeconds', '21'],
  ['VisibilityTimeout', 'soon'],
  ['SqsManagedSseEnabled', 'yes'],
  ['Policy', '{'],
  ['Policy', '{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps"}]}'],
])('%s cannot be %s', (name, value) => {
  const code = 'InvalidAttributeValue';
  expect(() => changeAttributes(standard, { [name]: value }, false)).toThrow(expect.objectContaining({ code }));
});

test.each(['Colour', 'QueueArn', 'ContentBasedDeduplication', 'FifoQueue'])(
  '%s is unknown to a standard queue',
  (name) => {
    const expected = expect.objectContaining({ code: 'InvalidAttributeName', message: `Unknown Attribute ${name}.` });
    expect(() => changeAttributes(standard, { [name]: 'true' }, false)).toThrow(expected);
  },
);

test.each(['DeduplicationScope', 'FifoThroughputLimit'])('%s is said to be for FIFO queues', (name) => {
  const message = `You can specify the ${name} only when FifoQueue is set to true.`;
  const expected = expect.objectContaining({ code: 'InvalidAttributeName', message });
  expect(() => changeAttributes(standard, { [name]: 'queue' }, false)).toThrow(expected);
});

test('values are kept in the form that AWS shows', () => {
  const changes = { FifoQueue: 'True', ContentBasedDeduplication: 'TRUE', VisibilityTimeout: '007' };
  expect(wantsFifo(changes)).toBe(true);
  expect(changeAttributes(fifo, changes, true)).toMatchObject({
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
    VisibilityTimeout: '7',
  });
  expect(() => changeAttributes(fifo, { FifoQueue: 'False' }, true)).toThrow('Modifying queue type');
});

describe('encryption', () => {
  test('a key of KMS takes the place of the encryption by SQS, and back', () => {
    const withKey = changeAttributes(standard, { KmsMasterKeyId: 'alias/orders' }, false);
    expect(withKey).toMatchObject({ SqsManagedSseEnabled: 'false', KmsDataKeyReusePeriodSeconds: '300' });
    expect(changeAttributes(withKey, { SqsManagedSseEnabled: 'true' }, false)).toEqual(standard);
  });

  test('both at once are refused', () => {
    const both = { KmsMasterKeyId: 'alias/orders', SqsManagedSseEnabled: 'true' };
    const message = expect.stringContaining('one type of server-side encryption');
    const expected = expect.objectContaining({ code: 'InvalidAttributeName', message });
    expect(() => changeAttributes(standard, both, false)).toThrow(expected);
  });
});

test('throughput per message group needs deduplication per message group', () => {
  const limit = { FifoThroughputLimit: 'perMessageGroupId' };
  expect(() => changeAttributes(fifo, limit, true)).toThrow('DeduplicationScope');
  expect(changeAttributes(fifo, { ...limit, DeduplicationScope: 'messageGroup' }, true)).toMatchObject(limit);
});

test('empty values remove policies', () => {
  const allow = JSON.stringify({ redrivePermission: 'denyAll' });
  const changed = changeAttributes(standard, { RedriveAllowPolicy: allow }, false);
  expect(changed.RedriveAllowPolicy).toBe(allow);
  expect(changeAttributes(changed, { RedriveAllowPolicy: '' }, false)).toEqual(standard);
});

describe('creating a queue that exists', () => {
  test('only what is asked for counts', () => {
    const existing = changeAttributes(standard, { DelaySeconds: '5' }, false);
    expect(differingAttribute(existing, {}, false)).toBeUndefined();
    expect(differingAttribute(existing, { DelaySeconds: '5' }, false)).toBeUndefined();
    expect(differingAttribute(existing, { VisibilityTimeout: '30', DelaySeconds: '6' }, false)).toBe('DelaySeconds');
  });

  test('JSON is compared by its meaning', () => {
    const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' };
    const { Effect, ...rest } = statement;
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const existing = changeAttributes(standard, { Policy }, false);
    const otherwise = JSON.stringify({ Statement: [{ ...rest, Effect }], Version: '2012-10-17' }, null, 2);
    expect(differingAttribute(existing, { Policy: otherwise }, false)).toBeUndefined();
  });
});
