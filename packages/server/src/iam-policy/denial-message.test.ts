import { expect, test } from 'vitest';
import type { Ruling } from './decide.ts';
import { denialMessage } from './denial-message.ts';
import { ann, anonymous, deployer, sns } from './example-principals.ts';

const request = { principal: ann, action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:123456789012:queue' };
const attempt =
  'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:123456789012:queue';

test.each<[Ruling['outcome'], Ruling['decidedBy'], string]>([
  ['implicitDeny', 'identity-based policy', 'because no identity-based policy allows the sqs:sendmessage action'],
  ['implicitDeny', 'resource-based policy', 'because no resource-based policy allows the sqs:sendmessage action'],
  ['implicitDeny', 'permissions boundary', 'because no permissions boundary allows the sqs:sendmessage action'],
  ['implicitDeny', 'session policy', 'because no session policy allows the sqs:sendmessage action'],
  ['implicitDeny', 'service control policy', 'because no service control policy allows the sqs:sendmessage action'],
  ['explicitDeny', 'identity-based policy', 'with an explicit deny in an identity-based policy'],
  ['explicitDeny', 'resource-based policy', 'with an explicit deny in a resource-based policy'],
  ['explicitDeny', 'permissions boundary', 'with an explicit deny in a permissions boundary'],
  ['explicitDeny', 'session policy', 'with an explicit deny in a session policy'],
  ['explicitDeny', 'service control policy', 'with an explicit deny in a service control policy'],
])('%s by %s', (outcome, decidedBy, reason) => {
  expect(denialMessage({ outcome, decidedBy }, request)).toBe(`${attempt} ${reason}`);
});

test('a trust policy that does not allow is not mentioned', () => {
  const assume = { principal: ann, action: 'sts:AssumeRole', resource: 'arn:aws:iam::123456789012:role/r' };
  const start = 'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sts:AssumeRole';
  expect(denialMessage({ outcome: 'implicitDeny', decidedBy: 'trust policy' }, assume)).toBe(
    `${start} on resource: arn:aws:iam::123456789012:role/r`,
  );
  expect(denialMessage({ outcome: 'explicitDeny', decidedBy: 'trust policy' }, assume)).toBe(
    `${start} on resource: arn:aws:iam::123456789012:role/r with an explicit deny in the role trust policy`,
  );
});

test.each([
  [deployer, 'User: arn:aws:sts::123456789012:assumed-role/deploy/session-1 is not authorized'],
  [sns, 'User: sns.amazonaws.com is not authorized'],
  [anonymous, 'User: anonymous is not authorized'],
])('names the caller', (principal, start) => {
  const ruling = { outcome: 'implicitDeny', decidedBy: 'resource-based policy' } as const;
  expect(denialMessage(ruling, { ...request, principal }).startsWith(start)).toBe(true);
});

test.each([
  ['iam:GetUser', 'user/team/ben', 'user ben'],
  ['iam:AddRoleToInstanceProfile', 'instance-profile/web', 'instance profile web'],
  ['iam:GetPolicy', 'policy/p', 'policy arn:aws:iam::123456789012:policy/p'],
  ['iam:CreatePolicy', 'policy/p', 'policy p'],
  ['iam:CreateRole', 'role/r', 'arn:aws:iam::123456789012:role/r'],
  ['iam:PassRole', 'role/r', 'arn:aws:iam::123456789012:role/r'],
  ['iam:ListUsers', 'user/', 'arn:aws:iam::123456789012:user/'],
  ['sts:AssumeRole', 'role/r', 'arn:aws:iam::123456789012:role/r'],
])('%s is refused on %s', (action, path, shown) => {
  const ruling = { outcome: 'implicitDeny', decidedBy: 'identity-based policy' } as const;
  const message = denialMessage(ruling, { principal: ann, action, resource: `arn:aws:iam::123456789012:${path}` });
  expect(message).toContain(`to perform: ${action} on resource: ${shown} because no`);
});
