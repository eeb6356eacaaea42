import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishInput } from '../../../../generated/types/sns.ts';
import { account, region, startTestSns, subscribeQueue } from '../testing.ts';
import type { TestSns } from '../testing.ts';

let cloud: TestSns;

beforeAll(async () => {
  cloud = await startTestSns({ clock: 'virtual' });
});
afterAll(async () => {
  await cloud.stop();
});

describe('a batch', () => {
  const entry = (Id: string, Message = 'm') => ({ Id, Message });

  test.each([
    ['Empty message', entry('b', '')],
    ['No default entry', { ...entry('b', '{}'), MessageStructure: 'json' }],
    ['not valid for this topic type', { ...entry('b'), MessageDeduplicationId: 'x' }],
    ["'attr' must contain", { ...entry('b'), MessageAttributes: { attr: { DataType: 'String' } } }],
  ])('with an entry that is wrong is refused as a whole: %s', async (message, wrong) => {
    const { TopicArn, queue } = await subscribeQueue(cloud, { subscription: { RawMessageDelivery: 'true' } });
    const input = { TopicArn, PublishBatchRequestEntries: [entry('a', '1'), wrong] };
    await expect(cloud.calls.sns.PublishBatch(input)).rejects.toThrow(message);
    expect(await cloud.drain(queue.url)).toEqual([]);
  });

  test.each([
    ['EmptyBatchRequestException', []],
    ['TooManyEntriesInBatchRequestException', Array.from({ length: 11 }, (_, index) => entry(`e${index}`))],
    ['BatchEntryIdsNotDistinctException', [entry('a'), entry('a')]],
    ['InvalidBatchEntryIdException', [entry('a b')]],
    ['BatchRequestTooLongException', [entry('a', 'x'.repeat(200_000)), entry('b', 'x'.repeat(100_000))]],
  ])('is refused with %s', async (code, PublishBatchRequestEntries) => {
    const { TopicArn } = await subscribeQueue(cloud);
    await expect(cloud.calls.sns.PublishBatch({ TopicArn, PublishBatchRequestEntries })).rejects.toMatchObject({
      code,
    });
  });
});

describe('Publish refuses', () => {
  const text = (DataType: string, StringValue: string) => ({ DataType, StringValue });
  test.each([
    [{ Message: 'm' }, 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter'],
    [{ Message: '', TopicArn: 'here' }, 'Invalid parameter: Empty message'],
    [{ Message: 'x'.repeat(262_145), TopicArn: 'here' }, 'Invalid parameter: Message too long'],
    [{ Message: 'm', TopicArn: 'here', Subject: 'a\nb' }, 'Invalid parameter: Subject'],
    [{ Message: 'm', TopicArn: 'here', Subject: 'a'.repeat(101) }, 'Invalid parameter: Subject'],
    [{ Message: '{', TopicArn: 'here', MessageStructure: 'json' }, 'JSON message body failed to parse'],
    [{ Message: '{}', TopicArn: 'here', MessageStructure: 'json' }, 'No default entry in JSON message body'],
    [{ Message: 'm', TopicArn: 'here', MessageDeduplicationId: 'x' }, 'not valid for this topic type'],
    [{ Message: 'm', TopicArn: 'here', MessageAttributes: { a: text('Text', 'x') } }, 'invalid message attribute type'],
    [
      { Message: 'm', TopicArn: 'here', MessageAttributes: { a: text('Number', 'x') } },
      "Could not cast message attribute 'a'",
    ],
    [
      { Message: 'm', TopicArn: 'here', MessageAttributes: { a: text('String', '') } },
      'non-empty message attribute value',
    ],
    ...(
      [
        ['x'.repeat(257), 'Length of message attribute name must be less than 256 bytes.'],
        ['a^b', "Invalid non-alphanumeric character '#x5E' was found in the message attribute name."],
        ['.a', "Invalid message attribute name starting with character '.' was found."],
        ['a.', "Invalid message attribute name ending with character '.' was found."],
        ['a..b', "Message attribute name can not have successive '.' character."],
        ['AWS.own', 'are reserved'],
      ] as const
    ).map(([name, problem]): [PublishInput, string] => [
      { Message: 'm', TopicArn: 'here', MessageAttributes: { [name]: text('String', 'x') } },
      problem,
    ]),
    [
      { Message: 'm', TargetArn: `arn:aws:sns:${region}:${account}:endpoint/GCM/none/x` },
      'Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified',
    ],
    [{ Message: 'm', TargetArn: 'x' }, 'TargetArn Reason: An ARN must have at least 6 elements, not 1'],
    [{ Message: 'x'.repeat(1601), PhoneNumber: '+15551234567' }, 'Invalid parameter: Message too long'],
    [{ Message: 'm', PhoneNumber: '12' }, 'Invalid parameter: PhoneNumber Reason: 12 is not valid to publish to'],
    [{ Message: 'm', TopicArn: `arn:aws:sns:${region}:${account}:none` }, 'Topic does not exist'],
  ] as [PublishInput, string][])('%j', async (input, message) => {
    const { TopicArn } = await cloud.calls.sns.CreateTopic({ Name: 'refusing' });
    const filled = 'TopicArn' in input && input.TopicArn === 'here' ? { ...input, TopicArn } : input;
    await expect(cloud.calls.sns.Publish(filled)).rejects.toThrow(message);
  });
});
