import type { Principal } from '../platform/identity.ts';

/** Callers that the tests of this folder share. */
export const HOME = '123456789012';
export const AWAY = '999999999999';

export const ann: Principal = {
  kind: 'user',
  account: HOME,
  arn: `arn:aws:iam::${HOME}:user/ann`,
  userId: 'AIDACKCEVSQ6C2EXAMPLE',
  name: 'ann',
  tags: { team: 'yellow', 'Cost Center': '42' },
};

export const ben: Principal = {
  ...ann,
  arn: `arn:aws:iam::${HOME}:user/ben`,
  userId: 'AIDABEN0000000EXAMPLE',
  name: 'ben',
};

export const deployer: Principal = {
  kind: 'assumed-role',
  account: HOME,
  arn: `arn:aws:sts::${HOME}:assumed-role/deploy/session-1`,
  userId: 'AROADBQP57FF2AEXAMPLE:session-1',
  name: 'session-1',
  roleArn: `arn:aws:iam::${HOME}:role/ci/deploy`,
  conditions: { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z', 'sts:SourceIdentity': 'ann' },
};

export const root: Principal = { kind: 'root', account: HOME, arn: `arn:aws:iam::${HOME}:root`, userId: HOME };

export const federated: Principal = {
  kind: 'federated-user',
  account: HOME,
  arn: `arn:aws:sts::${HOME}:federated-user/bob`,
  userId: `${HOME}:bob`,
  name: 'bob',
};

export const sns: Principal = {
  kind: 'service',
  account: HOME,
  arn: 'sns.amazonaws.com',
  userId: 'sns.amazonaws.com',
  service: 'sns.amazonaws.com',
};

export const anonymous: Principal = { kind: 'anonymous', account: '', arn: '', userId: 'anonymous' };
