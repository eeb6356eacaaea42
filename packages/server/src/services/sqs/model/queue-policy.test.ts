import { expect, test } from 'vitest';
import { addPermission, removePermission } from './queue-policy.ts';

const arn = 'arn:aws:sqs:eu-central-1:111122223333:orders';
const permission = { label: 'send', accounts: ['444455556666'], actions: ['SendMessage'] };

test('a permission is a statement of the queue’s policy', () => {
  const policy = addPermission(undefined, arn, permission);
  expect(JSON.parse(policy)).toEqual({
    Version: '2008-10-17',
    Id: `${arn}/SQSDefaultPolicy`,
    Statement: [
      {
        Sid: 'send',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Action: 'SQS:SendMessage',
        Resource: arn,
      },
    ],
  });
  const both = addPermission(policy, arn, {
    ...permission,
    label: 'all',
    accounts: ['444455556666', '777788889999'],
    actions: ['*'],
  });
  expect(JSON.parse(both).Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['send', 'all']);
  expect(JSON.parse(removePermission(both, arn, 'all') ?? '')).toEqual(JSON.parse(policy));
  expect(removePermission(policy, arn, 'send')).toBeUndefined();
});

test('what AWS refuses is refused', () => {
  const policy = addPermission(undefined, arn, permission);
  expect(() => addPermission(policy, arn, permission)).toThrow('Already exists.');
  expect(() => removePermission(policy, arn, 'other')).toThrow("can't find label");
  expect(() => addPermission(undefined, arn, { ...permission, actions: ['Send'] })).toThrow(
    'Value SQS:Send for parameter ActionName',
  );
  expect(() => addPermission(undefined, arn, { ...permission, accounts: ['1'] })).toThrow(
    'Value [1] for parameter PrincipalId',
  );
  expect(() => addPermission(undefined, arn, { ...permission, label: 'a b' })).toThrow('parameter Label');
  const eight = Array<string>(8).fill('SendMessage');
  expect(() => addPermission(undefined, arn, { ...permission, actions: eight })).toThrow(
    '8 Actions were found, maximum allowed is 7.',
  );
  let full: string | undefined;
  for (let number = 1; number <= 20; number++) full = addPermission(full, arn, { ...permission, label: `${number}` });
  expect(() => addPermission(full, arn, permission)).toThrow(
    expect.objectContaining({ code: 'OverLimit', message: '21 Statements were found, maximum allowed is 20.' }),
  );
});
