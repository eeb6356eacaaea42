import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '../../platform/service.ts';
import { access } from './access.ts';
import { account, region, startTestSsm } from './testing.ts';
import type { TestSsm } from './testing.ts';

let ssm: TestSsm;
let context: RequestContext;

const root = `arn:aws:ssm:${region}:${account}:`;

beforeAll(async () => {
  ssm = await startTestSsm();
  const { platform } = ssm.server;
  context = { platform, reader: platform.storage, account, region } as Partial<RequestContext> as RequestContext;
  const Tags = [{ Key: 'team', Value: 'red' }];
  await ssm.call.PutParameter({ Name: '/a/b', Value: 'x', Type: 'String', Tags });
  await ssm.call.PutParameter({ Name: 'plain', Value: 'x', Type: 'String' });
});
afterAll(() => ssm.close());

describe('a parameter', () => {
  test('is decided on by its ARN and its tags, whatever version is asked for', async () => {
    const input = { Name: '/a/b:1' };
    expect(await access.GetParameter?.resources?.(input, context)).toEqual([`${root}parameter/a/b`]);
    expect(await access.GetParameter?.conditions?.(input, context)).toEqual({
      'aws:ResourceTag/team': 'red',
      'ssm:resourceTag/team': 'red',
    });
  });

  test('among several has no condition that is not true for all', async () => {
    const input = { Names: ['/a/b', 'plain'] };
    expect(await access.GetParameters?.resources?.(input, context)).toEqual([
      `${root}parameter/a/b`,
      `${root}parameter/plain`,
    ]);
    expect(await access.GetParameters?.conditions?.(input, context)).toEqual({});
  });

  test('that is public belongs to no account', async () => {
    const Name = '/aws/service/debian/release/12/latest/amd64';
    expect(await access.GetParameter?.resources?.({ Name }, context)).toEqual([
      `arn:aws:ssm:${region}::parameter${Name}`,
    ]);
  });
});

test('PutParameter tells of overwriting, policies and tags', async () => {
  const input = { Name: '/new', Value: 'x', Overwrite: true, Tags: [{ Key: 'team', Value: 'blue' }] };
  expect(await access.PutParameter?.conditions?.(input, context)).toEqual({
    'ssm:Overwrite': 'true',
    'ssm:Policies': 'false',
    'aws:RequestTag/team': 'blue',
    'aws:TagKeys': ['team'],
  });
  const { actions } = access.PutParameter ?? {};
  expect(typeof actions === 'function' && actions(input)).toEqual(['ssm:PutParameter', 'ssm:AddTagsToResource']);
});

test('GetParametersByPath is decided on by the path', async () => {
  const input = { Path: '/a/', Recursive: true };
  expect(await access.GetParametersByPath?.resources?.(input, context)).toEqual([`${root}parameter/a`]);
  expect(await access.GetParametersByPath?.conditions?.(input, context)).toEqual({ 'ssm:Recursive': 'true' });
});

test('settings are resources, too', async () => {
  const SettingId = '/ssm/parameter-store/default-parameter-tier';
  expect(await access.GetServiceSetting?.resources?.({ SettingId }, context)).toEqual([
    `${root}servicesetting${SettingId}`,
  ]);
});
