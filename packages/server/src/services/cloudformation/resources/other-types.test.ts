import { DescribeChangeSetCommand, DescribeGeneratedTemplateCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findMacro } from '../store/macros.ts';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;

beforeAll(async () => {
  stacks = await TestStacks.start();
});

afterAll(() => stacks.stop());

const scope = { account: '000000000000', region: 'us-east-1' };

function macro(FunctionName: string, Name = 'Repeat') {
  return { Resources: { Macro: { Type: 'AWS::CloudFormation::Macro', Properties: { Name, FunctionName } } } };
}

test('a macro is registered, changed and removed', async () => {
  const { storage } = stacks.server.platform;
  await stacks.create('macros', macro('first'));
  expect(await stacks.physicalIds('macros')).toEqual({ Macro: 'Repeat' });
  expect(await findMacro(storage, scope, 'Repeat')).toMatchObject({ functionName: 'first' });
  await stacks.update('macros', macro('second'));
  expect(await findMacro(storage, scope, 'Repeat')).toMatchObject({ functionName: 'second' });
  await stacks.create('macros-2', macro('third'));
  expect((await stacks.events('macros-2')).find((line) => line.startsWith('Macro CREATE_FAILED'))).toContain(
    'AlreadyExists',
  );
  await stacks.delete('macros');
  expect(await findMacro(storage, scope, 'Repeat')).toBeUndefined();
});

test('a stack whose macro names a function that cannot be invoked fails', async () => {
  await stacks.create('macros-3', macro('function', 'Later'));
  const template = { Transform: 'Later', Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
  const { StackStatus } = await stacks.create('changed', template, { Capabilities: ['CAPABILITY_AUTO_EXPAND'] });
  expect(StackStatus).toBe('ROLLBACK_COMPLETE');
  expect((await stacks.events('changed'))[1]).toMatch(
    /^changed ROLLBACK_IN_PROGRESS Transform 000000000000::Later failed with: .*\. Rollback requested by user\.$/,
  );
});

test('a change set of a template waits to be executed', async () => {
  await stacks.create('target', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
  const TemplateBody = JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
  const set = (properties: object) => ({
    Resources: {
      Set: {
        Type: 'AWS::CloudFormation::ChangeSet',
        Properties: { ChangeSetName: 'next', StackName: 'target', ...properties },
      },
    },
  });
  await stacks.create('sets', set({ TemplateBody }));
  await stacks.server.clock.advance(1000);
  expect((await stacks.describe('sets')).StackStatus).toBe('CREATE_COMPLETE');
  const ChangeSetName = (await stacks.physicalIds('sets'))['Set'];
  const found = await stacks.client.send(new DescribeChangeSetCommand({ ChangeSetName }));
  expect(found).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
  await stacks.delete('sets');
  await expect(stacks.client.send(new DescribeChangeSetCommand({ ChangeSetName }))).rejects.toMatchObject({
    name: 'ChangeSetNotFoundException',
  });
  await stacks.create('no-sets', set({ UsePreviousTemplate: true }));
  await stacks.server.clock.advance(1000);
  expect((await stacks.events('no-sets')).find((line) => line.startsWith('Set CREATE_FAILED'))).toContain(
    "didn't contain changes",
  );
});

test('a generated template is made, named anew and deleted', async () => {
  const template = (GeneratedTemplateName: string) => ({
    Resources: { Generated: { Type: 'AWS::CloudFormation::GeneratedTemplate', Properties: { GeneratedTemplateName } } },
    Outputs: { Status: { Value: { 'Fn::GetAtt': 'Generated.Status' } } },
  });
  await stacks.create('generating', template('one'));
  await stacks.server.clock.advance(1000);
  const stack = await stacks.describe('generating');
  expect(stack.Outputs?.[0]?.OutputValue).toBe('COMPLETE');
  const GeneratedTemplateName = (await stacks.physicalIds('generating'))['Generated'];
  await stacks.update('generating', template('two'));
  await stacks.server.clock.advance(1000);
  const found = await stacks.client.send(new DescribeGeneratedTemplateCommand({ GeneratedTemplateName }));
  expect(found.GeneratedTemplateName).toBe('two');
  await stacks.delete('generating');
  await expect(
    stacks.client.send(new DescribeGeneratedTemplateCommand({ GeneratedTemplateName })),
  ).rejects.toMatchObject({
    name: 'GeneratedTemplateNotFoundException',
  });
});

test('the server has nothing to complain about', () => {
  expect(stacks.server.errors).toEqual([]);
});
