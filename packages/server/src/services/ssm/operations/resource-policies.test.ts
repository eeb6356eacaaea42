import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, region, startTestSsm } from '../testing.ts';
import type { TestSsm } from '../testing.ts';

const other = '444455556666';

let ssm: TestSsm;

beforeAll(async () => {
  ssm = await startTestSsm();
});
afterAll(() => ssm.close());

function documentFor(ResourceArn: string, ...principals: string[]) {
  const Action = ['ssm:GetParameter', 'ssm:DescribeParameters'];
  const Statement = [{ Effect: 'Allow', Principal: { AWS: principals }, Action, Resource: ResourceArn }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

test('an advanced parameter is shared, shown to those it is shared with, and taken back', async () => {
  const { call } = ssm;
  await call.PutParameter({ Name: '/shared', Value: 'x', Type: 'String', Tier: 'Advanced' });
  const ResourceArn = `arn:aws:ssm:${region}:${account}:parameter/shared`;
  const Policy = documentFor(ResourceArn, `arn:aws:iam::${other}:root`);
  const { PolicyId = '', PolicyHash = '' } = await call.PutResourcePolicy({ ResourceArn, Policy });
  expect(await call.GetResourcePolicies({ ResourceArn })).toEqual({
    Policies: [{ PolicyId, PolicyHash, Policy }],
    NextToken: undefined,
  });
  const shared = await ssm.callAs(other).DescribeParameters({ Shared: true });
  expect(shared.Parameters).toMatchObject([{ ARN: ResourceArn }]);
  expect((await ssm.callAs(other).DescribeParameters({})).Parameters).toEqual([]);
  expect((await ssm.callAs(other).GetParameter({ Name: ResourceArn })).Parameter).toMatchObject({ Value: 'x' });
  await expect(call.PutResourcePolicy({ ResourceArn, Policy, PolicyId, PolicyHash: 'stale' })).rejects.toMatchObject({
    code: 'ResourcePolicyConflictException',
  });
  await call.DeleteResourcePolicy({ ResourceArn, PolicyId, PolicyHash });
  expect((await ssm.callAs(other).DescribeParameters({ Shared: true })).Parameters).toEqual([]);
  await expect(call.DeleteResourcePolicy({ ResourceArn, PolicyId, PolicyHash })).rejects.toMatchObject({
    code: 'ResourcePolicyNotFoundException',
  });
});

test('what cannot be shared is refused', async () => {
  const { call } = ssm;
  await ssm.putString('standard');
  await call.PutParameter({ Name: 'secret', Value: 'x', Type: 'SecureString', Tier: 'Advanced' });
  const arnOf = (name: string) => `arn:aws:ssm:${region}:${account}:parameter/${name}`;
  const put = (name: string, Policy = documentFor(arnOf(name), other)) =>
    call.PutResourcePolicy({ ResourceArn: arnOf(name), Policy });
  await expect(put('standard')).rejects.toMatchObject({ code: 'ResourcePolicyInvalidParameterException' });
  await expect(put('secret')).rejects.toMatchObject({ code: 'ResourcePolicyInvalidParameterException' });
  await expect(put('none')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  await call.PutParameter({ Name: 'advanced', Value: 'x', Type: 'String', Tier: 'Advanced' });
  await expect(put('advanced', '{}')).rejects.toMatchObject({ code: 'MalformedResourcePolicyDocumentException' });
  const many = Array.from({ length: 80 }, () => `arn:aws:iam::${other}:root`);
  await expect(put('advanced', documentFor(arnOf('advanced'), ...many))).rejects.toMatchObject({
    code: 'ResourcePolicyLimitExceededException',
  });
});
