import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Calls } from '../../platform/service.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const account = '111122223333';
const region = 'eu-central-1';
const arnOf = (name: string): string => `arn:aws:sqs:${region}:${account}:${name}`;

let server: TestServer;
let owner: Calls;
let mover: Calls;

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  const root = { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account } as const;
  owner = server.platform.callAs({ principal: root, account, region });
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  const { Role } = await owner.iam.CreateRole({ RoleName: 'mover', AssumeRolePolicyDocument: policy(trust) });
  const session = {
    kind: 'assumed-role',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/mover/s`,
    userId: `${Role.RoleId}:s`,
    roleArn: Role.Arn,
    name: 's',
  } as const;
  mover = server.platform.callAs({ principal: session, account, region });
  await owner.sqs.CreateQueue({ QueueName: 'dead' });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 });
  for (const QueueName of ['one', 'two']) await owner.sqs.CreateQueue({ QueueName, Attributes: { RedrivePolicy } });
  await owner.sqs.CreateQueue({ QueueName: 'elsewhere', tags: { team: 'red' } });
});
afterAll(async () => {
  await server.stop();
  if (server.errors.length > 0) throw new Error(server.errors.join(''));
});

function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const onSource = {
  Effect: 'Allow',
  Action: ['sqs:StartMessageMoveTask', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  Resource: arnOf('dead'),
};
const sendTo = (queue: string, more: object = {}) => ({
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: arnOf(queue),
  ...more,
});

/** What comes of it when the mover may do this. */
async function start(statements: object[], destination?: string): Promise<unknown> {
  await owner.iam.PutRolePolicy({ RoleName: 'mover', PolicyName: 'p', PolicyDocument: policy(...statements) });
  const DestinationArn = destination === undefined ? {} : { DestinationArn: arnOf(destination) };
  try {
    const { TaskHandle } = await mover.sqs.StartMessageMoveTask({ SourceArn: arnOf('dead'), ...DestinationArn });
    await server.clock.advance(60_000);
    return typeof TaskHandle;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each(onSource.Action)('starting a task needs %s on the source', async (action) => {
  const Action = onSource.Action.filter((each) => each !== action);
  const answer = await start([{ ...onSource, Action }, sendTo('*')], 'elsewhere');
  expect(answer).toMatch(
    new RegExp(`not authorized to perform: ${action.toLowerCase()} on resource: ${arnOf('dead')}`, 'i'),
  );
});

test('starting a task needs sqs:SendMessage on the destination', async () => {
  expect(await start([onSource, sendTo('one')], 'elsewhere')).toMatch(
    `not authorized to perform: sqs:sendmessage on resource: ${arnOf('elsewhere')}`,
  );
  expect(await start([onSource, sendTo('elsewhere')], 'elsewhere')).toBe('string');
});

test('the tags and the policy of the destination count, not those of the source', async () => {
  const ofTeam = { Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } } };
  expect(await start([onSource, sendTo('*', ofTeam)], 'elsewhere')).toBe('string');
  expect(await start([onSource, sendTo('*', ofTeam)], 'one')).toMatch(`on resource: ${arnOf('one')}`);
  const refusal = { Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
  const QueueUrl = `http://127.0.0.1:4566/${account}/elsewhere`;
  await owner.sqs.SetQueueAttributes({ QueueUrl, Attributes: { Policy: policy(refusal) } });
  expect(await start([onSource, sendTo('*')], 'elsewhere')).toMatch('explicit deny in a resource-based policy');
});

test('without a destination it needs sqs:SendMessage on all queues that messages go back to', async () => {
  expect(await start([onSource, sendTo('one')])).toMatch(`on resource: ${arnOf('two')}`);
  expect(await start([onSource, sendTo('one'), sendTo('two')])).toBe('string');
});
