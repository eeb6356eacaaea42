import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;

beforeAll(async () => {
  stacks = await TestStacks.start();
});

afterAll(async () => {
  await stacks.stop();
});

const queueAndTopic = {
  Parameters: { Stage: { Type: 'String', Default: 'dev' } },
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', DependsOn: 'Queue' },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': 'orders-${Stage}' } } },
    Setting: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::GetAtt': 'Queue.Arn' } } },
  },
  Outputs: { Url: { Value: { Ref: 'Queue' }, Description: 'where to', Export: { Name: 'orders-url' } } },
};

test('creates in the order of dependencies, with the events of AWS', async () => {
  const stack = await stacks.create('orders', queueAndTopic, { Tags: [{ Key: 'team', Value: 'a' }] });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(stack.Outputs).toEqual([
    {
      OutputKey: 'Url',
      OutputValue: expect.stringContaining('/orders-dev') as string,
      Description: 'where to',
      ExportName: 'orders-url',
    },
  ]);
  const events = await stacks.events('orders');
  expect(events.slice(0, 4)).toEqual([
    'orders CREATE_IN_PROGRESS User Initiated',
    'Queue CREATE_IN_PROGRESS',
    'Queue CREATE_IN_PROGRESS Resource creation Initiated',
    'Queue CREATE_COMPLETE',
  ]);
  expect(events.slice(4, -1).toSorted()).toEqual([
    'Setting CREATE_COMPLETE',
    'Setting CREATE_IN_PROGRESS',
    'Setting CREATE_IN_PROGRESS Resource creation Initiated',
    'Topic CREATE_COMPLETE',
    'Topic CREATE_IN_PROGRESS',
    'Topic CREATE_IN_PROGRESS Resource creation Initiated',
  ]);
  expect(events.at(-1)).toBe('orders CREATE_COMPLETE');
});

test('deletes in the reverse order, and finds the deleted stack by its ARN', async () => {
  const gone = await stacks.delete('orders');
  expect(gone.StackStatus).toBe('DELETE_COMPLETE');
  const events = await stacks.eventsSince(gone.StackId ?? '', 'orders DELETE_IN_PROGRESS');
  expect(events.slice(-3)).toEqual(['Queue DELETE_IN_PROGRESS', 'Queue DELETE_COMPLETE', 'orders DELETE_COMPLETE']);
  await expect(stacks.describe('orders')).rejects.toThrow('Stack with id orders does not exist');
});

test('a failed create deletes what it made', async () => {
  await stacks.create('taken', {
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'taken' } } },
  });
  const stack = await stacks.create('second', {
    Resources: {
      First: { Type: 'AWS::SNS::Topic' },
      Queue: { Type: 'AWS::SQS::Queue', DependsOn: 'First', Properties: { QueueName: 'taken' } },
      Never: { Type: 'AWS::SNS::Topic', DependsOn: 'Queue' },
    },
  });
  expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE', DeletionTime: expect.any(Date) as Date });
  expect(await stacks.events('second')).toEqual([
    'second CREATE_IN_PROGRESS User Initiated',
    'First CREATE_IN_PROGRESS',
    'First CREATE_IN_PROGRESS Resource creation Initiated',
    'First CREATE_COMPLETE',
    'Queue CREATE_IN_PROGRESS',
    `Queue CREATE_FAILED Resource handler returned message: "Resource of type 'AWS::SQS::Queue' with identifier 'taken' already exists." (RequestToken: UUID, HandlerErrorCode: AlreadyExists)`,
    'second ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Queue]. Rollback requested by user.',
    'Queue DELETE_COMPLETE',
    'First DELETE_IN_PROGRESS',
    'First DELETE_COMPLETE',
    'second ROLLBACK_COMPLETE',
  ]);
  await expect(stacks.update('second', queueAndTopic)).rejects.toThrow(
    `Stack:${stack.StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
  );
});

test('OnFailure: DO_NOTHING keeps what was made, DELETE leaves nothing', async () => {
  const template = {
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic' },
      Queue: { Type: 'AWS::SQS::Queue', DependsOn: 'Topic', Properties: { QueueName: 'taken' } },
    },
  };
  const kept = await stacks.create('kept', template, { OnFailure: 'DO_NOTHING' });
  expect(kept).toMatchObject({
    StackStatus: 'CREATE_FAILED',
    StackStatusReason: 'The following resource(s) failed to create: [Queue]. ',
    DisableRollback: true,
  });
  await expect(stacks.update('kept', template)).rejects.toThrow(
    'This stack cannot be updated from [CREATE_FAILED] state because it contains [on-failure: DO_NOTHING].',
  );
  const deleted = await stacks.create('leaves-nothing', template, { OnFailure: 'DELETE' });
  expect(deleted.StackStatus).toBe('DELETE_COMPLETE');
  expect(deleted.EnableTerminationProtection).toBeUndefined();
  expect((await stacks.eventsSince(deleted.StackId ?? '', 'leaves-nothing DELETE_IN_PROGRESS'))[0]).toBe(
    'leaves-nothing DELETE_IN_PROGRESS The following resource(s) failed to create: [Queue]. Delete requested by user.',
  );
});

test('the server has nothing to complain about', () => {
  expect(stacks.server.errors).toEqual([]);
});
