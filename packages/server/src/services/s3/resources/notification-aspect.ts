import type {
  NotificationConfiguration as ApiConfiguration,
  NotificationConfigurationFilter,
  QueueConfiguration,
} from '../../../../generated/types/s3.ts';
import { bucketAspect } from './bucket-aspect.ts';

type Event = QueueConfiguration['Events'][number];
type FilterRule = { Name: string; Value: string };

/** One event to one destination; S3 has several events in one entry. */
interface Entry {
  Event: Event;
  Filter?: { S3Key: { Rules: FilterRule[] } };
}

interface NotificationConfiguration {
  EventBridgeConfiguration?: { EventBridgeEnabled: boolean };
  LambdaConfigurations?: (Entry & { Function: string })[];
  QueueConfigurations?: (Entry & { Queue: string })[];
  TopicConfigurations?: (Entry & { Topic: string })[];
}

interface ApiEntry {
  Events: Event[];
  Filter?: NotificationConfigurationFilter | undefined;
}

export const notifications = bucketAspect<NotificationConfiguration>('NotificationConfiguration', {
  put: ({ s3, Bucket }, value) =>
    s3.PutBucketNotificationConfiguration({ Bucket, NotificationConfiguration: toApi(value) }),
  remove: ({ s3, Bucket }) => s3.PutBucketNotificationConfiguration({ Bucket, NotificationConfiguration: {} }),
  async read({ s3, Bucket }) {
    const value = fromApi(await s3.GetBucketNotificationConfiguration({ Bucket }));
    return Object.keys(value).length > 0 ? value : undefined;
  },
});

function toApi(value: NotificationConfiguration): ApiConfiguration {
  const { LambdaConfigurations, QueueConfigurations, TopicConfigurations, EventBridgeConfiguration } = value;
  return {
    LambdaFunctionConfigurations: LambdaConfigurations?.map((entry) => ({
      LambdaFunctionArn: entry.Function,
      ...entryToApi(entry),
    })),
    QueueConfigurations: QueueConfigurations?.map((entry) => ({ QueueArn: entry.Queue, ...entryToApi(entry) })),
    TopicConfigurations: TopicConfigurations?.map((entry) => ({ TopicArn: entry.Topic, ...entryToApi(entry) })),
    ...(EventBridgeConfiguration?.EventBridgeEnabled && { EventBridgeConfiguration: {} }),
  };
}

function entryToApi({ Event, Filter }: Entry): ApiEntry {
  if (!Filter) return { Events: [Event] };
  const FilterRules = Filter.S3Key.Rules.map(({ Name, Value }) => ({
    Name: Name.toLowerCase() as 'prefix' | 'suffix',
    Value,
  }));
  return { Events: [Event], Filter: { Key: { FilterRules } } };
}

function fromApi(found: ApiConfiguration): NotificationConfiguration {
  const lambdas = (found.LambdaFunctionConfigurations ?? []).flatMap((entry) =>
    entriesOf(entry).map((one) => ({ ...one, Function: entry.LambdaFunctionArn })),
  );
  const queues = (found.QueueConfigurations ?? []).flatMap((entry) =>
    entriesOf(entry).map((one) => ({ ...one, Queue: entry.QueueArn })),
  );
  const topics = (found.TopicConfigurations ?? []).flatMap((entry) =>
    entriesOf(entry).map((one) => ({ ...one, Topic: entry.TopicArn })),
  );
  return {
    ...(lambdas.length > 0 && { LambdaConfigurations: lambdas }),
    ...(queues.length > 0 && { QueueConfigurations: queues }),
    ...(topics.length > 0 && { TopicConfigurations: topics }),
    ...(found.EventBridgeConfiguration && { EventBridgeConfiguration: { EventBridgeEnabled: true } }),
  };
}

function entriesOf({ Events, Filter }: ApiEntry): Entry[] {
  const rules = Filter?.Key?.FilterRules;
  const Rules = rules?.map(({ Name = 'prefix', Value = '' }) => ({ Name: Name.toLowerCase(), Value }));
  return Events.map((event) => ({ Event: event, ...(Rules && { Filter: { S3Key: { Rules } } }) }));
}
