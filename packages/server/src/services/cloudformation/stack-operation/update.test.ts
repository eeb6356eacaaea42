import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  RollbackStackCommand,
  SetStackPolicyCommand,
  SignalResourceCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;
let sqs: SQSClient;

beforeAll(async () => {
  stacks = await TestStacks.start();
  sqs = new SQSClient(stacks.server.client);
});

afterAll(async () => {
  sqs.destroy();
  await stacks.stop();
});

const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const topic = (properties: object = {}) => ({ Type: 'AWS::SNS::Topic', Properties: properties });

describe('an update', () => {
  test('changes in place, adds, and deletes at the end', async () => {
    await stacks.create('grows', { Resources: { Queue: queue(), Old: topic() } });
    const before = await stacks.physicalIds('grows');
    const stack = await stacks.update('grows', {
      Resources: { Queue: queue({ DelaySeconds: 7 }), New: { ...topic(), DependsOn: 'Queue' } },
    });
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(await stacks.eventsSince('grows', 'grows UPDATE_IN_PROGRESS')).toEqual([
      'grows UPDATE_IN_PROGRESS User Initiated',
      'Queue UPDATE_IN_PROGRESS',
      'Queue UPDATE_COMPLETE',
      'New CREATE_IN_PROGRESS',
      'New CREATE_IN_PROGRESS Resource creation Initiated',
      'New CREATE_COMPLETE',
      'grows UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Old DELETE_IN_PROGRESS',
      'Old DELETE_COMPLETE',
      'grows UPDATE_COMPLETE',
    ]);
    const after = await stacks.physicalIds('grows');
    expect(after['Queue']).toBe(before['Queue']);
    expect(Object.keys(after)).toEqual(['New', 'Queue']);
    expect(await delayOf(after['Queue'])).toBe('7');
  });

  test('replaces what cannot change, tells its dependents, and deletes the old one afterwards', async () => {
    const template = (QueueName: string) => ({
      Resources: {
        Queue: queue({ QueueName }),
        Setting: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'Queue' } } },
      },
    });
    await stacks.create('renames', template('first-name'));
    await stacks.update('renames', template('second-name'));
    expect(await stacks.eventsSince('renames', 'renames UPDATE_IN_PROGRESS')).toEqual([
      'renames UPDATE_IN_PROGRESS User Initiated',
      'Queue UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
      'Queue UPDATE_IN_PROGRESS Resource creation Initiated',
      'Queue UPDATE_COMPLETE',
      'Setting UPDATE_IN_PROGRESS',
      'Setting UPDATE_COMPLETE',
      'renames UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Queue DELETE_IN_PROGRESS',
      'Queue DELETE_COMPLETE',
      'renames UPDATE_COMPLETE',
    ]);
    expect(await queueNames('first-name')).toEqual([]);
    expect(await queueNames('second-name')).toEqual(['second-name']);
  });

  test('of tags alone reaches the resources', async () => {
    const template = { Resources: { Queue: queue() } };
    await stacks.create('tagged', template, { Tags: [{ Key: 'team', Value: 'a' }] });
    await stacks.update('tagged', template, { Tags: [{ Key: 'stage', Value: 'b' }] });
    const { Queue } = await stacks.physicalIds('tagged');
    const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: Queue }));
    expect(Tags).toMatchObject({ stage: 'b', 'aws:cloudformation:logical-id': 'Queue' });
    expect(Tags).not.toHaveProperty('team');
  });

  test('without changes is refused, and so is another type', async () => {
    const template = { Resources: { Queue: queue() } };
    await stacks.create('same', template);
    await expect(stacks.update('same', template)).rejects.toThrow('No updates are to be performed.');
    await expect(stacks.update('same', { Resources: { Queue: topic() } })).rejects.toThrow(
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [Queue]',
    );
    await stacks.update('same', { ...template, Outputs: { Url: { Value: { Ref: 'Queue' } } } });
    expect((await stacks.describe('same')).Outputs).toHaveLength(1);
  });

  test('keeps what is to be retained', async () => {
    await stacks.create('keeps', {
      Resources: {
        Kept: { ...queue({ QueueName: 'kept-queue' }), DeletionPolicy: 'Retain' },
        Replaced: { ...queue({ QueueName: 'kept-former' }), UpdateReplacePolicy: 'Retain' },
      },
    });
    await stacks.update('keeps', {
      Resources: { Replaced: { ...queue({ QueueName: 'kept-later' }), UpdateReplacePolicy: 'Retain' } },
    });
    expect(await stacks.eventsSince('keeps', 'keeps UPDATE_COMPLETE_CLEANUP')).toEqual([
      'keeps UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Kept DELETE_SKIPPED',
      'Replaced DELETE_SKIPPED',
      'keeps UPDATE_COMPLETE',
    ]);
    expect(await queueNames('kept-')).toEqual(['kept-former', 'kept-later', 'kept-queue']);
  });
});

describe('a failed update', () => {
  test('restores what it changed, replacements included, and deletes what it made', async () => {
    const template = (name: string, delay: number, more: object = {}) => ({
      Resources: {
        Changed: queue({ DelaySeconds: delay }),
        Renamed: { ...queue({ QueueName: name }), DependsOn: 'Changed' },
        ...more,
      },
      Outputs: { Url: { Value: { Ref: 'Renamed' } } },
    });
    await stacks.create('fails', template('fails-first', 1));
    const before = await stacks.physicalIds('fails');
    const stack = await stacks.update(
      'fails',
      template('fails-second', 2, {
        Added: { ...topic(), DependsOn: 'Renamed' },
        Broken: { ...queue({ QueueName: 'kept-queue' }), DependsOn: 'Added' },
      }),
    );
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.Outputs?.[0]?.OutputValue).toContain('fails-first');
    expect(await stacks.eventsSince('fails', 'fails UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'fails UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Broken].',
      'Changed UPDATE_IN_PROGRESS',
      'Changed UPDATE_COMPLETE',
      'Renamed UPDATE_COMPLETE',
      'fails UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Broken DELETE_COMPLETE',
      'Added DELETE_IN_PROGRESS',
      'Added DELETE_COMPLETE',
      'Renamed DELETE_IN_PROGRESS',
      'Renamed DELETE_COMPLETE',
      'fails UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(await stacks.physicalIds('fails')).toEqual(before);
    expect(await delayOf(before['Changed'])).toBe('1');
    expect(await queueNames('fails-')).toEqual(
      ['fails-Changed', 'fails-first'].map((name) => expect.stringContaining(name)),
    );
    await expect(stacks.update('fails', template('fails-first', 1))).rejects.toThrow('No updates are to be performed.');
  });

  test('of a custom-named resource that needs replacing says how to mend it', async () => {
    const template = (fifo: boolean) => ({
      Resources: { Topic: topic({ TopicName: 'custom-topic.fifo', FifoTopic: fifo }) },
    });
    await stacks.create('named', template(true));
    await stacks.update('named', { Resources: { Topic: topic({ TopicName: 'custom-topic.fifo' }) } });
    expect(await stacks.eventsSince('named', 'named UPDATE_IN_PROGRESS')).toContain(
      'Topic UPDATE_FAILED CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename custom-topic.fifo and update the stack again.',
    );
  });

  test('whose rollback fails is continued without the resource', async () => {
    const template = (delay: number, broken?: object) => ({
      Resources: { Queue: queue({ DelaySeconds: delay }), ...(broken && { Broken: broken }) },
    });
    await stacks.create('stuck', template(1));
    const { Queue } = await stacks.physicalIds('stuck');
    const waiting = {
      Type: 'AWS::CloudFormation::WaitCondition',
      DependsOn: 'Queue',
      CreationPolicy: { ResourceSignal: { Timeout: 'PT1M' } },
    };
    expect((await stacks.update('stuck', template(2, waiting))).StackStatus).toBe('UPDATE_IN_PROGRESS');
    await sqs.send(new DeleteQueueCommand({ QueueUrl: Queue }));
    await stacks.server.clock.advance(61_000);
    expect((await stacks.describe('stuck')).StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    const events = await stacks.eventsSince('stuck', 'stuck UPDATE_IN_PROGRESS');
    expect(events).toContain(
      'Broken CREATE_FAILED Failed to receive 1 resource signal(s) within the specified duration',
    );
    expect(events.at(-1)).toBe('stuck UPDATE_ROLLBACK_FAILED The following resource(s) failed to update: [Queue].');
    const ResourcesToSkip = ['Queue'];
    await stacks.client.send(new ContinueUpdateRollbackCommand({ StackName: 'stuck', ResourcesToSkip }));
    await stacks.settle();
    expect(await stacks.eventsSince('stuck', 'stuck UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'stuck UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
      'Queue UPDATE_COMPLETE',
      'stuck UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Broken DELETE_IN_PROGRESS',
      'Broken DELETE_COMPLETE',
      'stuck UPDATE_ROLLBACK_COMPLETE',
    ]);
  });
});

test('a failed update that was kept is mended by another, or rolled back to the last good state', async () => {
  const template = (delay: number, more: object = {}) => ({
    Resources: { Queue: queue({ DelaySeconds: delay }), ...more },
  });
  const Broken = { ...queue({ QueueName: 'kept-queue' }), DependsOn: 'Queue' };
  await stacks.create('preserved', template(1));
  const { Queue } = await stacks.physicalIds('preserved');
  for (const delay of [2, 3]) {
    const stack = await stacks.update('preserved', template(delay, { Broken }), { DisableRollback: true });
    expect(stack.StackStatus).toBe('UPDATE_FAILED');
    expect(await delayOf(Queue)).toBe(`${delay}`);
  }
  await stacks.client.send(new RollbackStackCommand({ StackName: 'preserved' }));
  await stacks.settle();
  expect(await stacks.eventsSince('preserved', 'preserved UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
    'preserved UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
    'Queue UPDATE_IN_PROGRESS',
    'Queue UPDATE_COMPLETE',
    'preserved UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'Broken DELETE_COMPLETE',
    'preserved UPDATE_ROLLBACK_COMPLETE',
  ]);
  expect(await delayOf(Queue)).toBe('1');
});

test('values come from other stacks and from dynamic references, which are not kept', async () => {
  const setting = (Value: unknown) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value } });
  await stacks.create('source', {
    Resources: { Stage: { ...setting('blue'), Properties: { Name: '/stage', Type: 'String', Value: 'blue' } } },
    Outputs: { Stage: { Value: { 'Fn::GetAtt': 'Stage.Value' } } },
  });
  const stack = await stacks.create('reader', {
    Resources: {
      Referred: setting('{{resolve:ssm:/stage}}-2'),
      Told: setting({ 'Fn::GetStackOutput': { StackName: 'source', OutputName: 'Stage' } }),
    },
    Outputs: { Both: { Value: { 'Fn::Sub': '${Referred.Value} ${Told.Value}' } } },
  });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(stack.Outputs?.[0]?.OutputValue).toBe('blue-2 blue');
  const missing = await stacks.create('lost', { Resources: { Setting: setting('{{resolve:ssm:/nowhere}}') } });
  expect(missing.StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await stacks.events('lost')).toContain('Setting CREATE_FAILED Parameters: [ssm:/nowhere] cannot be found.');
});

describe('an update under way', () => {
  const template = (delay: number, waits: boolean) => ({
    Resources: {
      Queue: queue({ DelaySeconds: delay }),
      ...(waits && {
        Instance: {
          Type: 'AWS::CloudFormation::WaitCondition',
          CreationPolicy: { ResourceSignal: { Count: 2, Timeout: 'PT1H' } },
        },
      }),
    },
  });

  test('is cancelled', async () => {
    await stacks.create('cancelled', template(1, false));
    await stacks.update('cancelled', template(2, true));
    await stacks.client.send(new CancelUpdateStackCommand({ StackName: 'cancelled' }));
    await stacks.settle();
    expect(await stacks.eventsSince('cancelled', 'cancelled UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'cancelled UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
      'Instance CREATE_FAILED Resource creation cancelled',
      'Queue UPDATE_IN_PROGRESS',
      'Queue UPDATE_COMPLETE',
      'cancelled UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Instance DELETE_IN_PROGRESS',
      'Instance DELETE_COMPLETE',
      'cancelled UPDATE_ROLLBACK_COMPLETE',
    ]);
  });

  test('goes on with the signals that it waits for', async () => {
    await stacks.create('signalled', template(1, false));
    await stacks.update('signalled', template(1, true));
    for (const UniqueId of ['i-1', 'i-1', 'i-2']) {
      const signal = { StackName: 'signalled', LogicalResourceId: 'Instance', UniqueId, Status: 'SUCCESS' } as const;
      await stacks.client.send(new SignalResourceCommand(signal));
      await stacks.settle();
    }
    expect(await stacks.eventsSince('signalled', 'signalled UPDATE_IN_PROGRESS')).toEqual([
      'signalled UPDATE_IN_PROGRESS User Initiated',
      'Instance CREATE_IN_PROGRESS',
      'Instance CREATE_IN_PROGRESS Resource creation Initiated',
      'Instance CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-1',
      'Instance CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-2',
      'Instance CREATE_COMPLETE',
      'signalled UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'signalled UPDATE_COMPLETE',
    ]);
  });
});

test('a stack policy denies what it does not allow, but for an update that overrides it', async () => {
  const template = (delay: number) => ({ Resources: { Queue: queue({ DelaySeconds: delay }) } });
  await stacks.create('guarded', template(1));
  const statement = (Effect: string) => ({ Effect, Principal: '*', Action: 'Update:*', Resource: '*' });
  const StackPolicyBody = JSON.stringify({
    Statement: [statement('Allow'), { ...statement('Deny'), Resource: 'LogicalResourceId/Queue' }],
  });
  await stacks.client.send(new SetStackPolicyCommand({ StackName: 'guarded', StackPolicyBody }));
  await stacks.update('guarded', template(2));
  expect(await stacks.eventsSince('guarded', 'guarded UPDATE_IN_PROGRESS')).toEqual([
    'guarded UPDATE_IN_PROGRESS User Initiated',
    'Queue UPDATE_IN_PROGRESS',
    'Queue UPDATE_FAILED Action denied by stack policy: Statement [#2] does not allow [Update:Modify] for resource [LogicalResourceId/Queue]',
    'guarded UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Queue].',
    'Queue UPDATE_IN_PROGRESS',
    'Queue UPDATE_COMPLETE',
    'guarded UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'guarded UPDATE_ROLLBACK_COMPLETE',
  ]);
  const StackPolicyDuringUpdateBody = JSON.stringify({ Statement: statement('Allow') });
  const stack = await stacks.update('guarded', template(2), { StackPolicyDuringUpdateBody });
  expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
});

test('the server has nothing to complain about', () => {
  expect(stacks.server.errors).toEqual([]);
});

async function delayOf(QueueUrl: string | undefined): Promise<string | undefined> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['DelaySeconds'] }));
  return Attributes?.['DelaySeconds'];
}

async function queueNames(QueueNamePrefix: string): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix }));
  return QueueUrls.map((url) => url.split('/').at(-1) ?? '').toSorted();
}
