import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createQueue, receiveMessages } from '../support/queues.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { instance, queue, Stacks } from '../support/stacks.ts';

/** Failures of what is waited for: the events and reasons of AWS, in its order, and that nothing is left behind. */
let server: Server;
let stacks: Stacks;
let sqs: SQS;
let sns: SNS;

beforeAll(async () => {
  server = await startServer(['--clock', 'virtual']);
  stacks = new Stacks(server);
  sqs = new SQS(server.client());
  sns = new SNS(server.client());
});
afterAll(() => server.stop());

async function queueNames(QueueNamePrefix: string): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.listQueues({ QueueNamePrefix });
  return QueueUrls.map((url) => url.split('/').at(-1) ?? '').toSorted();
}
const noResponse =
  'CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [UUID]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.';
const initiated = 'CREATE_IN_PROGRESS Resource creation Initiated';

test('a create beyond its time is rolled back', async () => {
  const template = {
    Resources: {
      Queue: queue('timed'),
      Slow: instance({ Timeout: 'PT2H' }, { DependsOn: 'Queue' }),
      Never: queue('timed-never', {}, { DependsOn: 'Slow' }),
    },
  };
  await stacks.create('timed', template, { TimeoutInMinutes: 5 }, `Slow ${initiated}`);
  await server.advance(299);
  expect((await stacks.describe('timed')).StackStatus).toBe('CREATE_IN_PROGRESS');
  await server.advance(1);
  expect((await stacks.settled('timed')).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await stacks.events('timed')).toEqual([
    'timed CREATE_IN_PROGRESS User Initiated',
    'Queue CREATE_IN_PROGRESS',
    `Queue ${initiated}`,
    'Queue CREATE_COMPLETE',
    'Slow CREATE_IN_PROGRESS',
    `Slow ${initiated}`,
    'timed ROLLBACK_IN_PROGRESS Stack creation time exceeded the specified timeout. Rollback requested by user.',
    'Slow CREATE_FAILED Resource creation cancelled',
    'Slow DELETE_IN_PROGRESS',
    'Slow DELETE_COMPLETE',
    'Queue DELETE_IN_PROGRESS',
    'Queue DELETE_COMPLETE',
    'timed ROLLBACK_COMPLETE',
  ]);
  expect(await queueNames('timed')).toEqual([]);
});

test('a custom resource that never answers fails twice: created, and deleted in case it was', async () => {
  const { TopicArn } = await sns.createTopic({ Name: 'provider' });
  const requests = await createQueue(sqs, 'requests', 'sns.amazonaws.com');
  await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint: requests.arn });
  const { StackId = '' } = await stacks.create(
    'silent',
    {
      Resources: {
        Queue: queue('silent'),
        Thing: { Type: 'Custom::Thing', DependsOn: 'Queue', Properties: { ServiceToken: TopicArn } },
      },
    },
    {},
    'Thing CREATE_IN_PROGRESS',
  );
  await server.advance(3599);
  expect((await stacks.describe('silent')).StackStatus).toBe('CREATE_IN_PROGRESS');
  await server.advance(1);
  await stacks.reached('silent', 'Thing DELETE_IN_PROGRESS');
  await server.advance(3600);
  expect((await stacks.settled('silent')).StackStatus).toBe('ROLLBACK_FAILED');
  expect(await stacks.events('silent')).toEqual([
    'silent CREATE_IN_PROGRESS User Initiated',
    'Queue CREATE_IN_PROGRESS',
    `Queue ${initiated}`,
    'Queue CREATE_COMPLETE',
    'Thing CREATE_IN_PROGRESS',
    `Thing CREATE_FAILED ${noResponse}`,
    'silent ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Thing]. Rollback requested by user.',
    'Thing DELETE_IN_PROGRESS',
    `Thing DELETE_FAILED ${noResponse}`,
    'silent ROLLBACK_FAILED The following resource(s) failed to delete: [Thing].',
  ]);
  const told = (await receiveMessages(sqs, requests, 2)).map(({ Body = '' }) => {
    const { Message } = JSON.parse(Body) as { Message: string };
    const { RequestType, PhysicalResourceId } = JSON.parse(Message) as Record<string, string>;
    return { RequestType, PhysicalResourceId };
  });
  expect(told).toEqual([
    { RequestType: 'Create', PhysicalResourceId: undefined },
    { RequestType: 'Delete', PhysicalResourceId: expect.stringMatching(/^silent-Thing-/) as string },
  ]);
  await stacks.cfn.deleteStack({ StackName: 'silent' });
  await stacks.reached('silent', 'Thing DELETE_IN_PROGRESS');
  await server.advance(3600);
  expect((await stacks.settled('silent')).StackStatus).toBe('DELETE_FAILED');
  expect((await stacks.delete('silent', ['Thing'])).StackStatus).toBe('DELETE_COMPLETE');
  expect(await stacks.events(StackId, 'silent DELETE_IN_PROGRESS')).toEqual([
    'silent DELETE_IN_PROGRESS User Initiated',
    'Thing DELETE_SKIPPED',
    'Queue DELETE_IN_PROGRESS',
    'Queue DELETE_COMPLETE',
    'silent DELETE_COMPLETE',
  ]);
  expect(await queueNames('silent')).toEqual([]);
});

test('a signal of failure, and one that never comes, fail the resource', async () => {
  const template = (count: number) => ({
    Resources: { Queue: queue('signals'), Server: instance({ Count: count, Timeout: 'PT5M' }, { DependsOn: 'Queue' }) },
  });
  const rolledBack = [
    'signals ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Server]. Rollback requested by user.',
    'Server DELETE_IN_PROGRESS',
    'Server DELETE_COMPLETE',
    'Queue DELETE_IN_PROGRESS',
    'Queue DELETE_COMPLETE',
    'signals ROLLBACK_COMPLETE',
  ];
  const signal = (UniqueId: string, Status: 'SUCCESS' | 'FAILURE') =>
    stacks.cfn.signalResource({ StackName: 'signals', LogicalResourceId: 'Server', UniqueId, Status });
  await stacks.create('signals', template(3), {}, `Server ${initiated}`);
  await signal('i-1', 'SUCCESS');
  await stacks.reached('signals', 'Server CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-1');
  await signal('i-2', 'FAILURE');
  expect((await stacks.settled('signals')).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await stacks.events('signals')).toEqual([
    'signals CREATE_IN_PROGRESS User Initiated',
    'Queue CREATE_IN_PROGRESS',
    `Queue ${initiated}`,
    'Queue CREATE_COMPLETE',
    'Server CREATE_IN_PROGRESS',
    `Server ${initiated}`,
    'Server CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-1',
    'Server CREATE_FAILED Received FAILURE signal with UniqueId i-2',
    ...rolledBack,
  ]);
  await stacks.delete('signals');

  await stacks.create('signals', template(3), {}, `Server ${initiated}`);
  await signal('i-1', 'SUCCESS');
  await stacks.reached('signals', 'Server CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-1');
  await server.advance(300);
  await stacks.settled('signals');
  expect(await stacks.events('signals', 'Server CREATE_FAILED')).toEqual([
    'Server CREATE_FAILED Failed to receive 2 resource signal(s) within the specified duration',
    ...rolledBack,
  ]);
  expect(await queueNames('signals')).toEqual([]);
});
