import { CreateStackCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;

beforeAll(async () => {
  stacks = await TestStacks.start();
  // The first use loads the transform, for which the virtual clock does not wait.
  await stacks.create('first-use', faulty, expand);
});

afterAll(() => stacks.stop());

const expand = { Capabilities: ['CAPABILITY_AUTO_EXPAND' as const] };
const topic = { T: { Type: 'AWS::SNS::Topic' } };
const serverless = 'AWS::Serverless-2016-10-31';
const faulty = { Transform: serverless, Resources: { F: { Type: 'AWS::Serverless::Function' } } };
const fault =
  `Transform ${serverless} failed with: Invalid Serverless Application Specification document. Number of errors found: 1. ` +
  "Resource with id [F] is invalid. Only one of 'InlineCode' or 'CodeUri' can be set.";
/** A resource for each of the names. */
const loop = (names: readonly string[], more: object = {}) => ({
  Transform: 'AWS::LanguageExtensions',
  Resources: { 'Fn::ForEach::Loop': ['Name', names, { 'Topic${Name}': { Type: 'AWS::SNS::Topic' } }] },
  ...more,
});

test('a stack whose transform fails is created and rolled back', async () => {
  const { StackStatus } = await stacks.create('fails', faulty, expand);
  expect(StackStatus).toBe('ROLLBACK_COMPLETE');
  const [created, rolling, ...rest] = await stacks.events('fails');
  expect([created, ...rest]).toEqual(['fails CREATE_IN_PROGRESS User Initiated', 'fails ROLLBACK_COMPLETE']);
  expect(rolling).toBe(`fails ROLLBACK_IN_PROGRESS ${fault}. Rollback requested by user.`);
  await stacks.delete('fails');
});

test('OnFailure: DO_NOTHING leaves it failed, DELETE removes it', async () => {
  const left = await stacks.create('left', faulty, { ...expand, OnFailure: 'DO_NOTHING' });
  expect(left).toMatchObject({ StackStatus: 'CREATE_FAILED', StackStatusReason: fault });
  const gone = await stacks.create('gone', faulty, { ...expand, OnFailure: 'DELETE' });
  expect(gone.StackStatus).toBe('DELETE_COMPLETE');
  expect((await stacks.events(gone.StackId ?? '')).at(1)).toBe(
    `gone DELETE_IN_PROGRESS ${fault}. Delete requested by user.`,
  );
});

test('an update whose transform fails leaves the stack as it was', async () => {
  await stacks.create('stands', { Description: 'first', Resources: topic });
  const before = await stacks.physicalIds('stands');
  const { StackStatus, Description } = await stacks.update('stands', faulty, expand);
  expect({ StackStatus, Description }).toEqual({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE', Description: 'first' });
  expect(await stacks.eventsSince('stands', 'stands UPDATE_IN_PROGRESS')).toEqual([
    'stands UPDATE_IN_PROGRESS User Initiated',
    `stands UPDATE_ROLLBACK_IN_PROGRESS ${fault}`,
    'stands UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'stands UPDATE_ROLLBACK_COMPLETE',
  ]);
  expect(await stacks.physicalIds('stands')).toEqual(before);
  const { TemplateBody = '' } = await stacks.client.send(new GetTemplateCommand({ StackName: 'stands' }));
  expect(JSON.parse(TemplateBody)).toEqual({ Description: 'first', Resources: topic });
});

test('what the transforms make is what the stack is, before and after an update', async () => {
  await stacks.create('loops', loop(['A', 'B'], { Outputs: { First: { Value: { Ref: 'TopicA' } } } }), expand);
  expect(Object.keys(await stacks.physicalIds('loops'))).toEqual(['TopicA', 'TopicB']);
  expect((await stacks.events('loops')).slice(0, 2)).toEqual([
    'loops CREATE_IN_PROGRESS User Initiated',
    'loops CREATE_IN_PROGRESS Transformation succeeded',
  ]);
  const { Outputs } = await stacks.update('loops', loop(['B', 'C']), expand);
  expect(Object.keys(await stacks.physicalIds('loops'))).toEqual(['TopicB', 'TopicC']);
  expect(Outputs ?? []).toEqual([]);
  const { TemplateBody = '' } = await stacks.client.send(
    new GetTemplateCommand({ StackName: 'loops', TemplateStage: 'Processed' }),
  );
  expect(Object.keys((JSON.parse(TemplateBody) as { Resources: object }).Resources)).toEqual(['TopicB', 'TopicC']);
});

test('an update that changes nothing is found out too late to be refused', async () => {
  await stacks.create('same', loop(['A']), expand);
  expect((await stacks.update('same', loop(['A']), expand)).StackStatus).toBe('UPDATE_COMPLETE');
});

test.each<[what: string, template: object, reason: string]>([
  ['a transform that is not there', { Transform: 'Nobody', Resources: topic }, 'No transform named Nobody found.'],
  [
    'a type that no transform has made known',
    loop(['A'], { Resources: { X: { Type: 'AWS::Serverless::Nothing' } } }),
    'Template format error: Unrecognized resource types: [AWS::Serverless::Nothing]',
  ],
])('%s fails the stack', async (_, template, reason) => {
  const { StackStatus, StackId = '' } = await stacks.create('fails', template, expand);
  expect(StackStatus).toBe('ROLLBACK_COMPLETE');
  expect((await stacks.events(StackId)).at(1)).toContain(reason);
  await stacks.delete('fails');
});

test('capabilities that only what the transform makes needs are missed by the stack', async () => {
  const InlineCode = 'exports.handler = async () => 1';
  const Properties = { InlineCode, Handler: 'index.handler', Runtime: 'nodejs22.x' };
  const template = { Transform: serverless, Resources: { F: { Type: 'AWS::Serverless::Function', Properties } } };
  const { StackStatusReason, StackStatus } = await stacks.create('roles', template, {
    ...expand,
    DisableRollback: true,
  });
  expect([StackStatus, StackStatusReason]).toEqual(['CREATE_FAILED', 'Requires capabilities : [CAPABILITY_IAM]']);
  const acknowledged = { Capabilities: [...expand.Capabilities, 'CAPABILITY_IAM' as const] };
  expect((await stacks.update('roles', template, acknowledged)).StackStatus).toBe('UPDATE_COMPLETE');
});

test.each<[what: string, template: string, input: object, message: string]>([
  ['no capability', JSON.stringify(loop(['A'])), {}, 'Requires capabilities : [CAPABILITY_AUTO_EXPAND]'],
  ['no template', 'Transform: [', expand, 'Template format error'],
  ['a transform without a name', JSON.stringify({ Transform: { A: 1 }, Resources: topic }), expand, 'must be a string'],
  [
    'a parameter without value',
    JSON.stringify(loop(['A'], { Parameters: { P: { Type: 'String' } } })),
    expand,
    'Parameters: [P] must have values',
  ],
  [
    'a parameter that is not there',
    JSON.stringify(loop(['A'])),
    { ...expand, Parameters: [{ ParameterKey: 'Q', ParameterValue: '1' }] },
    'Parameters: [Q] do not exist in the template',
  ],
])('%s is refused at once', async (_, TemplateBody, input, message) => {
  const refusal = stacks.client.send(new CreateStackCommand({ StackName: 'refused', TemplateBody, ...input }));
  await expect(refusal).rejects.toMatchObject({ message: expect.stringContaining(message) as string });
  await expect(stacks.describe('refused')).rejects.toThrow('does not exist');
});

test('parameters are those of the request, however they change before the transforms run', async () => {
  const ssm = new SSMClient(stacks.server.client);
  const put = (Value: string) =>
    ssm.send(new PutParameterCommand({ Name: '/name', Value, Type: 'String', Overwrite: true }));
  await put('first');
  const template = loop(['A'], {
    Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/name' } },
    Outputs: { O: { Value: { Ref: 'P' } } },
  });
  const { Outputs, Parameters } = await stacks.create('parameters', template, expand);
  expect(Outputs).toEqual([{ OutputKey: 'O', OutputValue: 'first' }]);
  expect(Parameters).toEqual([{ ParameterKey: 'P', ParameterValue: '/name', ResolvedValue: 'first' }]);
});

test('logged no error', () => expect(stacks.server.errors).toEqual([]));
