import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '../../platform/service.ts';
import { access } from './access.ts';
import { openTestSqs } from './testing.ts';
import type { TestSqs } from './testing.ts';

const account = '111122223333';
const Policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' },
});

let cloud: TestSqs;
let context: RequestContext;

beforeAll(async () => {
  cloud = await openTestSqs();
  const { platform } = cloud;
  const caller = { account: '444455556666', region: 'eu-central-1' };
  context = { ...caller, platform, reader: platform.storage } as Partial<RequestContext> as RequestContext;
});
afterAll(() => cloud.close());

describe('an operation on a queue', () => {
  test('is decided by the ARN, policy and tags of the queue, whoever asks', async () => {
    const { url: QueueUrl, arn } = await cloud.createQueue('guarded', { Policy });
    await cloud.call.TagQueue({ QueueUrl, Tags: { team: 'red' } });
    const input = { QueueUrl, MessageBody: 'x' };
    const rule = access.SendMessage;
    expect(await rule?.resources?.(input, context)).toEqual([arn]);
    expect(await rule?.resourcePolicy?.(input, context)).toEqual({ document: Policy, account });
    expect(await rule?.conditions?.(input, context)).toEqual({ 'aws:ResourceTag/team': 'red' });
  });

  test('that does not exist has neither policy nor tags', async () => {
    const input = { QueueUrl: `http://x/${account}/none` };
    expect(await access.PurgeQueue?.resourcePolicy?.(input, context)).toBeUndefined();
    expect(await access.PurgeQueue?.conditions?.(input, context)).toEqual({});
  });

  test('a batch needs the permission of the single operation', () => {
    expect(access.SendMessageBatch?.actions).toEqual(['sqs:SendMessage']);
    expect(access.DeleteMessageBatch?.actions).toEqual(['sqs:DeleteMessage']);
    expect(access.ChangeMessageVisibilityBatch?.actions).toEqual(['sqs:ChangeMessageVisibility']);
  });

  test('tags in a request are conditions', async () => {
    const { url: QueueUrl } = await cloud.createQueue('tagged');
    const tagging = await access.TagQueue?.conditions?.({ QueueUrl, Tags: { team: 'red' } }, context);
    expect(tagging).toEqual({ 'aws:RequestTag/team': 'red', 'aws:TagKeys': ['team'] });
    const creating = await access.CreateQueue?.conditions?.({ QueueName: 'q', tags: { a: 'b' } }, context);
    expect(creating).toEqual({ 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['a'] });
  });
});
