import {
  CloudControlClient,
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourceCommand,
  GetResourceRequestStatusCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import type { ProgressEvent } from '@aws-sdk/client-cloudcontrol';
import { DescribeStackSetCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queues, TestStackSets } from '../stack-sets/testing.ts';

let sets: TestStackSets;
const one = '111111111111';
const two = '222222222222';

beforeAll(async () => {
  sets = await TestStackSets.start();
  await sets.addRoles([one, two]);
});

afterAll(() => sets.stop());

test('a stack set of a stack brings its instances with it', async () => {
  const template = (groups: object[], seconds = '30') => ({
    Resources: {
      Set: {
        Type: 'AWS::CloudFormation::StackSet',
        Properties: {
          StackSetName: 'by-stack',
          PermissionModel: 'SELF_MANAGED',
          TemplateBody: JSON.stringify(queues),
          Parameters: [
            { ParameterKey: 'Name', ParameterValue: 'by-stack' },
            { ParameterKey: 'Seconds', ParameterValue: seconds },
          ],
          StackInstancesGroup: groups,
          OperationPreferences: { MaxConcurrentCount: 5, FailureToleranceCount: 4 },
        },
      },
    },
    Outputs: { Id: { Value: { Ref: 'Set' } } },
  });
  const group = (Accounts: string[], Regions: string[], ParameterOverrides: object[] = []) => ({
    DeploymentTargets: { Accounts },
    Regions,
    ...(ParameterOverrides.length > 0 && { ParameterOverrides }),
  });
  const own = [{ ParameterKey: 'Name', ParameterValue: 'by-stack-own' }];
  const stack = await sets.create(
    'holder',
    template([group([one], ['us-east-1', 'us-west-2']), group([two], ['us-east-1'], own)]),
  );
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(stack.Outputs?.[0]?.OutputValue).toMatch(/^by-stack:/);
  expect(await sets.queueNames(two, 'us-east-1', 'by-stack')).toEqual(['by-stack-own']);
  const updated = await sets.update(
    'holder',
    template([group([one], ['us-east-1']), group([two], ['us-east-1'])], '50'),
  );
  expect(updated.StackStatus).toBe('UPDATE_COMPLETE');
  expect(await sets.queueNames(one, 'us-west-2', 'by-stack')).toEqual([]);
  expect(await sets.queueNames(two, 'us-east-1', 'by-stack')).toEqual(['by-stack']);
  expect((await sets.delete('holder')).StackStatus).toBe('DELETE_COMPLETE');
  expect(await sets.queueNames(one, 'us-east-1', 'by-stack')).toEqual([]);
  await expect(sets.client.send(new DescribeStackSetCommand({ StackSetName: 'by-stack' }))).rejects.toMatchObject({
    name: 'StackSetNotFoundException',
  });
});

test('Cloud Control makes, changes and deletes it, too', async () => {
  const control = new CloudControlClient(sets.server.client);
  const TypeName = 'AWS::CloudFormation::StackSet';
  const properties = {
    StackSetName: 'controlled',
    PermissionModel: 'SELF_MANAGED',
    TemplateBody: JSON.stringify(queues),
    Parameters: [{ ParameterKey: 'Name', ParameterValue: 'controlled' }],
    StackInstancesGroup: [{ DeploymentTargets: { Accounts: [one, two] }, Regions: ['us-east-1'] }],
  };
  const end = async (event: ProgressEvent | undefined) => {
    await sets.server.clock.advance(5000);
    const { RequestToken } = event ?? {};
    return (await control.send(new GetResourceRequestStatusCommand({ RequestToken }))).ProgressEvent;
  };
  const DesiredState = JSON.stringify(properties);
  const created = await end((await control.send(new CreateResourceCommand({ TypeName, DesiredState }))).ProgressEvent);
  expect(created).toMatchObject({
    OperationStatus: 'SUCCESS',
    Identifier: expect.stringMatching(/^controlled:/) as string,
  });
  const Identifier = created?.Identifier;
  expect(await sets.queueNames(two, 'us-east-1', 'controlled')).toEqual(['controlled']);
  const read = await control.send(new GetResourceCommand({ TypeName, Identifier }));
  expect(JSON.parse(read.ResourceDescription?.Properties ?? '')).toMatchObject({
    StackInstancesGroup: properties.StackInstancesGroup,
  });
  const patch = async (operation: object) => {
    const PatchDocument = JSON.stringify([operation]);
    return end((await control.send(new UpdateResourceCommand({ TypeName, Identifier, PatchDocument }))).ProgressEvent);
  };
  expect(await patch({ op: 'replace', path: '/StackInstancesGroup/0/Regions', value: ['eu-west-1'] })).toMatchObject({
    OperationStatus: 'FAILED',
    StatusMessage: expect.stringContaining('StackInstancesGroup') as string,
  });
  const value = properties.TemplateBody.replace('"Default":30', '"Default":40');
  const updated = await patch({ op: 'add', path: '/TemplateBody', value });
  expect(updated).toMatchObject({ OperationStatus: 'SUCCESS' });
  expect(await sets.queueNames(two, 'us-east-1', 'controlled')).toEqual(['controlled']);
  const deleted = await end((await control.send(new DeleteResourceCommand({ TypeName, Identifier }))).ProgressEvent);
  expect(deleted).toMatchObject({ OperationStatus: 'SUCCESS' });
  expect(await sets.queueNames(two, 'us-east-1', 'controlled')).toEqual([]);
});

test('the server has nothing to complain about', () => {
  expect(sets.server.errors).toEqual([]);
});
