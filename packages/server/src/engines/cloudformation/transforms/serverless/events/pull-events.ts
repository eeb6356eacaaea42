import { managedPolicyArn } from '../kernel/arns.ts';
import type { TransformContext } from '../kernel/context.ts';
import { ofEvent, requireMap } from '../kernel/checks.ts';
import { eventError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { isIntrinsic, ref } from '../kernel/intrinsics.ts';
import { extended, propertyTable } from '../kernel/property-table.ts';
import { includesEqual, isAbsent, isGiven, type Fields } from '../kernel/values.ts';
import { publishPolicy, putPayloadPolicy, sendMessagePolicy } from '../policies/statements.ts';
import type { EventSource, FunctionEvent, FunctionTarget } from './event-source.ts';
import { documentDbPolicy, kafkaPolicy, mqPolicy, mskPolicy } from './pull-policies.ts';

const COMMON = propertyTable(`BatchSize:int StartingPosition= StartingPositionTimestamp= Enabled:bool
  MaximumBatchingWindowInSeconds:int MaximumRetryAttempts:int BisectBatchOnFunctionError:bool
  MaximumRecordAgeInSeconds:int DestinationConfig:map ParallelizationFactor:int Topics:list Queues:list
  SourceAccessConfigurations:list SecretsManagerKmsKeyId:text TumblingWindowInSeconds:int FunctionResponseTypes:list
  KafkaBootstrapServers:list FilterCriteria:map KmsKeyArn= ConsumerGroupId:text ScalingConfig:map
  ProvisionedPollerConfig:map SchemaRegistryConfig:map MetricsConfig:map LoggingConfig:map`);

const PASSED = [
  'StartingPosition',
  'StartingPositionTimestamp',
  'BatchSize',
  'Enabled',
  'MaximumBatchingWindowInSeconds',
  'MaximumRetryAttempts',
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'ParallelizationFactor',
  'Topics',
  'Queues',
  'SourceAccessConfigurations',
  'TumblingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
  'KmsKeyArn',
  'ScalingConfig',
  'ProvisionedPollerConfig',
  'MetricsConfig',
  'LoggingConfig',
];

interface PullSource {
  /** The property with the ARN of what is polled. */
  readonly arn?: string;
  /** The AWS managed policy for polling it. */
  readonly managedPolicy?: string;
  readonly policy?: (event: FunctionEvent, context: TransformContext) => Fields | undefined;
  readonly kafkaConfig?: string;
}

const SOURCES: Record<string, PullSource> = {
  Kinesis: { arn: 'Stream', managedPolicy: 'AWSLambdaKinesisExecutionRole' },
  DynamoDB: { arn: 'Stream', managedPolicy: 'AWSLambdaDynamoDBExecutionRole' },
  SQS: { arn: 'Queue', managedPolicy: 'AWSLambdaSQSQueueExecutionRole' },
  MSK: {
    arn: 'Stream',
    managedPolicy: 'AWSLambdaMSKExecutionRole',
    policy: mskPolicy,
    kafkaConfig: 'AmazonManagedKafkaEventSourceConfig',
  },
  MQ: { arn: 'Broker', policy: mqPolicy },
  SelfManagedKafka: { policy: kafkaPolicy, kafkaConfig: 'SelfManagedKafkaEventSourceConfig' },
  DocumentDB: { arn: 'Cluster', policy: documentDbPolicy },
};

const WITH_FILTERS = ['DocumentDB', 'DynamoDB', 'Kinesis', 'MQ', 'MSK', 'SelfManagedKafka', 'SQS'];

function checkFilters({ name, type, properties }: FunctionEvent): void {
  const criteria = properties['FilterCriteria'] as Fields | undefined;
  if (!isGiven(criteria) || !criteria || isIntrinsic(criteria)) return;
  if (!WITH_FILTERS.includes(type)) {
    throw eventError(name, `FilterCriteria is only available for ${WITH_FILTERS.join(', ')} events.`);
  }
  if (Object.keys(criteria).join() !== 'Filters') {
    throw eventError(name, 'FilterCriteria field has a wrong format');
  }
}

function kafkaConfig({ id, type, properties }: FunctionEvent, source: PullSource): Fields {
  const { ConsumerGroupId, SchemaRegistryConfig } = properties;
  if (isGiven(ConsumerGroupId) && !source.kafkaConfig) {
    throw eventError(id, `Property ConsumerGroupId not defined for resource of type ${type}.`);
  }
  const config = {
    ...(isGiven(ConsumerGroupId) && { ConsumerGroupId }),
    ...(isGiven(SchemaRegistryConfig) && { SchemaRegistryConfig }),
  };
  return source.kafkaConfig && isGiven(config) ? { [source.kafkaConfig]: config } : {};
}

const DESTINATIONS = {
  SQS: sendMessagePolicy,
  SNS: publishPolicy,
  S3: putPayloadPolicy,
  Kafka: (): undefined => undefined,
};

/** `OnFailure.Type` is for the transform alone: it says which permission the role needs. */
function destinationPolicy({ id, properties }: FunctionEvent): Fields | undefined {
  const destinations = properties['DestinationConfig'];
  if (!isGiven(destinations)) return undefined;
  const onFailure = requireMap((destinations as Fields)['OnFailure'], ofEvent(id), 'DestinationConfig.OnFailure');
  const type = onFailure['Type'];
  if (!isGiven(type)) return undefined;
  delete onFailure['Type'];
  if (!Object.hasOwn(DESTINATIONS, String(type))) {
    throw eventError(id, "The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'");
  }
  return DESTINATIONS[type as keyof typeof DESTINATIONS](id, onFailure['Destination']);
}

function addToRole(role: GeneratedResource, managedArn: string | undefined, policies: readonly Fields[]): void {
  const managed = role.properties['ManagedPolicyArns'] as unknown[];
  if (managedArn && !managed.includes(managedArn)) managed.push(managedArn);
  for (const policy of policies) {
    const existing = (role.properties['Policies'] ??= []) as Fields[];
    const documents = existing.map(({ PolicyDocument }) => PolicyDocument);
    if (!includesEqual(documents, policy['PolicyDocument'])) existing.push(policy);
  }
}

/** The mapping that polls a stream or queue for the function, whose role gets the permissions for it. */
export function eventSourceMapping(
  event: FunctionEvent,
  target: FunctionTarget,
  context: TransformContext,
): GeneratedResource[] {
  const { properties } = event;
  const source = SOURCES[event.type] ?? {};
  checkFilters(event);
  const servers = properties['KafkaBootstrapServers'];
  const mapping: Fields = {
    FunctionName: ref(target.resource.id),
    EventSourceArn: source.arn && properties[source.arn],
    ...Object.fromEntries(PASSED.map((name) => [name, properties[name]])),
    ...(isGiven(servers) && { SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: servers } } }),
    ...kafkaConfig(event, source),
  };
  const onFailure = destinationPolicy(event);
  if (isGiven(properties['DestinationConfig'])) mapping['DestinationConfig'] = properties['DestinationConfig'];
  if (event.type === 'DocumentDB') mapping['DocumentDBEventSourceConfig'] = documentDbConfig(properties);
  const { managedPolicy } = source;
  const managedArn = managedPolicy && managedPolicyArn(context.partition, `service-role/${managedPolicy}`);
  const policies = [source.policy?.(event, context), onFailure].filter((policy) => !isAbsent(policy));
  if (target.role) addToRole(target.role, managedArn, policies);
  return [generated('AWS::Lambda::EventSourceMapping', event.id, mapping, { attributes: target.attributes })];
}

function documentDbConfig({ DatabaseName, CollectionName, FullDocument }: Fields): Fields {
  return {
    DatabaseName,
    ...(isGiven(CollectionName) && { CollectionName }),
    ...(isGiven(FullDocument) && { FullDocument }),
  };
}

function pullSource(additions: string): EventSource {
  return { properties: additions ? extended(COMMON, additions) : COMMON, transform: eventSourceMapping };
}

export const PULL_EVENTS: Record<string, EventSource> = {
  Kinesis: pullSource('Stream!= StartingPosition!='),
  DynamoDB: pullSource('Stream!= StartingPosition!='),
  SQS: pullSource('Queue!='),
  MSK: pullSource('Stream!= StartingPosition!='),
  MQ: pullSource('Broker!= DynamicPolicyName=:bool'),
  SelfManagedKafka: pullSource(''),
  DocumentDB: pullSource('Cluster!= DatabaseName!= CollectionName= FullDocument='),
};
