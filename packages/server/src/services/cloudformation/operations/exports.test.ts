import { DeleteStackCommand, ListExportsCommand, ListImportsCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;

beforeAll(async () => {
  stacks = await TestStacks.start();
});

afterAll(async () => {
  await stacks.stop();
});

const producer = (name: string, exportName: string | undefined = 'shared') => ({
  Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: name } } },
  Outputs: { Arn: { Value: { Ref: 'Topic' }, ...(exportName && { Export: { Name: exportName } }) } },
});
const consumer = {
  Resources: {
    Setting: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::ImportValue': 'shared' } } },
  },
};

test('a missing export rolls the stack back', async () => {
  const stack = await stacks.create('early', consumer);
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await stacks.events('early')).toEqual([
    'early CREATE_IN_PROGRESS User Initiated',
    'early ROLLBACK_IN_PROGRESS No export named shared found. Rollback requested by user.',
    'early ROLLBACK_COMPLETE',
  ]);
});

test('exports are listed, imported and unique', async () => {
  await stacks.create('producer', producer('one'));
  await stacks.create('consumer', consumer);
  expect((await stacks.describe('consumer')).StackStatus).toBe('CREATE_COMPLETE');
  const { Exports } = await stacks.client.send(new ListExportsCommand({}));
  expect(Exports).toEqual([
    {
      ExportingStackId: (await stacks.describe('producer')).StackId,
      Name: 'shared',
      Value: expect.stringMatching(/:one$/) as string,
    },
  ]);
  const { Imports } = await stacks.client.send(new ListImportsCommand({ ExportName: 'shared' }));
  expect(Imports).toEqual(['consumer']);
  const second = await stacks.create('second', producer('two'));
  expect(second.StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await stacks.eventsSince('second', 'second ROLLBACK_IN_PROGRESS')).toEqual([
    'second ROLLBACK_IN_PROGRESS Export with name shared is already exported by stack producer. Rollback requested by user.',
    'Topic DELETE_IN_PROGRESS',
    'Topic DELETE_COMPLETE',
    'second ROLLBACK_COMPLETE',
  ]);
});

test('an export in use neither changes nor goes', async () => {
  const reasonOf = async () => (await stacks.eventsSince('producer', 'producer UPDATE_ROLLBACK_IN_PROGRESS'))[0];
  const changed = await stacks.update('producer', producer('other'));
  expect(changed.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await reasonOf()).toBe(
    'producer UPDATE_ROLLBACK_IN_PROGRESS Cannot update export shared as it is in use by consumer.',
  );
  await stacks.update('producer', producer('one', ''));
  expect(await reasonOf()).toBe(
    'producer UPDATE_ROLLBACK_IN_PROGRESS Cannot delete export shared as it is in use by consumer.',
  );
  const kept = await stacks.delete('producer');
  expect(kept).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    StackStatusReason: 'Delete canceled. Cannot delete export shared as it is in use by consumer.',
  });
});

test('once nobody imports it, an export is free', async () => {
  await stacks.client.send(new DeleteStackCommand({ StackName: 'consumer' }));
  await stacks.settle();
  await expect(stacks.client.send(new ListImportsCommand({ ExportName: 'shared' }))).rejects.toThrow(
    "Export 'shared' is not imported by any stack.",
  );
  expect((await stacks.delete('producer')).StackStatus).toBe('DELETE_COMPLETE');
  expect((await stacks.client.send(new ListExportsCommand({}))).Exports).toEqual([]);
});

test('what is exported is short, and its name plain and its own', async () => {
  const exporting = (...exported: { value: string; name: unknown }[]) => ({
    ...producer('exporting'),
    Outputs: Object.fromEntries(
      exported.map(({ value, name }, index) => [`O${index}`, { Value: value, Export: { Name: name } }]),
    ),
  });
  const reason = async (template: object) => {
    await stacks.create('exporting', template);
    const [first = ''] = await stacks.eventsSince('exporting', 'exporting ROLLBACK_IN_PROGRESS');
    await stacks.delete('exporting');
    return first;
  };
  const words = 'is malformed. The Name field of every Export member must be specified and consist only of';
  await expect(stacks.create('exporting', exporting({ value: 'x', name: 'a b' }))).rejects.toThrow(`O0 ${words}`);
  expect(await reason(exporting({ value: 'x', name: { 'Fn::Sub': '${AWS::StackId}' } }))).toContain(`O0 ${words}`);
  expect(await reason(exporting({ value: 'x'.repeat(1025), name: 'long' }))).toBe(
    'exporting ROLLBACK_IN_PROGRESS Cannot export output O0 with length 1025. Max length of 1024 exceeded.. Rollback requested by user.',
  );
  expect(await reason(exporting({ value: 'x', name: 'twice' }, { value: 'y', name: 'twice' }))).toContain(
    'Export with name twice is already exported by stack exporting',
  );
});
