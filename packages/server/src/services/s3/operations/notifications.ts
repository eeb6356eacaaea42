import type { NotificationConfiguration, NotificationConfigurationFilter } from '../../../../generated/types/s3.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { bucketOf } from '../bucket-request.ts';
import type { S3Handlers } from '../context.ts';
import { notImplemented, S3Error } from '../errors.ts';
import type { Bucket } from '../model/bucket.ts';
import { testMessage } from '../model/event-record.ts';
import { checkNotifications, notificationRules } from '../model/notification.ts';
import type { NotificationRule } from '../model/notification.ts';
import { sendNotification } from '../service-calls.ts';
import { deleteConfiguration, findConfiguration, putConfiguration } from '../store/configurations.ts';
import { saveSettings } from '../store/settings.ts';

export const notificationOperations = {
  async GetBucketNotificationConfiguration(input, { request }) {
    const bucket = await bucketOf(request.unit, input);
    return (await findConfiguration(request.unit, bucket, 'notification')) ?? {};
  },

  /** Sends test messages in units of their own: those cannot be taken back. */
  async PutBucketNotificationConfiguration(input, { request }) {
    const { platform } = request;
    const bucket = await bucketOf(request.reader, input);
    checkNotifications(input.NotificationConfiguration, bucket.region);
    const configuration = named(input.NotificationConfiguration, () => platform.ids.uuid());
    if (!input.SkipDestinationValidation) await testDestinations(request, bucket, notificationRules(configuration));
    await request.join(async (unit) => {
      const current = await bucketOf(unit, input);
      const isEmpty = notificationRules(configuration).length === 0 && !configuration.EventBridgeConfiguration;
      if (isEmpty) deleteConfiguration(unit, current, 'notification');
      else putConfiguration(unit, current, 'notification', configuration);
      saveSettings(unit, current, { notifies: isEmpty ? undefined : true });
    });
  },
} satisfies Partial<S3Handlers>;

/** Every configuration gets an id, which its messages carry. */
function named(configuration: NotificationConfiguration, newId: () => string): NotificationConfiguration {
  const withId = <Rule extends { Id?: string | undefined; Filter?: NotificationConfigurationFilter | undefined }>(
    rules: readonly Rule[] | undefined,
  ) =>
    rules?.map((rule) => ({
      ...rule,
      ...(rule.Filter && { Filter: withCapitals(rule.Filter) }),
      Id: rule.Id ?? newId(),
    }));
  return {
    QueueConfigurations: withId(configuration.QueueConfigurations),
    TopicConfigurations: withId(configuration.TopicConfigurations),
    LambdaFunctionConfigurations: withId(configuration.LambdaFunctionConfigurations),
    EventBridgeConfiguration: configuration.EventBridgeConfiguration,
  };
}

/** S3 takes `prefix` and answers `Prefix`. */
function withCapitals({ Key }: NotificationConfigurationFilter): NotificationConfigurationFilter {
  const rules = Key?.FilterRules?.map(({ Name = '', Value }) => ({
    Name: (/^p/i.test(Name) ? 'Prefix' : 'Suffix') as 'prefix',
    Value,
  }));
  return { Key: { FilterRules: rules } };
}

async function testDestinations(
  { platform, requestId }: RequestContext,
  bucket: Bucket,
  rules: NotificationRule[],
): Promise<void> {
  const message = testMessage(bucket.name, requestId, platform.clock.now());
  const problems: Record<string, string> = {};
  const tested = new Set<string>();
  for (const { arn, kind } of rules) {
    // Functions are not invoked for a test.
    if (kind === 'lambda') throw notImplemented('Notification of Lambda functions');
    if (tested.has(arn)) continue;
    tested.add(arn);
    const problem = arn.endsWith('.fifo')
      ? fifoProblem
      : await problemOf(kind, () => sendNotification(platform, bucket, { kind, arn }, message));
    if (problem === undefined) continue;
    const number = Object.keys(problems).length / 2 + 1;
    problems[`ArgumentName${number}`] = arn;
    problems[`ArgumentValue${number}`] = problem;
  }
  if (Object.keys(problems).length === 0) return;
  throw new S3Error('InvalidArgument', 'Unable to validate the following destination configurations', problems);
}

const fifoProblem = 'FIFO destinations are not supported for S3 notifications';

async function problemOf(kind: 'sns' | 'sqs', send: () => Promise<void>): Promise<string | undefined> {
  const noun = kind === 'sqs' ? 'queue' : 'topic';
  try {
    await send();
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'NotImplemented') throw error;
    if (/NonExistent|DoesNotExist|NotFound/.test(error.code)) return `The destination ${noun} does not exist`;
    return `Permissions on the destination ${noun} do not allow S3 to publish notifications from this bucket`;
  }
}
