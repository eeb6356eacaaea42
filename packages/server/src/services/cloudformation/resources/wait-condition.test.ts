import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestStacks } from '../testing.ts';

let stacks: TestStacks;

beforeAll(async () => {
  stacks = await TestStacks.start();
});

afterAll(() => stacks.stop());

function waiting(properties: object = {}) {
  return {
    Resources: {
      Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
      Ready: {
        Type: 'AWS::CloudFormation::WaitCondition',
        Properties: { Handle: { Ref: 'Handle' }, Timeout: '600', ...properties },
      },
      Setting: {
        Type: 'AWS::SSM::Parameter',
        Properties: {
          Type: 'String',
          Name: { 'Fn::Sub': '/${AWS::StackName}' },
          Value: { 'Fn::GetAtt': 'Ready.Data' },
        },
      },
    },
    Outputs: { Data: { Value: { 'Fn::GetAtt': 'Ready.Data' } } },
  };
}

async function handleOf(stackName: string): Promise<string> {
  return (await stacks.physicalIds(stackName))['Handle'] ?? '';
}

async function signal(url: string, body: unknown): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method: 'PUT', body: text });
  await response.text();
  await stacks.settle();
  return response.status;
}

test('waits for its number of signals, whose data it gives', async () => {
  const created = await stacks.create('waits', waiting({ Count: 2 }));
  expect(created.StackStatus).toBe('CREATE_IN_PROGRESS');
  const url = await handleOf('waits');
  expect(url).toContain('/cloudformation-waitcondition-us-east-1/arn%3Aaws%3Acloudformation%3Aus-east-1');
  expect(await signal(url, { Status: 'SUCCESS', UniqueId: 'a', Reason: 'fine', Data: 'first' })).toBe(200);
  // The same id is the same signal.
  expect(await signal(url, { Status: 'SUCCESS', UniqueId: 'a', Reason: 'fine', Data: 'again' })).toBe(200);
  expect((await stacks.describe('waits')).StackStatus).toBe('CREATE_IN_PROGRESS');
  await stacks.server.clock.advance(1000);
  expect(await signal(url, { Status: 'SUCCESS', UniqueId: 'b', Reason: 'fine', Data: 'second' })).toBe(200);
  const stack = await stacks.describe('waits');
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(stack.Outputs?.[0]?.OutputValue).toBe('{"a":"first","b":"second"}');
  expect(await stacks.events('waits')).toEqual([
    'waits CREATE_IN_PROGRESS User Initiated',
    'Handle CREATE_IN_PROGRESS',
    'Handle CREATE_IN_PROGRESS Resource creation Initiated',
    'Handle CREATE_COMPLETE',
    'Ready CREATE_IN_PROGRESS',
    'Ready CREATE_IN_PROGRESS Resource creation Initiated',
    'Ready CREATE_COMPLETE',
    'Setting CREATE_IN_PROGRESS',
    'Setting CREATE_IN_PROGRESS Resource creation Initiated',
    'Setting CREATE_COMPLETE',
    'waits CREATE_COMPLETE',
  ]);
});

test('fails for the reason of a failure signal', async () => {
  await stacks.create('fails', waiting());
  await signal(await handleOf('fails'), { Status: 'FAILURE', UniqueId: 'i-1', Reason: 'no disk', Data: '' });
  expect((await stacks.describe('fails')).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await stacks.events('fails')).toContain(
    "Ready CREATE_FAILED WaitCondition received failed message: 'no disk' for uniqueId: i-1",
  );
});

test('fails when its time is over', async () => {
  await stacks.create('late', waiting({ Count: 2 }));
  const url = await handleOf('late');
  await signal(url, { Status: 'SUCCESS', UniqueId: 'a', Reason: '', Data: '' });
  await stacks.server.clock.advance(599_000);
  expect((await stacks.describe('late')).StackStatus).toBe('CREATE_IN_PROGRESS');
  await stacks.server.clock.advance(1_000);
  expect((await stacks.describe('late')).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await stacks.events('late')).toContain(
    'Ready CREATE_FAILED WaitCondition timed out. Received 1 conditions when expecting 2',
  );
  expect(await signal(url, { Status: 'SUCCESS', UniqueId: 'b', Reason: '', Data: '' })).toBe(403);
});

test('takes no signal that is not one', async () => {
  await stacks.create('strict', waiting());
  const url = await handleOf('strict');
  expect(await signal(url, 'ready')).toBe(400);
  expect(await signal(url, '[]')).toBe(400);
  expect(await signal(url, { Status: 'DONE', UniqueId: 'a' })).toBe(400);
  expect(await signal(url, { Status: 'SUCCESS' })).toBe(400);
  expect(
    await signal(
      url.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      { Status: 'SUCCESS', UniqueId: 'a' },
    ),
  ).toBe(403);
  expect((await stacks.describe('strict')).StackStatus).toBe('CREATE_IN_PROGRESS');
});

test('cannot be updated', async () => {
  const updated = await stacks.update('waits', waiting({ Count: 3 }));
  expect(updated.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await stacks.events('waits')).toContain(
    'Ready UPDATE_FAILED Update to resource type AWS::CloudFormation::WaitCondition is not supported.',
  );
});

test('the server has nothing to complain about', () => {
  expect(stacks.server.errors).toEqual([]);
});
