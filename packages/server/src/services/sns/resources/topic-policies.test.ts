import { CreateTopicCommand, DeleteTopicCommand, GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let sns: SNSClient;

beforeAll(async () => {
  server = await startTestServer();
  sns = new SNSClient(server.client);
});

afterAll(() => server.stop());

afterEach(({ expect }) => expect(server.errors).toEqual([]));

async function createTopic(Name: string): Promise<string> {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name }));
  return TopicArn;
}

async function policyOf(TopicArn: string): Promise<unknown> {
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  return JSON.parse(Attributes?.['Policy'] ?? '');
}

function document(Sid: string) {
  return {
    Version: '2012-10-17',
    Statement: [{ Sid, Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: '*' }],
  };
}

const initial = expect.objectContaining({ Id: '__default_policy_ID' });

describe('AWS::SNS::TopicPolicy', () => {
  it('is put on its topics, follows them, and goes', async () => {
    const policies = new ResourceHarness(server, 'AWS::SNS::TopicPolicy', 'Id');
    const [a, b, c] = [await createTopic('a'), await createTopic('b'), await createTopic('c')];
    const policy = await policies.create({ Topics: [a, b], PolicyDocument: document('one') });
    expect(policy.physicalId).toMatch(/^demo-Thing-[0-9A-Z]{12}$/);
    expect(await policies.read(policy)).toEqual({
      Id: policy.physicalId,
      Topics: [a, b],
      PolicyDocument: document('one'),
    });
    const after = await policies.update(policy, { Topics: [b, c], PolicyDocument: JSON.stringify(document('two')) });
    expect(await policyOf(a)).toEqual(initial);
    expect(await policyOf(b)).toEqual(document('two'));
    expect(await policyOf(c)).toEqual(document('two'));
    await sns.send(new DeleteTopicCommand({ TopicArn: c }));
    await policies.delete(after);
    expect(await policyOf(b)).toEqual(initial);
    expect(await policies.read(after)).toBeUndefined();
  });
});

describe('AWS::SNS::TopicInlinePolicy', () => {
  it('is the one policy of a topic', async () => {
    const policies = new ResourceHarness(server, 'AWS::SNS::TopicInlinePolicy', 'TopicArn');
    const TopicArn = await createTopic('inline');
    const policy = await policies.create({ TopicArn, PolicyDocument: document('one') });
    expect(policy.physicalId).toBe(TopicArn);
    await expect(policies.create({ TopicArn, PolicyDocument: document('two') })).rejects.toMatchObject({
      code: 'AlreadyExists',
    });
    const after = await policies.update(policy, { TopicArn, PolicyDocument: document('two') });
    expect(await policies.read(after)).toEqual({ TopicArn, PolicyDocument: document('two') });
    expect(await policies.list()).toEqual([{ TopicArn }]);
    await policies.delete(after);
    expect(await policyOf(TopicArn)).toEqual(initial);
    expect(await policies.read(after)).toBeUndefined();
    expect(await policies.list()).toEqual([]);
  });

  it('that SNS does not take is refused', async () => {
    const policies = new ResourceHarness(server, 'AWS::SNS::TopicInlinePolicy', 'TopicArn');
    const TopicArn = await createTopic('refused');
    const PolicyDocument = { Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' } };
    await expect(policies.create({ TopicArn, PolicyDocument })).rejects.toThrow(/out of service scope/);
  });
});
