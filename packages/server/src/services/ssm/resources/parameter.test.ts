import { AddTagsToResourceCommand, ListTagsForResourceCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let client: SSMClient;
let parameters: ResourceHarness;

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  client = new SSMClient(server.client);
  parameters = new ResourceHarness(server, 'AWS::SSM::Parameter', 'Name');
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function tagsOf(ResourceId: string): Promise<Record<string, string | undefined>> {
  const input = { ResourceType: 'Parameter' as const, ResourceId };
  const { TagList = [] } = await client.send(new ListTagsForResourceCommand(input));
  return Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value]));
}

describe('AWS::SSM::Parameter', () => {
  it('has a generated name without that of the stack', async () => {
    const { answered } = await parameters.create({ Type: 'String', Value: 'x' });
    expect(answered).toMatchObject({ Type: 'String', Value: 'x', Name: expect.stringMatching(/^CFN-Thing-\w{12}$/) });
    expect(answered['Arn']).toBe(`arn:aws:ssm:us-east-1:000000000000:parameter/${String(answered['Name'])}`);
  });

  it('is read as it is', async () => {
    const desired = {
      Name: '/app/sizes',
      Type: 'StringList',
      Value: 's,m',
      Description: 'Sizes',
      AllowedPattern: '^[sml,]+$',
      DataType: 'text',
      Tier: 'Advanced',
      Policies: '[{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Days"}}]',
      Tags: { team: 'blue' },
    };
    const created = await parameters.create(desired);
    expect(created.physicalId).toBe('/app/sizes');
    expect(await tagsOf('/app/sizes')).toMatchObject({ team: 'blue', 'aws:cloudformation:stack-name': 'demo' });
    expect(await parameters.read(created)).toEqual({
      ...desired,
      Arn: 'arn:aws:ssm:us-east-1:000000000000:parameter/app/sizes',
    });
  });

  it('updates every property in place', async () => {
    const created = await parameters.create({ Type: 'String', Value: 'a' });
    const desired = {
      Type: 'String',
      Value: 'b',
      Description: 'Letters',
      AllowedPattern: '^[ab]$',
      Tier: 'Advanced',
      Policies: '[{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Days"}}]',
    };
    const updated = await parameters.update(created, desired);
    expect(updated.physicalId).toBe(created.physicalId);
    expect(updated.properties['Value']).toBe('b');
    expect(await parameters.read(updated)).toMatchObject(desired);
  });

  it('changes tags, which are a map', async () => {
    const system = { 'aws:cloudformation:stack-name': 'demo' };
    const base = { Type: 'String', Value: 'a' };
    const created = await parameters.create({ ...base, Tags: { goes: '1', changes: '1' } }, { ...system, wide: '1' });
    const ResourceId = created.physicalId;
    const Tags = [{ Key: 'byHand', Value: 'stays' }];
    await client.send(new AddTagsToResourceCommand({ ResourceType: 'Parameter', ResourceId, Tags }));
    await parameters.update(created, { ...base, Tags: { changes: '2', comes: '1' } }, system);
    expect(await tagsOf(ResourceId)).toEqual({ ...system, changes: '2', comes: '1', byHand: 'stays' });
  });

  it('keeps system tags from users', async () => {
    const { physicalId: ResourceId } = await parameters.create({ Type: 'String', Value: 'a' });
    const Tags = [{ Key: 'aws:x', Value: 'y' }];
    const call = client.send(new AddTagsToResourceCommand({ ResourceType: 'Parameter', ResourceId, Tags }));
    await expect(call).rejects.toThrow(/reserved/);
  });

  it('is no secret', async () => {
    await expect(parameters.create({ Type: 'SecureString', Value: 'x' })).rejects.toThrow(
      'SSM Parameters of type SecureString cannot be created using CloudFormation',
    );
  });

  it('does not take over a parameter that is there', async () => {
    await parameters.create({ Name: 'mine', Type: 'String', Value: 'x' });
    const again = parameters.create({ Name: 'mine', Type: 'String', Value: 'y' });
    await expect(again).rejects.toMatchObject({ code: 'ParameterAlreadyExists' });
  });

  it('is listed, deleted, and no error when gone', async () => {
    const created = await parameters.create({ Name: 'brief', Type: 'String', Value: 'x' });
    expect(await parameters.list()).toContainEqual({ Name: 'brief' });
    await parameters.delete(created);
    await parameters.delete(created);
    expect(await parameters.read(created)).toBeUndefined();
    expect(await parameters.list()).not.toContainEqual({ Name: 'brief' });
  });

  it('logs no error', () => expect(server.errors).toEqual([]));
});
