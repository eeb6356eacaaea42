import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, region, startTestSsm } from '../testing.ts';
import type { TestSsm } from '../testing.ts';

let ssm: TestSsm;
let call: TestSsm['call'];

beforeAll(async () => {
  ssm = await startTestSsm();
  call = ssm.call;
});
afterAll(() => ssm.close());

describe('a parameter', () => {
  test('is created, read, overwritten and deleted', async () => {
    const first = { Name: '/life/one', Value: 'a', Type: 'String' as const, Description: 'd' };
    expect(await call.PutParameter(first)).toEqual({ Version: 1, Tier: 'Standard' });
    const { Parameter } = await call.GetParameter({ Name: '/life/one' });
    expect(Parameter).toEqual({
      Name: '/life/one',
      Type: 'String',
      Value: 'a',
      Version: 1,
      LastModifiedDate: new Date(ssm.server.clock.now()),
      ARN: `arn:aws:ssm:${region}:${account}:parameter/life/one`,
      DataType: 'text',
    });
    await expect(call.PutParameter(first)).rejects.toMatchObject({ code: 'ParameterAlreadyExists' });
    const overwritten = await call.PutParameter({ Name: '/life/one', Value: 'b', Overwrite: true });
    expect(overwritten.Version).toBe(2);
    await call.DeleteParameter({ Name: '/life/one' });
    await expect(call.GetParameter({ Name: '/life/one' })).rejects.toMatchObject({ code: 'ParameterNotFound' });
    await expect(call.GetParameter({ Name: '/life/one:1' })).rejects.toMatchObject({ code: 'ParameterNotFound' });
    expect((await call.PutParameter(first)).Version).toBe(1);
  });

  test('is read by version, by label and by ARN', async () => {
    await ssm.putString('chosen', 'one');
    await call.PutParameter({ Name: 'chosen', Value: 'two', Overwrite: true });
    await call.LabelParameterVersion({ Name: 'chosen', ParameterVersion: 1, Labels: ['prod'] });
    const valueOf = async (Name: string) => (await call.GetParameter({ Name })).Parameter;
    expect(await valueOf('chosen:1')).toMatchObject({ Name: 'chosen', Value: 'one', Selector: ':1' });
    expect(await valueOf('chosen:prod')).toMatchObject({ Value: 'one', Version: 1, Selector: ':prod' });
    const arn = `arn:aws:ssm:${region}:${account}:parameter/chosen`;
    expect(await valueOf(arn)).toMatchObject({ Name: 'chosen', Value: 'two' });
    expect(await valueOf(`${arn}:1`)).toMatchObject({ Value: 'one' });
    for (const Name of ['chosen:3', 'chosen:0', 'chosen:none', 'chosen:99999999999999999999']) {
      await expect(call.GetParameter({ Name })).rejects.toMatchObject({ code: 'ParameterVersionNotFound' });
    }
  });

  test('among several, those that are not there are named', async () => {
    await ssm.putString('here', 'h');
    const Names = ['here', 'nowhere', 'here:9', 'here', 'here:1'];
    const { Parameters, InvalidParameters } = await call.GetParameters({ Names });
    expect(Parameters?.map(({ Name, Selector }) => [Name, Selector])).toEqual([
      ['here', undefined],
      ['here', ':1'],
    ]);
    expect(InvalidParameters).toEqual(['nowhere', 'here:9']);
    const deleted = await call.DeleteParameters({ Names: ['here', 'nowhere'] });
    expect(deleted).toEqual({ DeletedParameters: ['here'], InvalidParameters: ['nowhere'] });
  });

  test('of type SecureString is ciphertext, in the store as for those who do not ask to decrypt', async () => {
    const Value = 'пароль ✓';
    await call.PutParameter({ Name: '/secret', Value, Type: 'SecureString' });
    const sealed = (await call.GetParameter({ Name: '/secret' })).Parameter?.Value ?? '';
    expect(Buffer.from(sealed, 'base64').includes(Value)).toBe(false);
    expect((await call.GetParameter({ Name: '/secret', WithDecryption: true })).Parameter?.Value).toBe(Value);
    await call.PutParameter({ Name: '/secret', Value: 'new', Overwrite: true, KeyId: 'alias/mine' });
    const { Parameters = [] } = await call.GetParameterHistory({ Name: '/secret', WithDecryption: true });
    expect(Parameters.map((version) => [version.Value, version.KeyId])).toEqual([
      [Value, 'alias/aws/ssm'],
      ['new', 'alias/mine'],
    ]);
  });
});

describe('versions', () => {
  test('a hundred are kept, and the oldest is not dropped while it has a label', async () => {
    await ssm.putString('many', '1');
    const overwrite = (Value: string) => call.PutParameter({ Name: 'many', Value, Overwrite: true });
    for (let version = 2; version <= 101; version++) await overwrite(String(version));
    await expect(call.GetParameter({ Name: 'many:1' })).rejects.toMatchObject({ code: 'ParameterVersionNotFound' });
    expect((await call.GetParameter({ Name: 'many:2' })).Parameter?.Value).toBe('2');
    await call.LabelParameterVersion({ Name: 'many', ParameterVersion: 2, Labels: ['keep'] });
    await expect(overwrite('102')).rejects.toMatchObject({ code: 'ParameterMaxVersionLimitExceeded' });
    await call.LabelParameterVersion({ Name: 'many', Labels: ['keep'] });
    expect((await overwrite('102')).Version).toBe(102);
    const values: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await call.GetParameterHistory({ Name: 'many', MaxResults: 33, NextToken });
      values.push(...(page.Parameters ?? []).map(({ Value }) => Value));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(values).toEqual(Array.from({ length: 100 }, (_, index) => String(index + 3)));
  });

  test('labels move, ten to a version, and are refused where they are none', async () => {
    await ssm.putString('labelled');
    await call.PutParameter({ Name: 'labelled', Value: 'y', Overwrite: true });
    const Labels = ['prod', '1st', 'AWSx', 'ssm-y', 'a b', 'ok_.-'];
    const labelled = await call.LabelParameterVersion({ Name: 'labelled', ParameterVersion: 1, Labels });
    expect(labelled).toEqual({ InvalidLabels: ['1st', 'AWSx', 'ssm-y', 'a b'], ParameterVersion: 1 });
    await call.LabelParameterVersion({ Name: 'labelled', Labels: ['prod'] });
    const { Parameters = [] } = await call.GetParameterHistory({ Name: 'labelled' });
    expect(Parameters.map((version) => version.Labels)).toEqual([['ok_.-'], ['prod']]);
    const ten = Array.from({ length: 10 }, (_, index) => `l${index}`);
    await expect(call.LabelParameterVersion({ Name: 'labelled', Labels: ten })).rejects.toMatchObject({
      code: 'ParameterVersionLabelLimitExceeded',
    });
    const removed = await call.UnlabelParameterVersion({
      Name: 'labelled',
      ParameterVersion: 2,
      Labels: ['prod', 'ok_.-'],
    });
    expect(removed).toEqual({ RemovedLabels: ['prod'], InvalidLabels: ['ok_.-'] });
    await expect(
      call.LabelParameterVersion({ Name: 'labelled', ParameterVersion: 3, Labels: ['x'] }),
    ).rejects.toMatchObject({ code: 'ParameterVersionNotFound' });
  });
});

describe('tags and settings', () => {
  test('tags are added, listed, removed and limited', async () => {
    await call.PutParameter({ Name: 'tagged', Value: 'x', Type: 'String', Tags: [{ Key: 'a', Value: '1' }] });
    const resource = { ResourceType: 'Parameter' as const, ResourceId: 'tagged' };
    await call.AddTagsToResource({ ...resource, Tags: [{ Key: 'b', Value: '2' }] });
    await call.RemoveTagsFromResource({ ...resource, TagKeys: ['a', 'none'] });
    expect(await call.ListTagsForResource(resource)).toEqual({ TagList: [{ Key: 'b', Value: '2' }] });
    const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await expect(call.AddTagsToResource({ ...resource, Tags })).rejects.toMatchObject({ code: 'TooManyTagsError' });
    await expect(call.ListTagsForResource({ ...resource, ResourceId: 'none' })).rejects.toMatchObject({
      code: 'InvalidResourceId',
    });
    await expect(call.ListTagsForResource({ ...resource, ResourceType: 'Document' })).rejects.toMatchObject({
      code: 'InvalidResourceType',
      message: expect.stringContaining('Document'),
    });
  });

  test('the default tier is that of the account', async () => {
    const SettingId = '/ssm/parameter-store/default-parameter-tier';
    expect((await call.GetServiceSetting({ SettingId })).ServiceSetting).toMatchObject({
      SettingValue: 'Standard',
      Status: 'Default',
    });
    await call.UpdateServiceSetting({ SettingId, SettingValue: 'Intelligent-Tiering' });
    const large = { Name: 'large', Value: 'x'.repeat(4097), Type: 'String' as const };
    expect(await call.PutParameter(large)).toMatchObject({ Tier: 'Advanced' });
    expect(await call.PutParameter({ ...large, Name: 'small', Value: 'x' })).toMatchObject({ Tier: 'Standard' });
    await call.ResetServiceSetting({ SettingId });
    await expect(call.PutParameter({ ...large, Name: 'larger' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(/^Standard tier parameters support a maximum parameter value of 4096 characters/),
    });
    await expect(call.PutParameter({ ...large, Overwrite: true, Tier: 'Standard', Value: 'x' })).rejects.toMatchObject({
      message: expect.stringContaining("can't downgrade"),
    });
    expect(await call.PutParameter({ ...large, Overwrite: true, Value: 'x' })).toMatchObject({ Tier: 'Advanced' });
    await expect(call.GetServiceSetting({ SettingId: '/ssm/other' })).rejects.toMatchObject({
      code: 'ServiceSettingNotFound',
    });
  });
});
