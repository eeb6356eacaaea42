import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, awsCliVersion, withoutAwsCli } from '../support/aws-cli.ts';
import type { Aws } from '../support/aws-cli.ts';
import { cliError } from '../support/errors.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

describe.skipIf(awsCliVersion === '')(`aws sqs${withoutAwsCli}`, () => {
  let server: Server;
  let aws: Aws;

  beforeAll(async () => {
    server = await startServer();
    aws = awsCli(server.endpoint, server.keys);
  });
  afterAll(() => server.stop());

  const sqs = (operation: string, ...args: string[]) => aws('sqs', operation, ...args);

  test.concurrent('keeps a queue and its messages from creation to deletion', async ({ expect }) => {
    const created = await sqs(
      'create-queue',
      '--queue-name',
      'cli',
      '--attributes',
      'DelaySeconds=0,VisibilityTimeout=60',
    );
    const url = `${server.endpoint}/000000000000/cli`;
    expect(created).toEqual({ QueueUrl: url });
    const on = ['--queue-url', url];
    await sqs('set-queue-attributes', ...on, '--attributes', '{"MessageRetentionPeriod":"600"}');
    const [attributes, sent] = await Promise.all([
      sqs('get-queue-attributes', ...on, '--attribute-names', 'MessageRetentionPeriod', 'VisibilityTimeout'),
      sqs(
        'send-message',
        ...on,
        '--message-body',
        'hello',
        '--message-attributes',
        'Kind={DataType=String,StringValue=x}',
      ),
    ]);
    expect(attributes).toEqual({ Attributes: { MessageRetentionPeriod: '600', VisibilityTimeout: '60' } });
    const received = (await sqs(
      'receive-message',
      ...on,
      '--attribute-names',
      'All',
      '--message-attribute-names',
      'All',
    )) as {
      Messages: { MessageId: string; ReceiptHandle: string }[];
    };
    expect(received.Messages).toMatchObject([
      {
        MessageId: (sent as { MessageId: string }).MessageId,
        Body: 'hello',
        Attributes: { ApproximateReceiveCount: '1' },
        MessageAttributes: { Kind: { StringValue: 'x', DataType: 'String' } },
      },
    ]);
    await sqs('delete-message', ...on, '--receipt-handle', received.Messages[0]?.ReceiptHandle ?? '');
    expect(await sqs('receive-message', ...on)).toBeUndefined();
    await sqs('delete-queue', ...on);
    await expect(sqs('get-queue-url', '--queue-name', 'cli')).rejects.toMatchObject(
      cliError('AWS.SimpleQueueService.NonExistentQueue', 'GetQueueUrl', 'The specified queue does not exist.'),
    );
  });

  test.concurrent('pages through a list', async ({ expect }) => {
    const names = ['page-1', 'page-2', 'page-3', 'page-4', 'page-5'];
    await Promise.all(names.map((name) => sqs('create-queue', '--queue-name', name)));
    const list = (...args: string[]) =>
      sqs('list-queues', '--queue-name-prefix', 'page-', ...args) as Promise<{
        QueueUrls: string[];
        NextToken?: string;
      }>;
    const [whole, first] = await Promise.all([list('--page-size', '2'), list('--max-items', '3')]);
    expect(whole.QueueUrls).toHaveLength(5);
    expect(whole.NextToken).toBeUndefined();
    expect(first.QueueUrls).toHaveLength(3);
    const rest = await list('--max-items', '3', '--starting-token', first.NextToken ?? '');
    expect([...first.QueueUrls, ...rest.QueueUrls]).toEqual(whole.QueueUrls);
  });

  describe('errors', () => {
    beforeAll(() => sqs('create-queue', '--queue-name', 'errors'));
    const on = () => ['--queue-url', `${server.endpoint}/000000000000/errors`];
    const entries = (...ids: string[]) => JSON.stringify(ids.map((Id) => ({ Id, MessageBody: 'x' })));

    test.concurrent.each<[code: string, operation: string, message: string | RegExp, args: () => string[]]>([
      [
        'AWS.SimpleQueueService.NonExistentQueue',
        'PurgeQueue',
        'The specified queue does not exist.',
        () => ['purge-queue', '--queue-url', `${server.endpoint}/000000000000/none`],
      ],
      [
        'QueueAlreadyExists',
        'CreateQueue',
        /DelaySeconds/,
        () => ['create-queue', '--queue-name', 'errors', '--attributes', 'DelaySeconds=9'],
      ],
      [
        'InvalidParameterValue',
        'CreateQueue',
        /1 to 80 in length/,
        () => ['create-queue', '--queue-name', 'no spaces'],
      ],
      [
        'InvalidAttributeName',
        'CreateQueue',
        'Unknown Attribute Colour.',
        () => ['create-queue', '--queue-name', 'q', '--attributes', 'Colour=red'],
      ],
      [
        'InvalidAttributeValue',
        'CreateQueue',
        /VisibilityTimeout/,
        () => ['create-queue', '--queue-name', 'q', '--attributes', 'VisibilityTimeout=-1'],
      ],
      [
        'ReceiptHandleIsInvalid',
        'DeleteMessage',
        'The input receipt handle "x" is not a valid receipt handle.',
        () => ['delete-message', ...on(), '--receipt-handle', 'x'],
      ],
      [
        'InvalidParameterValue',
        'ReceiveMessage',
        /^Value 11 for parameter MaxNumberOfMessages is invalid/,
        () => ['receive-message', ...on(), '--max-number-of-messages', '11'],
      ],
      [
        'AWS.SimpleQueueService.EmptyBatchRequest',
        'SendMessageBatch',
        /at least one/,
        () => ['send-message-batch', ...on(), '--entries', '[]'],
      ],
      [
        'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
        'SendMessageBatch',
        'Id a repeated.',
        () => ['send-message-batch', ...on(), '--entries', entries('a', 'a')],
      ],
      [
        'AWS.SimpleQueueService.InvalidBatchEntryId',
        'SendMessageBatch',
        /alphanumeric/,
        () => ['send-message-batch', ...on(), '--entries', entries('a b')],
      ],
      [
        'ResourceNotFoundException',
        'StartMessageMoveTask',
        /doesn't exist/,
        () => ['start-message-move-task', '--source-arn', 'arn:aws:sqs:us-east-1:000000000000:none'],
      ],
    ])('%s of %s', async (code, operation, message, args) => {
      await expect(aws('sqs', ...args())).rejects.toMatchObject(cliError(code, operation, message));
    });
  });
});

test('the CLI suites know whether they run', () => {
  expect(withoutAwsCli === '').toBe(awsCliVersion !== '');
});
