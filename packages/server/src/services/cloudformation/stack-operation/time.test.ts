import { SignalResourceCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;

beforeAll(async () => {
  stacks = await TestStacks.start();
});

afterAll(async () => {
  await stacks.stop();
});

const instance = (signal: object, more: object = {}) => ({
  Type: 'AWS::CloudFormation::WaitCondition',
  CreationPolicy: { ResourceSignal: signal, ...more },
});

test('a create that takes too long is rolled back', async () => {
  const template = { Resources: { Instance: instance({ Timeout: 'PT2H' }), Topic: { Type: 'AWS::SNS::Topic' } } };
  await stacks.create('slow', template, { TimeoutInMinutes: 5 });
  await stacks.server.clock.advance(299_000);
  expect((await stacks.describe('slow')).StackStatus).toBe('CREATE_IN_PROGRESS');
  await stacks.server.clock.advance(1000);
  const events = await stacks.events('slow');
  const begun = events.findIndex((line) => line.startsWith('slow ROLLBACK_IN_PROGRESS'));
  expect(events.slice(begun, -3)).toEqual([
    'slow ROLLBACK_IN_PROGRESS Stack creation time exceeded the specified timeout. Rollback requested by user.',
    'Instance CREATE_FAILED Resource creation cancelled',
    expect.stringMatching(/DELETE_IN_PROGRESS$/),
    expect.stringMatching(/DELETE_COMPLETE$/),
  ]);
  expect(events.at(-1)).toBe('slow ROLLBACK_COMPLETE');
});

test('a signal of failure fails the resource at once, unless a share of successes is enough', async () => {
  const signal = async (StackName: string, UniqueId: string, Status: 'SUCCESS' | 'FAILURE') => {
    const input = { StackName, LogicalResourceId: 'Instance', UniqueId, Status };
    await stacks.client.send(new SignalResourceCommand(input));
    await stacks.settle();
  };
  await stacks.create('failing', { Resources: { Instance: instance({ Count: 2, Timeout: 'PT5M' }) } });
  await signal('failing', 'i-1', 'FAILURE');
  expect(await stacks.events('failing')).toEqual([
    'failing CREATE_IN_PROGRESS User Initiated',
    'Instance CREATE_IN_PROGRESS',
    'Instance CREATE_IN_PROGRESS Resource creation Initiated',
    'Instance CREATE_FAILED Received FAILURE signal with UniqueId i-1',
    'failing ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Instance]. Rollback requested by user.',
    'Instance DELETE_IN_PROGRESS',
    'Instance DELETE_COMPLETE',
    'failing ROLLBACK_COMPLETE',
  ]);
  const half = instance(
    { Count: 2, Timeout: 'PT5M' },
    { AutoScalingCreationPolicy: { MinSuccessfulInstancesPercent: 50 } },
  );
  await stacks.create('half', { Resources: { Instance: half } });
  await signal('half', 'i-1', 'FAILURE');
  await signal('half', 'i-2', 'SUCCESS');
  expect((await stacks.describe('half')).StackStatus).toBe('CREATE_COMPLETE');
  await stacks.create('less', { Resources: { Instance: half } });
  await signal('less', 'i-1', 'FAILURE');
  await signal('less', 'i-2', 'FAILURE');
  expect(await stacks.events('less')).toContain(
    'Instance CREATE_FAILED Received 2 FAILURE signal(s) out of 2. Unable to satisfy 50% MinSuccessfulInstancesPercent requirement',
  );
});

test('a stack is watched before its old resources go', async () => {
  const template = (delay: number) => ({
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: delay } } },
  });
  await stacks.create('watched', template(1));
  const RollbackConfiguration = { MonitoringTimeInMinutes: 3 };
  await stacks.update('watched', template(2), { RollbackConfiguration });
  expect((await stacks.describe('watched')).StackStatus).toBe('UPDATE_IN_PROGRESS');
  await stacks.server.clock.advance(180_000);
  expect(await stacks.describe('watched')).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', RollbackConfiguration });
  const trigger = { Arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a', Type: 'AWS::CloudWatch::Alarm' };
  await expect(
    stacks.update('watched', template(3), { RollbackConfiguration: { RollbackTriggers: [trigger] } }),
  ).rejects.toThrow(/alarms need CloudWatch/);
});

test('nobody signals for a resource that is only recorded, and so nobody waits', async () => {
  const template = { Resources: { Instance: { ...instance({ Timeout: 'PT1H' }), Type: 'AWS::EC2::Instance' } } };
  expect((await stacks.create('recorded', template)).StackStatus).toBe('CREATE_COMPLETE');
  expect((await stacks.events('recorded'))[3]).toMatch(/^Instance CREATE_COMPLETE .*recorded/);
});
