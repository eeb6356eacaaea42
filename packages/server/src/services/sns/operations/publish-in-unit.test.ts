import { afterAll, beforeAll, expect, it } from 'vitest';
import { account, region, startTestSns } from '../testing.ts';
import type { TestSns } from '../testing.ts';

let sns: TestSns;

beforeAll(async () => {
  sns = await startTestSns();
});

afterAll(() => sns.stop());

it('is part of the unit of work that the caller has lent', async () => {
  const queue = await sns.createQueue('told');
  const { TopicArn = '' } = await sns.calls.sns.CreateTopic({ Name: 'news' });
  await sns.calls.sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn });
  const publish = (Message: string, fails: boolean) =>
    sns.platform.storage.transact(async (unit) => {
      const principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account } as const;
      await sns.platform.callAs({ principal, account, region, unit }).sns.Publish({ TopicArn, Message });
      if (fails) throw new Error('no');
    });
  await expect(publish('never', true)).rejects.toThrow('no');
  await publish('once', false);
  const received = await sns.drain(queue.url);
  expect(received.map(({ body }) => (JSON.parse(body) as { Message: string }).Message)).toEqual(['once']);
});
