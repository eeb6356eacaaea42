import { describe, expect, test } from 'vitest';
import { parseRedriveAllowPolicy, parseRedrivePolicy, redriveObstacle } from './redrive.ts';

const deadLetterTargetArn = 'arn:aws:sqs:eu-central-1:111122223333:dead';

function byQueue(count: number): string {
  return JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: Array(count).fill(deadLetterTargetArn) });
}

describe('RedrivePolicy', () => {
  test.each([3, '3'])('maxReceiveCount may be %j', (maxReceiveCount) => {
    const text = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
    expect(parseRedrivePolicy(text)).toEqual({ deadLetterTargetArn, maxReceiveCount: 3 });
  });

  test.each([
    ['no JSON', 'not a valid JSON map'],
    ['[]', 'not a valid JSON map'],
    [JSON.stringify({ deadLetterTargetArn }), 'does not contain mandatory attribute: maxReceiveCount.'],
    [JSON.stringify({ maxReceiveCount: 1 }), 'does not contain mandatory attribute: deadLetterTargetArn.'],
    [JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 0 }), 'Invalid value for maxReceiveCount: 0,'],
    [JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1001 }), 'from 1 to 1000'],
    [JSON.stringify({ deadLetterTargetArn, maxReceiveCount: '' }), 'from 1 to 1000'],
    [JSON.stringify({ deadLetterTargetArn: 'dead', maxReceiveCount: 1 }), 'deadLetterTargetArn'],
  ])('%s is refused', (text, reason) => {
    expect(() => parseRedrivePolicy(text)).toThrow(`Value ${text} for parameter RedrivePolicy is invalid. Reason: `);
    expect(() => parseRedrivePolicy(text)).toThrow(reason);
  });
});

describe('RedriveAllowPolicy', () => {
  test.each(['allowAll', 'denyAll'])('%s stands alone', (redrivePermission) => {
    expect(parseRedriveAllowPolicy(JSON.stringify({ redrivePermission }))).toEqual({ redrivePermission });
    const withQueues = JSON.stringify({ redrivePermission, sourceQueueArns: [deadLetterTargetArn] });
    expect(() => parseRedriveAllowPolicy(withQueues)).toThrow('byQueue');
  });

  test('byQueue takes up to ten queues', () => {
    expect(parseRedriveAllowPolicy(byQueue(10)).sourceQueueArns).toHaveLength(10);
    for (const count of [0, 11]) expect(() => parseRedriveAllowPolicy(byQueue(count))).toThrow('1 to 10');
  });
});

describe('a dead-letter queue', () => {
  const source = { account: '111122223333', region: 'eu-central-1', name: 'orders' };
  const target = { ...source, name: 'dead' };

  test('is of the same account, region and type', () => {
    expect(redriveObstacle(source, target)).toBeUndefined();
    expect(redriveObstacle(source, { ...target, account: '444455556666' })).toContain('owner');
    expect(redriveObstacle(source, { ...target, region: 'eu-west-1' })).toContain('region');
    expect(redriveObstacle(source, { ...target, name: 'dead.fifo' })).toContain('same type');
  });

  test('decides who may use it', () => {
    const sourceQueueArns = ['arn:aws:sqs:eu-central-1:111122223333:orders'];
    expect(redriveObstacle(source, target, { redrivePermission: 'byQueue', sourceQueueArns })).toBeUndefined();
    expect(redriveObstacle(target, source, { redrivePermission: 'byQueue', sourceQueueArns })).toContain('permit');
    expect(redriveObstacle(source, target, { redrivePermission: 'denyAll' })).toContain('permit');
  });
});
