import { describe, expect, it } from 'vitest';
import type { NotificationConfiguration } from '../../../../generated/types/s3.ts';
import { checkNotifications, matchesNotification, notificationRules } from './notification.ts';

const QueueArn = 'arn:aws:sqs:us-east-1:123456789012:q';
type Queue = NonNullable<NotificationConfiguration['QueueConfigurations']>[number];

function queue(change: Partial<Queue> = {}, prefix = '', suffix = ''): Queue {
  const FilterRules = [
    { Name: 'prefix' as const, Value: prefix },
    { Name: 'suffix' as const, Value: suffix },
  ];
  return { QueueArn, Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules } }, ...change };
}

function check(...QueueConfigurations: Queue[]) {
  return () => checkNotifications({ QueueConfigurations }, 'us-east-1');
}

describe('matchesNotification', () => {
  const [rule] = notificationRules({ QueueConfigurations: [queue({}, 'in/', '.jpg')] });

  it.each([
    ['ObjectCreated:Put', 'in/a.jpg', true],
    ['ObjectCreated:Copy', 'in/b/c.jpg', true],
    ['ObjectRemoved:Delete', 'in/a.jpg', false],
    ['ObjectCreated:Put', 'out/a.jpg', false],
    ['ObjectCreated:Put', 'in/a.png', false],
  ])('%s of %s: %s', (event, key, matches) => {
    expect(rule && matchesNotification(rule, event, key)).toBe(matches);
  });

  it('understands encoded filters and events without a cause', () => {
    const [encoded] = notificationRules({
      QueueConfigurations: [queue({ Events: ['s3:LifecycleTransition'] }, 'a%20b/')],
    });
    expect(encoded && matchesNotification(encoded, 'LifecycleTransition', 'a b/c')).toBe(true);
  });
});

describe('checkNotifications', () => {
  it('takes rules of which no key fits two', () => {
    expect(check(queue({}, 'a/'), queue({}, 'b/'))).not.toThrow();
    expect(check(queue({}, 'a', '.jpg'), queue({}, 'a', '.png'))).not.toThrow();
    expect(
      check(queue({ Events: ['s3:ObjectCreated:Put'] }), queue({ Events: ['s3:ObjectCreated:Copy'] })),
    ).not.toThrow();
  });

  it.each([
    ['overlap', [queue(), queue()]],
    ['overlap of a prefix', [queue({}, 'a'), queue({}, 'ab')]],
    ['overlap by a wildcard', [queue(), queue({ Events: ['s3:ObjectCreated:Put'] })]],
    ['same id', [queue({ Id: 'a' }, 'a'), queue({ Id: 'a' }, 'b')]],
    ['unknown event', [queue({ Events: ['s3:ObjectRead:*' as 's3:ObjectCreated:*'] })]],
    ['broken ARN', [queue({ QueueArn: 'q' })]],
    ['foreign ARN', [queue({ QueueArn: 'arn:aws:sns:us-east-1:123456789012:t' })]],
    ['other region', [queue({ QueueArn: 'arn:aws:sqs:eu-west-1:123456789012:q' })]],
    [
      'two prefixes',
      [
        queue({
          Filter: {
            Key: {
              FilterRules: [
                { Name: 'prefix', Value: 'a' },
                { Name: 'prefix', Value: 'b' },
              ],
            },
          },
        }),
      ],
    ],
  ])('refuses %s', (_name, rules) => {
    expect(check(...rules)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
  });

  it('wants both halves of a filter', () => {
    const Filter = { Key: { FilterRules: [{ Name: 'prefix' as const }] } };
    expect(check(queue({ Filter }))).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });
});
