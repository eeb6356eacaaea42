import type { FilterRule, NotificationConfiguration } from '../../../../generated/types/s3.ts';
import { parseArn } from '../../../platform/arn.ts';
import { invalidArgument, malformedXml, S3Error } from '../errors.ts';

type EventName = NonNullable<NotificationConfiguration['QueueConfigurations']>[number]['Events'][number];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
const eventNames: ReadonlySet<string> = new Set<EventName>([
  's3:IntelligentTiering',
  's3:LifecycleExpiration:*',
  's3:LifecycleExpiration:Delete',
  's3:LifecycleExpiration:DeleteMarkerCreated',
  's3:LifecycleTransition',
  's3:ObjectAcl:Put',
  's3:ObjectAnnotation:*',
  's3:ObjectAnnotation:Delete',
  's3:ObjectAnnotation:Put',
  's3:ObjectCreated:*',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Put',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
  's3:ObjectRestore:*',
  's3:ObjectRestore:Completed',
  's3:ObjectRestore:Delete',
  's3:ObjectRestore:Post',
  's3:ObjectTagging:*',
  's3:ObjectTagging:Delete',
  's3:ObjectTagging:Put',
  's3:ReducedRedundancyLostObject',
  's3:Replication:*',
  's3:Replication:OperationFailedReplication',
  's3:Replication:OperationMissedThreshold',
  's3:Replication:OperationNotTracked',
  's3:Replication:OperationReplicatedAfterThreshold',
]);

export type DestinationKind = 'lambda' | 'sns' | 'sqs';

/** One entry of a notification configuration, whatever its destination. */
export interface NotificationRule {
  id: string;
  kind: DestinationKind;
  arn: string;
  events: readonly string[];
  prefix: string;
  suffix: string;
}

export function notificationRules(configuration: NotificationConfiguration): NotificationRule[] {
  const { QueueConfigurations = [], TopicConfigurations = [], LambdaFunctionConfigurations = [] } = configuration;
  return [
    ...QueueConfigurations.map((rule) => ruleOf('sqs', rule.QueueArn, rule)),
    ...TopicConfigurations.map((rule) => ruleOf('sns', rule.TopicArn, rule)),
    ...LambdaFunctionConfigurations.map((rule) => ruleOf('lambda', rule.LambdaFunctionArn, rule)),
  ];
}

/** @param eventName without the `s3:` before it: `ObjectCreated:Put` */
export function matchesNotification(rule: NotificationRule, eventName: string, key: string): boolean {
  return (
    rule.events.some((pattern) => matchesEvent(pattern, eventName)) &&
    startsWith(key, rule.prefix) &&
    endsWith(key, rule.suffix)
  );
}

/** Throws what S3 answers to a configuration that contradicts itself; destinations are another matter. */
export function checkNotifications(configuration: NotificationConfiguration, region: string): void {
  const { QueueConfigurations = [], TopicConfigurations = [], LambdaFunctionConfigurations = [] } = configuration;
  for (const { Filter } of [...QueueConfigurations, ...TopicConfigurations, ...LambdaFunctionConfigurations]) {
    checkFilter(Filter?.Key?.FilterRules ?? []);
  }
  const rules = notificationRules(configuration);
  const ids = rules.map(({ id }) => id).filter((id) => id !== '');
  if (new Set(ids).size < ids.length) throw invalid('Same ID used for multiple configurations. IDs must be unique');
  for (const rule of rules) checkDestination(rule, region);
  for (const [index, rule] of rules.entries()) {
    if (rules.slice(0, index).some((earlier) => overlaps(earlier, rule))) throw overlapping(rule);
  }
}

function ruleOf(
  kind: DestinationKind,
  arn: string,
  { Id, Events, Filter }: { Id?: string | undefined; Events: readonly string[]; Filter?: Filter | undefined },
): NotificationRule {
  const rules = Filter?.Key?.FilterRules ?? [];
  const valueOf = (name: string) => rules.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? '';
  return { id: Id ?? '', kind, arn, events: Events, prefix: valueOf('prefix'), suffix: valueOf('suffix') };
}

type Filter = NonNullable<NonNullable<NotificationConfiguration['QueueConfigurations']>[number]['Filter']>;

function checkFilter(rules: readonly FilterRule[]): void {
  for (const { Name, Value } of rules) {
    if (Name === undefined || Value === undefined) throw malformedXml();
    if (!/^(prefix|suffix)$/i.test(Name)) {
      throw invalidArgument('FilterRule.Name', Name, 'filter rule name must be either prefix or suffix');
    }
  }
  const names = rules.map(({ Name }) => Name?.toLowerCase());
  for (const name of names) {
    if (names.filter((other) => other === name).length > 1) {
      throw invalid(`Cannot specify more than one ${name} rule in a filter.`);
    }
  }
  if (rules.some(({ Value = '' }) => Buffer.byteLength(Value) > 1024)) {
    throw invalid('The filter rule value length should not exceed 1024 bytes');
  }
}

function checkDestination({ kind, arn, id, events }: NotificationRule, region: string): void {
  const parsed = parseArn(arn);
  if (id.length > 255) throw invalid('ID length should not exceed allowed limit of 255');
  if (events.length === 0)
    throw new S3Error('MalformedXML', 'A notification configuration must name at least one event');
  const unknown = events.find((event) => !eventNames.has(event));
  if (unknown !== undefined) throw invalidArgument('Event', unknown, 'The event is not supported for notifications');
  if (parsed === undefined) throw invalidArgument(argumentNames[kind], arn, 'The ARN could not be parsed');
  if (parsed.service !== kind) throw invalidArgument(argumentNames[kind], arn, 'The ARN is not well formed');
  if (parsed.region !== region) {
    const message = 'The notification destination service region is not valid for the bucket location constraint';
    throw invalidArgument(argumentNames[kind], arn, message);
  }
}

const argumentNames = { lambda: 'CloudFunction', sns: 'Topic', sqs: 'Queue' } as const;

/** The same object could fire both: they share an event, and a key can fit both filters. */
function overlaps(a: NotificationRule, b: NotificationRule): boolean {
  const sharesEvent = a.events.some((first) => b.events.some((second) => eventsMeet(first, second)));
  const prefixesMeet = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  const suffixesMeet = a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix);
  return sharesEvent && prefixesMeet && suffixesMeet;
}

function eventsMeet(a: string, b: string): boolean {
  return matchesEvent(a, b.slice('s3:'.length)) || matchesEvent(b, a.slice('s3:'.length));
}

function matchesEvent(pattern: string, eventName: string): boolean {
  const name = pattern.slice('s3:'.length);
  return name.endsWith(':*') ? eventName.startsWith(name.slice(0, -1)) : name === eventName;
}

/** Filters may be percent-encoded, as the keys in the events are. */
function startsWith(key: string, prefix: string): boolean {
  return key.startsWith(prefix) || key.startsWith(decoded(prefix));
}

function endsWith(key: string, suffix: string): boolean {
  return key.endsWith(suffix) || key.endsWith(decoded(suffix));
}

function decoded(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function overlapping({ prefix, suffix }: NotificationRule): S3Error {
  return prefix === '' && suffix === ''
    ? invalid('Configurations overlap. Configurations on the same bucket cannot share a common event type.')
    : invalid(
        'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
      );
}

function invalid(message: string): S3Error {
  return new S3Error('InvalidArgument', message);
}
