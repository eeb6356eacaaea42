import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, region, startTestSns } from '../testing.ts';
import type { TestSns } from '../testing.ts';

let cloud: TestSns;
const other = '444455556666';

beforeAll(async () => {
  cloud = await startTestSns({ clock: 'virtual' });
});
afterAll(async () => {
  await cloud.stop();
});

const queueArn = (name: string, owner = account) => `arn:aws:sqs:${region}:${owner}:${name}`;

async function createTopic(Name: string): Promise<string> {
  return (await cloud.calls.sns.CreateTopic({ Name })).TopicArn ?? '';
}

describe('Subscribe', () => {
  test('answers the same subscription again, unless it is asked for other attributes', async () => {
    const { sns } = cloud.calls;
    const TopicArn = await createTopic('again');
    const input = { TopicArn, Protocol: 'sqs', Endpoint: queueArn('q'), Attributes: { RawMessageDelivery: 'true' } };
    const first = await sns.Subscribe(input);
    expect(await sns.Subscribe(input)).toEqual(first);
    await expect(sns.Subscribe({ ...input, Attributes: { RawMessageDelivery: 'false' } })).rejects.toThrow(
      'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
    );
    const { Attributes } = await sns.GetSubscriptionAttributes({ SubscriptionArn: first.SubscriptionArn ?? '' });
    expect(Attributes).toEqual({
      SubscriptionArn: first.SubscriptionArn,
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queueArn('q'),
      Owner: account,
      SubscriptionPrincipal: `arn:aws:iam::${account}:root`,
      PendingConfirmation: 'false',
      ConfirmationWasAuthenticated: 'true',
      RawMessageDelivery: 'true',
    });
  });

  test.each([
    ['pigeon', 'x', 'Invalid parameter: Amazon SNS does not support this protocol string: pigeon'],
    ['http', 'https://x.example/', 'Invalid parameter: Endpoint must match the specified protocol'],
    ['sqs', 'arn:aws:s3:::x', 'Invalid parameter: SQS endpoint ARN'],
    ['lambda', 'x', 'Invalid parameter: Lambda endpoint ARN'],
    ['lambda', 'arn:aws:lambda:eu-central-1:111122223333:layer:x', 'Invalid parameter: Lambda endpoint ARN'],
    ['application', 'x', 'Invalid parameter: ApplicationEndpoint ARN'],
    ['email', 'nobody', 'Invalid parameter: Email address'],
    ['sms', '12', /^Invalid SMS endpoint: 12$/],
    ['sms', '+15--551234567', /^Invalid SMS endpoint/],
    ['sms', '/15551234567', /^Invalid SMS endpoint/],
    ['sqs', undefined, 'Invalid parameter: Endpoint'],
    ['firehose', 'arn:aws:firehose:eu-central-1:111122223333:deliverystream/x', 'Madang has no Firehose yet'],
  ])('refuses %s to %s', async (Protocol, Endpoint, message) => {
    const TopicArn = await createTopic('picky');
    await expect(cloud.calls.sns.Subscribe({ TopicArn, Protocol, Endpoint })).rejects.toThrow(message);
  });

  test.each([
    [{ Colour: 'red' }, 'Invalid parameter: Attributes Reason: Unknown attribute: Colour'],
    [{ RawMessageDelivery: 'yes' }, 'RawMessageDelivery: Invalid value [yes]. Must be true or false.'],
    [
      { FilterPolicy: '{"a":"b"}' },
      'Invalid parameter: Attributes Reason: FilterPolicy: "a" must be an object or an array',
    ],
    [{ FilterPolicyScope: 'Everything' }, 'FilterPolicyScope: Invalid value [Everything]'],
    [{ RedrivePolicy: '{"deadLetterTargetArn":"x"}' }, 'RedrivePolicy: deadLetterTargetArn is an invalid arn'],
    [{ RedrivePolicy: `{"deadLetterTargetArn":"${queueArn('d.fifo')}"}` }, 'must use a standard queue as DLQ'],
    [{ DeliveryPolicy: '{}x' }, 'does not support a delivery policy'],
    [{ ReplayPolicy: '{"PointType":"Timestamp"}' }, 'only subscriptions of FIFO topics can replay messages'],
  ] as [Record<string, string>, string][])('refuses %j', async (Attributes, message) => {
    const TopicArn = await createTopic('picky');
    const input = { TopicArn, Protocol: 'sqs', Endpoint: queueArn('q'), Attributes };
    await expect(cloud.calls.sns.Subscribe(input)).rejects.toThrow(message);
  });

  test('takes 200 filter policies per topic', async () => {
    const { sns } = cloud.calls;
    const TopicArn = await createTopic('filtered');
    const subscribe = (index: number) =>
      sns.Subscribe({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: queueArn(`f${index}`),
        Attributes: { FilterPolicy: '{"a":["b"]}' },
      });
    for (let index = 0; index < 200; index++) await subscribe(index);
    await expect(subscribe(200)).rejects.toMatchObject({ code: 'FilterPolicyLimitExceededException' });
    const { SubscriptionArn = '' } = await subscribe(0);
    await sns.Unsubscribe({ SubscriptionArn });
    await subscribe(200);
    const first = await sns.ListSubscriptionsByTopic({ TopicArn });
    const second = await sns.ListSubscriptionsByTopic({ TopicArn, NextToken: first.NextToken });
    expect([first.Subscriptions?.length, second.Subscriptions?.length]).toEqual([100, 100]);
    expect((await sns.GetTopicAttributes({ TopicArn })).Attributes).toMatchObject({ SubscriptionsConfirmed: '200' });
  });
});

describe('the queue of another account', () => {
  test('is asked by a message, and its owner confirms', async () => {
    const { sqs } = cloud.callsOf(other);
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: '*',
      },
    });
    const { QueueUrl = '' } = await sqs.CreateQueue({ QueueName: 'theirs', Attributes: { Policy } });
    const TopicArn = await createTopic('ours');
    const Endpoint = queueArn('theirs', other);
    const { SubscriptionArn } = await cloud.calls.sns.Subscribe({ TopicArn, Protocol: 'sqs', Endpoint });
    expect(SubscriptionArn).toBe('pending confirmation');
    await cloud.settled();
    const { Messages = [] } = await sqs.ReceiveMessage({ QueueUrl });
    const { Type, Token = '' } = JSON.parse(Messages[0]?.Body ?? '{}') as Record<string, string>;
    expect(Type).toBe('SubscriptionConfirmation');
    const confirmed = await cloud.callsOf(other).sns.ConfirmSubscription({ TopicArn, Token });
    await cloud.calls.sns.Publish({ TopicArn, Message: 'm' });
    await cloud.settled();
    expect((await sqs.ReceiveMessage({ QueueUrl })).Messages).toHaveLength(1);
    await expect(
      cloud.callsOf('777788889999').sns.GetSubscriptionAttributes({ SubscriptionArn: confirmed.SubscriptionArn ?? '' }),
    ).rejects.toThrow('Not authorized to access this subscription');
  });
});

describe('the outbox', () => {
  test('has mail, its confirmation before, SMS and push messages', async () => {
    const { sns } = cloud.calls;
    const TopicArn = await createTopic('people');
    await sns.Subscribe({ TopicArn, Protocol: 'email', Endpoint: 'ann@example.com' });
    const [asked] = await cloud.outbox();
    expect(asked).toMatchObject({
      protocol: 'email',
      to: 'ann@example.com',
      subject: 'AWS Notification - Subscription Confirmation',
    });
    const link = /http\S+ConfirmSubscription\S+/.exec(asked?.body ?? '')?.[0] ?? '';
    expect((await fetch(link)).status).toBe(200);
    await sns.Subscribe({ TopicArn, Protocol: 'sms', Endpoint: '+4915112345678' });
    const Attributes = { PlatformCredential: 'secret' };
    const { PlatformApplicationArn = '' } = await sns.CreatePlatformApplication({
      Name: 'app',
      Platform: 'GCM',
      Attributes,
    });
    const { EndpointArn = '' } = await sns.CreatePlatformEndpoint({ PlatformApplicationArn, Token: 'device' });
    await sns.Subscribe({ TopicArn, Protocol: 'application', Endpoint: EndpointArn });
    await cloud.clock.advance(1000);
    const Message = JSON.stringify({ default: 'all', sms: 'short', GCM: '{"notification":{}}' });
    await sns.Publish({ TopicArn, Message, MessageStructure: 'json', Subject: 'News' });
    await sns.Publish({ PhoneNumber: '+4915112345678', Message: 'directly' });
    await sns.Publish({ TargetArn: EndpointArn, Message: 'to the device' });
    await cloud.settled();
    const sent = (await cloud.outbox()).slice(1);
    const find = (protocol: string, topicArn?: string) =>
      sent.find((message) => message.protocol === protocol && message.topicArn === topicArn);
    expect(find('email', TopicArn)).toMatchObject({ subject: 'News', body: expect.stringMatching(/^all\n/) as string });
    expect(find('sms', TopicArn)).toMatchObject({ body: 'short', to: '+4915112345678' });
    expect(find('application', TopicArn)).toMatchObject({
      body: '{"notification":{}}',
      details: { platform: 'GCM', token: 'device' },
    });
    expect(find('sms')).toMatchObject({ body: 'directly' });
    expect(find('application')).toMatchObject({ body: 'to the device' });
    await sns.SetEndpointAttributes({ EndpointArn, Attributes: { Enabled: 'false' } });
    await expect(sns.Publish({ TargetArn: EndpointArn, Message: 'm' })).rejects.toMatchObject({
      code: 'EndpointDisabledException',
    });
    await sns.DeleteEndpoint({ EndpointArn });
    await expect(sns.Publish({ TargetArn: EndpointArn, Message: 'm' })).rejects.toThrow(
      'No endpoint found for the target arn specified',
    );
    await expect(sns.Subscribe({ TopicArn, Protocol: 'application', Endpoint: `${EndpointArn}x` })).rejects.toThrow(
      'Endpoint does not exist',
    );
  });
});

describe('devices', () => {
  test('have one endpoint per token, and applications keep their secrets', async () => {
    const { sns } = cloud.calls;
    const Attributes = { PlatformCredential: 'secret', PlatformPrincipal: 'cert' };
    const { PlatformApplicationArn = '' } = await sns.CreatePlatformApplication({
      Name: 'one',
      Platform: 'APNS',
      Attributes,
    });
    expect(await sns.GetPlatformApplicationAttributes({ PlatformApplicationArn })).toEqual({
      Attributes: { Enabled: 'true' },
    });
    const input = { PlatformApplicationArn, Token: 't', CustomUserData: 'u' };
    const endpoint = await sns.CreatePlatformEndpoint(input);
    expect(await sns.CreatePlatformEndpoint(input)).toEqual(endpoint);
    await expect(sns.CreatePlatformEndpoint({ ...input, CustomUserData: 'v' })).rejects.toThrow(
      'already exists with the same Token, but different attributes',
    );
    const listed = await sns.ListEndpointsByPlatformApplication({ PlatformApplicationArn });
    expect(listed.Endpoints).toEqual([
      { ...endpoint, Attributes: { Enabled: 'true', Token: 't', CustomUserData: 'u' } },
    ]);
    await sns.DeletePlatformApplication({ PlatformApplicationArn });
    expect(
      (await sns.ListPlatformApplications({})).PlatformApplications?.some(
        (app) => app.PlatformApplicationArn === PlatformApplicationArn,
      ),
    ).toBe(false);
    await expect(sns.CreatePlatformApplication({ Name: 'x', Platform: 'PALM', Attributes })).rejects.toThrow(
      'PALM is not supported',
    );
  });
});

describe('SMS', () => {
  test('has settings and numbers to verify with the code in the outbox', async () => {
    const { sns } = cloud.calls;
    await sns.SetSMSAttributes({ attributes: { DefaultSMSType: 'Transactional', DefaultSenderID: 'Madang' } });
    expect(await sns.GetSMSAttributes({ attributes: ['DefaultSMSType'] })).toEqual({
      attributes: { DefaultSMSType: 'Transactional' },
    });
    await expect(sns.SetSMSAttributes({ attributes: { DefaultSMSType: 'Loud' } })).rejects.toThrow(
      'DefaultSMSType is not a valid value',
    );
    const PhoneNumber = '+12065550100';
    await sns.CreateSMSSandboxPhoneNumber({ PhoneNumber });
    const OneTimePassword =
      /\d{6}/.exec((await cloud.outbox()).find(({ to }) => to === PhoneNumber)?.body ?? '')?.[0] ?? '';
    await expect(sns.VerifySMSSandboxPhoneNumber({ PhoneNumber, OneTimePassword: 'wrong' })).rejects.toMatchObject({
      code: 'VerificationException',
    });
    await sns.VerifySMSSandboxPhoneNumber({ PhoneNumber, OneTimePassword });
    expect(await sns.ListSMSSandboxPhoneNumbers({})).toMatchObject({
      PhoneNumbers: [{ PhoneNumber, Status: 'Verified' }],
    });
    expect(await sns.CheckIfPhoneNumberIsOptedOut({ phoneNumber: PhoneNumber })).toEqual({ isOptedOut: false });
  });
});
