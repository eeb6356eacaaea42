import { expect, it } from 'vitest';
import { grantsAccessTo } from './service-access.ts';

it.each([
  [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::one/*' }, true],
  [{ Effect: 'Allow', Action: ['sqs:*', 'S3:Get*'] }, true],
  [{ Effect: 'Allow', Action: '*' }, true],
  [{ Effect: 'Allow', Action: 's*:*' }, true],
  [{ Effect: 'Allow', Action: 'sqs:*' }, false],
  [{ Effect: 'Allow', Action: 's3express:*' }, false],
  [{ Effect: 'Deny', Action: 's3:*' }, false],
  [{ Effect: 'Allow', NotAction: 'iam:*' }, true],
  [{ Effect: 'Allow', NotAction: 's3:DeleteObject' }, true],
  [{ Effect: 'Allow', NotAction: ['s3:*', 'iam:*'] }, false],
])('%j grants access to s3: %s', (statement, granted) => {
  expect(grantsAccessTo(JSON.stringify({ Statement: statement }), 's3')).toBe(granted);
  expect(grantsAccessTo(JSON.stringify({ Statement: [{ Effect: 'Deny', Action: '*' }, statement] }), 's3')).toBe(
    granted,
  );
});
