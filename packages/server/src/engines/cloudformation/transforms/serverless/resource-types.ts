import { REST_API_PROPERTIES, transformRestApi } from './api/rest-api.ts';
import { APPLICATION_PROPERTIES, transformApplication } from './application.ts';
import { CAPACITY_PROVIDER_PROPERTIES, transformCapacityProvider } from './capacity-provider/capacity-provider.ts';
import { CONNECTOR_PROPERTIES, transformConnector } from './connector/connector.ts';
import { FUNCTION_PROPERTIES, transformFunction } from './function/function.ts';
import { GRAPHQL_API_PROPERTIES, transformGraphqlApi } from './graphql-api/graphql-api.ts';
import { HTTP_API_PROPERTIES, transformHttpApi } from './http-api/http-api.ts';
import type { ResourceTransform } from './kernel/context.ts';
import type { PropertyTable } from './kernel/property-table.ts';
import { LAYER_VERSION_PROPERTIES, transformLayerVersion } from './layer-version.ts';
import { SIMPLE_TABLE_PROPERTIES, transformSimpleTable } from './simple-table.ts';
import { STATE_MACHINE_PROPERTIES, transformStateMachine } from './state-machine/state-machine.ts';
import { transformWebSocketApi, WEBSOCKET_API_PROPERTIES } from './websocket-api/websocket-api.ts';

export interface ServerlessType {
  readonly properties: PropertyTable;
  readonly transform: ResourceTransform;
  /** Events write into APIs, so those come after what has events; connectors need everything generated. */
  readonly turn: number;
  /** What `{Ref: Resource.Name}` stands for: the generated resource of this type. */
  readonly derived?: Readonly<Record<string, string>>;
}

const HTTP_DERIVED = { Stage: 'AWS::ApiGatewayV2::Stage', DomainName: 'AWS::ApiGatewayV2::DomainName' };

export const SERVERLESS_TYPES: Record<string, ServerlessType> = {
  'AWS::Serverless::Function': {
    properties: FUNCTION_PROPERTIES,
    transform: transformFunction,
    turn: 0,
    derived: {
      Alias: 'AWS::Lambda::Alias',
      Version: 'AWS::Lambda::Version',
      DestinationTopic: 'AWS::SNS::Topic',
      DestinationQueue: 'AWS::SQS::Queue',
    },
  },
  'AWS::Serverless::StateMachine': {
    properties: STATE_MACHINE_PROPERTIES,
    transform: transformStateMachine,
    turn: 1,
  },
  'AWS::Serverless::Api': {
    properties: REST_API_PROPERTIES,
    transform: transformRestApi,
    turn: 2,
    derived: {
      Stage: 'AWS::ApiGateway::Stage',
      Deployment: 'AWS::ApiGateway::Deployment',
      DomainName: 'AWS::ApiGateway::DomainName',
      DomainNameV2: 'AWS::ApiGateway::DomainNameV2',
      UsagePlan: 'AWS::ApiGateway::UsagePlan',
      UsagePlanKey: 'AWS::ApiGateway::UsagePlanKey',
      ApiKey: 'AWS::ApiGateway::ApiKey',
    },
  },
  'AWS::Serverless::HttpApi': {
    properties: HTTP_API_PROPERTIES,
    transform: transformHttpApi,
    turn: 2,
    derived: HTTP_DERIVED,
  },
  'AWS::Serverless::WebSocketApi': {
    properties: WEBSOCKET_API_PROPERTIES,
    transform: transformWebSocketApi,
    turn: 2,
    derived: HTTP_DERIVED,
  },
  'AWS::Serverless::Application': { properties: APPLICATION_PROPERTIES, transform: transformApplication, turn: 3 },
  'AWS::Serverless::CapacityProvider': {
    properties: CAPACITY_PROVIDER_PROPERTIES,
    transform: transformCapacityProvider,
    turn: 3,
  },
  'AWS::Serverless::GraphQLApi': { properties: GRAPHQL_API_PROPERTIES, transform: transformGraphqlApi, turn: 3 },
  'AWS::Serverless::LayerVersion': { properties: LAYER_VERSION_PROPERTIES, transform: transformLayerVersion, turn: 3 },
  'AWS::Serverless::SimpleTable': { properties: SIMPLE_TABLE_PROPERTIES, transform: transformSimpleTable, turn: 3 },
  'AWS::Serverless::Connector': { properties: CONNECTOR_PROPERTIES, transform: transformConnector, turn: 4 },
};

/** The types that may take the place of a resource of the template with the same logical id. */
export const MAY_REPLACE: Record<string, readonly string[]> = {
  'AWS::ApiGateway::BasePathMapping': ['AWS::ApiGateway::BasePathMapping'],
  'AWS::ApiGateway::BasePathMappingV2': ['AWS::ApiGateway::BasePathMappingV2'],
  'AWS::ApiGateway::DomainName': ['AWS::ApiGateway::DomainName'],
  'AWS::ApiGateway::DomainNameV2': ['AWS::ApiGateway::DomainNameV2'],
  'AWS::ApiGateway::RestApi': ['AWS::Serverless::Api'],
  'AWS::ApiGatewayV2::Api': ['AWS::Serverless::HttpApi', 'AWS::Serverless::WebSocketApi'],
  'AWS::AppSync::GraphQLApi': ['AWS::Serverless::GraphQLApi'],
  'AWS::CloudFormation::Stack': ['AWS::Serverless::Application'],
  'AWS::Cognito::UserPool': ['AWS::Cognito::UserPool'],
  'AWS::DynamoDB::Table': ['AWS::Serverless::SimpleTable'],
  'AWS::Lambda::CapacityProvider': ['AWS::Serverless::CapacityProvider'],
  'AWS::Lambda::Function': ['AWS::Serverless::Function'],
  'AWS::Lambda::LayerVersion': ['AWS::Serverless::LayerVersion'],
  'AWS::S3::Bucket': ['AWS::S3::Bucket'],
  'AWS::SNS::Topic': ['AWS::SNS::Topic'],
  'AWS::StepFunctions::StateMachine': ['AWS::Serverless::StateMachine'],
};
