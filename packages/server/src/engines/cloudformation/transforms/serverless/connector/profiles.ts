import type { Fields } from '../kernel/values.ts';

type Attribute = string;

/** How to find what a connector needs of a resource: `Ref` or the name of an attribute. */
interface ResourceFacts {
  readonly arn: Attribute;
  readonly id?: Attribute;
  readonly name?: Attribute;
  readonly url?: Attribute;
  /** The property with the role's ARN; of a rule, each target has its own. */
  readonly role?: string;
  readonly qualifier?: string;
}

export const RESOURCE_FACTS: Record<string, ResourceFacts> = {
  'AWS::ApiGateway::RestApi': { arn: 'Arn', id: 'Ref', qualifier: '*' },
  'AWS::ApiGatewayV2::Api': { arn: 'Arn', id: 'Ref', qualifier: '*' },
  'AWS::AppSync::DataSource': { arn: 'Ref', role: 'ServiceRoleArn' },
  'AWS::AppSync::GraphQLApi': { arn: 'Ref', id: 'ApiId' },
  'AWS::DynamoDB::Table': { arn: 'Arn' },
  'AWS::Events::EventBus': { arn: 'Arn' },
  'AWS::Events::Rule': { arn: 'Arn', role: 'Targets' },
  'AWS::Lambda::Function': { arn: 'Arn', role: 'Role' },
  'AWS::Location::PlaceIndex': { arn: 'Arn' },
  'AWS::S3::Bucket': { arn: 'Arn' },
  'AWS::SNS::Topic': { arn: 'Ref' },
  'AWS::SQS::Queue': { arn: 'Arn', url: 'Ref' },
  'AWS::StepFunctions::StateMachine': { arn: 'Ref', name: 'Name', role: 'RoleArn' },
};

export type Access = 'Read' | 'Write';

export interface ConnectorProfile {
  /** What grants the access: a policy of a role, a policy of the destination, or a permission of a function. */
  readonly grant: 'role' | 'queue' | 'topic' | 'function';
  /** Whether the source's role gets the policy, where the destination's does otherwise. */
  readonly toSource?: boolean;
  readonly access: Partial<Record<Access, readonly Fields[]>>;
  /** The sets of permissions that make sense, where not every one does. */
  readonly combinations?: readonly (readonly Access[])[];
  /** What has to wait for the access. */
  readonly dependent?: 'event source mapping' | 'source';
}

const SOURCE = '%{Source.Arn}';
const DESTINATION = '%{Destination.Arn}';
const EXECUTIONS = 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:%{Destination.Name}:*';
const EXECUTION_RULE =
  'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule';
const API_CALLS =
  'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:%{Source.ResourceId}/%{Source.Qualifier}';
const GRAPHQL_CALLS = 'arn:${AWS::Partition}:appsync:${AWS::Region}:${AWS::AccountId}:apis/%{Source.ResourceId}';

function statement(actions: string, ...resources: string[]): Fields {
  const [service, names = ''] = actions.split(':');
  return { Effect: 'Allow', Action: names.split(' ').map((name) => `${service}:${name}`), Resource: resources };
}

function resourceStatement(service: string, action: string): Fields {
  return {
    Effect: 'Allow',
    Principal: { Service: service },
    Resource: DESTINATION,
    Action: action,
    Condition: { ArnEquals: { 'aws:SourceArn': SOURCE } },
  };
}

function invoked(service: string, sourceArn: string, more: Fields = {}): ConnectorProfile {
  const permission = { Action: 'lambda:InvokeFunction', Principal: service, SourceArn: sourceArn, ...more };
  return { grant: 'function', access: { Write: [permission] } };
}

function bySource(access: ConnectorProfile['access'], more: Partial<ConnectorProfile> = {}): ConnectorProfile {
  return { grant: 'role', toSource: true, access, ...more };
}

const TABLE_ACCESS: ConnectorProfile['access'] = {
  Read: [
    statement(
      'dynamodb:GetItem Query Scan BatchGetItem ConditionCheckItem PartiQLSelect',
      DESTINATION,
      `${DESTINATION}/index/*`,
    ),
  ],
  Write: [
    statement(
      'dynamodb:PutItem UpdateItem DeleteItem BatchWriteItem PartiQLDelete PartiQLInsert PartiQLUpdate',
      DESTINATION,
      `${DESTINATION}/index/*`,
    ),
  ],
};

const BUCKET_ACCESS: ConnectorProfile['access'] = {
  Read: [
    statement(
      's3:GetObject GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionForReplication GetObjectVersionTorrent ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts',
      DESTINATION,
      `${DESTINATION}/*`,
    ),
  ],
  Write: [
    statement(
      's3:AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectLegalHold PutObjectRetention RestoreObject',
      DESTINATION,
      `${DESTINATION}/*`,
    ),
  ],
};

const INVOKE = statement('lambda:InvokeAsync InvokeFunction', DESTINATION);
const PUBLISH = statement('sns:Publish', DESTINATION);
const PUT_EVENTS = statement('events:PutEvents', DESTINATION);
const STOP = statement('states:StopExecution', EXECUTIONS);

/** What a connector grants, by the types of its source and destination. */
export const CONNECTOR_PROFILES: Record<string, Record<string, ConnectorProfile>> = {
  'AWS::DynamoDB::Table': {
    'AWS::Lambda::Function': {
      grant: 'role',
      dependent: 'event source mapping',
      access: {
        Read: [statement('dynamodb:DescribeStream GetRecords GetShardIterator ListStreams', `${SOURCE}/stream/*`)],
      },
    },
  },
  'AWS::Events::Rule': {
    'AWS::SNS::Topic': {
      grant: 'topic',
      access: { Write: [resourceStatement('events.amazonaws.com', 'sns:Publish')] },
    },
    'AWS::Events::EventBus': bySource({ Write: [PUT_EVENTS] }),
    'AWS::StepFunctions::StateMachine': bySource({ Write: [statement('states:StartExecution', DESTINATION)] }),
    'AWS::Lambda::Function': invoked('events.amazonaws.com', SOURCE),
    'AWS::SQS::Queue': {
      grant: 'queue',
      access: { Write: [resourceStatement('events.amazonaws.com', 'sqs:SendMessage')] },
    },
  },
  'AWS::Lambda::Function': {
    'AWS::Lambda::Function': bySource({ Write: [INVOKE] }),
    'AWS::S3::Bucket': bySource(BUCKET_ACCESS),
    'AWS::DynamoDB::Table': bySource(TABLE_ACCESS),
    'AWS::SQS::Queue': bySource({
      Read: [statement('sqs:ReceiveMessage GetQueueAttributes', DESTINATION)],
      Write: [statement('sqs:DeleteMessage SendMessage ChangeMessageVisibility PurgeQueue', DESTINATION)],
    }),
    'AWS::SNS::Topic': bySource({ Write: [PUBLISH] }),
    'AWS::StepFunctions::StateMachine': bySource({
      Write: [statement('states:StartExecution StartSyncExecution', DESTINATION), STOP],
      Read: [
        statement('states:DescribeStateMachine ListExecutions', DESTINATION),
        statement('states:DescribeExecution DescribeStateMachineForExecution GetExecutionHistory', EXECUTIONS),
      ],
    }),
    'AWS::Events::EventBus': bySource({ Write: [PUT_EVENTS] }),
    'AWS::Location::PlaceIndex': bySource({
      Read: [
        statement(
          'geo:DescribePlaceIndex GetPlace SearchPlaceIndexForPosition SearchPlaceIndexForSuggestions SearchPlaceIndexForText',
          DESTINATION,
        ),
      ],
    }),
  },
  'AWS::ApiGatewayV2::Api': { 'AWS::Lambda::Function': invoked('apigateway.amazonaws.com', API_CALLS) },
  'AWS::ApiGateway::RestApi': { 'AWS::Lambda::Function': invoked('apigateway.amazonaws.com', API_CALLS) },
  'AWS::SNS::Topic': {
    'AWS::SQS::Queue': {
      grant: 'queue',
      access: { Write: [resourceStatement('sns.amazonaws.com', 'sqs:SendMessage')] },
    },
    'AWS::Lambda::Function': invoked('sns.amazonaws.com', SOURCE),
  },
  'AWS::SQS::Queue': {
    'AWS::Lambda::Function': {
      grant: 'role',
      dependent: 'event source mapping',
      combinations: [['Read', 'Write']],
      access: {
        Write: [statement('sqs:DeleteMessage', SOURCE)],
        Read: [statement('sqs:ReceiveMessage GetQueueAttributes', SOURCE)],
      },
    },
  },
  'AWS::S3::Bucket': {
    'AWS::Lambda::Function': invoked('s3.amazonaws.com', SOURCE, { SourceAccount: '${AWS::AccountId}' }),
  },
  'AWS::StepFunctions::StateMachine': {
    'AWS::Lambda::Function': bySource({ Write: [INVOKE] }),
    'AWS::SNS::Topic': bySource({ Write: [PUBLISH] }),
    'AWS::SQS::Queue': bySource({ Write: [statement('sqs:SendMessage', DESTINATION)] }),
    'AWS::S3::Bucket': bySource(BUCKET_ACCESS),
    'AWS::DynamoDB::Table': bySource(TABLE_ACCESS),
    // A synchronous execution needs a rule that Step Functions manages, made with the source's role.
    'AWS::StepFunctions::StateMachine': bySource(
      {
        Read: [statement('states:DescribeExecution', EXECUTIONS), statement('events:DescribeRule', EXECUTION_RULE)],
        Write: [
          statement('states:StartExecution', DESTINATION),
          STOP,
          statement('events:PutTargets PutRule', EXECUTION_RULE),
        ],
      },
      { dependent: 'source', combinations: [['Read'], ['Read', 'Write']] },
    ),
    'AWS::Events::EventBus': bySource({ Write: [PUT_EVENTS] }),
  },
  'AWS::AppSync::DataSource': {
    'AWS::DynamoDB::Table': bySource(TABLE_ACCESS),
    'AWS::Lambda::Function': bySource({
      Write: [statement('lambda:InvokeAsync InvokeFunction', DESTINATION, `${DESTINATION}:*`)],
    }),
    'AWS::Events::EventBus': bySource({ Write: [PUT_EVENTS] }),
  },
  'AWS::AppSync::GraphQLApi': { 'AWS::Lambda::Function': invoked('appsync.amazonaws.com', GRAPHQL_CALLS) },
};
