import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, awsCliVersion, withoutAwsCli } from '../support/aws-cli.ts';
import type { Aws } from '../support/aws-cli.ts';
import { cliError } from '../support/errors.ts';
import { allow, policy } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

describe.skipIf(awsCliVersion === '')(`aws sns${withoutAwsCli}`, () => {
  let server: Server;
  let aws: Aws;

  beforeAll(async () => {
    server = await startServer();
    aws = awsCli(server.endpoint, server.keys);
  });
  afterAll(() => server.stop());

  const sns = (operation: string, ...args: string[]) => aws('sns', operation, ...args);
  const arn = (name: string) => `arn:aws:sns:us-east-1:000000000000:${name}`;

  test.concurrent('keeps a topic from creation to deletion, and delivers to a queue', async ({ expect }) => {
    const on = ['--topic-arn', arn('cli')];
    const tags = ['--tags', 'Key=team,Value=red'];
    expect(await sns('create-topic', '--name', 'cli', ...tags)).toEqual({ TopicArn: arn('cli') });
    const change = ['--attribute-name', 'DisplayName', '--attribute-value', 'CLI'];
    await sns('set-topic-attributes', ...on, ...change);
    expect(await sns('get-topic-attributes', ...on)).toMatchObject({ Attributes: { DisplayName: 'CLI' } });
    expect(await sns('list-tags-for-resource', '--resource-arn', arn('cli'))).toEqual({
      Tags: [{ Key: 'team', Value: 'red' }],
    });

    const queueArn = 'arn:aws:sqs:us-east-1:000000000000:cli';
    const statement = { ...allow('sqs:SendMessage', queueArn), Principal: { Service: 'sns.amazonaws.com' } };
    const attributes = JSON.stringify({ Policy: policy(statement) });
    await aws('sqs', 'create-queue', '--queue-name', 'cli', '--attributes', attributes);
    const endpoint = ['--protocol', 'sqs', '--notification-endpoint', queueArn];
    const raw = ['--attributes', 'RawMessageDelivery=true'];
    const { SubscriptionArn } = (await sns('subscribe', ...on, ...endpoint, ...raw)) as { SubscriptionArn: string };
    expect(await sns('list-subscriptions-by-topic', ...on)).toMatchObject({
      Subscriptions: [{ SubscriptionArn, Protocol: 'sqs', Endpoint: queueArn }],
    });
    expect(await sns('publish', ...on, '--message', 'grüße')).toMatchObject({ MessageId: expect.any(String) });
    const entries = JSON.stringify([{ Id: 'a', Message: 'second' }]);
    expect(await sns('publish-batch', ...on, '--publish-batch-request-entries', entries)).toMatchObject({
      Successful: [{ Id: 'a' }],
    });
    const url = `${server.endpoint}/000000000000/cli`;
    const most = ['--max-number-of-messages', '10', '--wait-time-seconds', '5'];
    const received = (await aws('sqs', 'receive-message', '--queue-url', url, ...most)) as {
      Messages: { Body: string }[];
    };
    expect(received.Messages.map(({ Body }) => Body).sort()).toEqual(['grüße', 'second']);

    await sns('unsubscribe', '--subscription-arn', SubscriptionArn);
    await sns('delete-topic', ...on);
    await expect(sns('get-topic-attributes', ...on)).rejects.toMatchObject(
      cliError('NotFound', 'GetTopicAttributes', 'Topic does not exist'),
    );
  });

  describe('errors', () => {
    beforeAll(() => sns('create-topic', '--name', 'errors'));
    const on = ['--topic-arn', arn('errors')];
    const none = ['--topic-arn', arn('none')];
    const entries = (...ids: string[]) => JSON.stringify(ids.map((Id) => ({ Id, Message: 'x' })));

    test.concurrent.each<[code: string, operation: string, message: string | RegExp, args: string[]]>([
      ['NotFound', 'Publish', 'Topic does not exist', ['publish', ...none, '--message', 'x']],
      ['NotFound', 'Subscribe', 'Topic does not exist', ['subscribe', ...none, '--protocol', 'sms']],
      ['InvalidParameter', 'CreateTopic', 'Invalid parameter: Topic Name', ['create-topic', '--name', 'a b']],
      [
        'InvalidParameter',
        'CreateTopic',
        /Topic already exists with different attributes/,
        ['create-topic', '--name', 'errors', '--attributes', 'DisplayName=x'],
      ],
      [
        'InvalidParameter',
        'Publish',
        /An ARN must have at least 6 elements, not 1/,
        ['publish', '--topic-arn', 'x', '--message', 'x'],
      ],
      [
        'InvalidParameter',
        'Subscribe',
        /does not support this protocol string: pigeon/,
        ['subscribe', ...on, '--protocol', 'pigeon', '--notification-endpoint', 'coop'],
      ],
      [
        'InvalidParameter',
        'SetTopicAttributes',
        'Invalid parameter: AttributeName',
        ['set-topic-attributes', ...on, '--attribute-name', 'Colour', '--attribute-value', 'red'],
      ],
      [
        'BatchEntryIdsNotDistinct',
        'PublishBatch',
        /^/,
        ['publish-batch', ...on, '--publish-batch-request-entries', entries('a', 'a')],
      ],
      [
        'InvalidBatchEntryId',
        'PublishBatch',
        /^/,
        ['publish-batch', ...on, '--publish-batch-request-entries', entries('a b')],
      ],
      [
        'ResourceNotFound',
        'ListTagsForResource',
        'Resource does not exist',
        ['list-tags-for-resource', '--resource-arn', arn('none')],
      ],
      [
        'InvalidParameter',
        'ConfirmSubscription',
        'Invalid parameter: Token',
        ['confirm-subscription', ...on, '--token', 'x'],
      ],
    ])('%s of %s: %s', async (code, operation, message, args) => {
      await expect(aws('sns', ...args)).rejects.toMatchObject(cliError(code, operation, message));
    });
  });
});
