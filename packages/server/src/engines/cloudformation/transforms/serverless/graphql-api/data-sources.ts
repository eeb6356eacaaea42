import { ANY_PARTITION, arnText } from '../kernel/arns.ts';
import type { SourceResource, TransformContext } from '../kernel/context.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, ref, sub } from '../kernel/intrinsics.ts';
import { asMap, isGiven, type Fields } from '../kernel/values.ts';
import { transformConnector } from '../connector/connector.ts';
import { assumableBy } from '../policies/statements.ts';

/** How to refer to each data source by the name that the template gives it. */
export type DataSourceNames = Map<string, Fields>;

interface DataSource {
  readonly name: string;
  readonly id: string;
  readonly given: Fields;
  readonly type: string;
  readonly config: Fields;
  readonly connectorSuffix: string;
  readonly destination: Fields;
  readonly permissions: unknown;
}

/** A connector that the transform itself puts between two resources. */
export function internalConnector(
  id: string,
  source: Fields,
  destination: Fields,
  permissions: unknown,
  context: TransformContext,
): GeneratedResource[] {
  const properties = { Source: source, Destination: destination, Permissions: permissions };
  const type = 'AWS::Serverless::Connector';
  return transformConnector({ id, type, properties, attributes: {}, passed: {}, dependsOn: undefined }, context);
}

export function dataSources(
  api: SourceResource,
  apiId: Fields,
  names: DataSourceNames,
  context: TransformContext,
): GeneratedResource[] {
  const { DynamoDb, Lambda } = asMap(api.properties['DataSources']);
  const all = [
    ...Object.entries(asMap(DynamoDb)).map(([name, given]) => tableSource(api.id, name, asMap(given))),
    ...Object.entries(asMap(Lambda)).map(([name, given]) => functionSource(api.id, name, asMap(given))),
  ];
  return all.flatMap((source) => {
    names.set(source.name, getAtt(source.id, 'Name'));
    return dataSource(api, apiId, source, context);
  });
}

function tableSource(apiId: string, name: string, given: Fields): DataSource {
  const { TableName, TableArn, Region, Permissions, UseCallerCredentials, Versioned, DeltaSync } = given;
  const region = isGiven(Region) ? Region : ref('AWS::Region');
  const arn = arnText(ANY_PARTITION, 'dynamodb', 'table/${__TableName__}', { region: '${__Region__}' });
  const composed = sub(arn, { __TableName__: TableName, __Region__: region });
  const config = {
    AwsRegion: region,
    TableName,
    ...(isGiven(UseCallerCredentials) && { UseCallerCredentials }),
    ...(isGiven(Versioned) && { Versioned }),
    ...(isGiven(DeltaSync) && { DeltaSyncConfig: DeltaSync }),
  };
  return {
    name,
    id: `${apiId}${name}DynamoDBDataSource`,
    given,
    type: 'AMAZON_DYNAMODB',
    config: { DynamoDBConfig: config },
    connectorSuffix: 'ToTableConnector',
    destination: { Type: 'AWS::DynamoDB::Table', Arn: isGiven(TableArn) ? TableArn : composed },
    permissions: isGiven(Permissions) ? Permissions : ['Read', 'Write'],
  };
}

function functionSource(apiId: string, name: string, given: Fields): DataSource {
  const { FunctionArn } = given;
  return {
    name,
    id: `${apiId}${name}LambdaDataSource`,
    given,
    type: 'AWS_LAMBDA',
    config: { LambdaConfig: { LambdaFunctionArn: FunctionArn } },
    connectorSuffix: 'ToLambdaConnector',
    destination: { Type: 'AWS::Lambda::Function', Arn: FunctionArn },
    permissions: ['Write'],
  };
}

function dataSource(
  api: SourceResource,
  apiId: Fields,
  source: DataSource,
  context: TransformContext,
): GeneratedResource[] {
  const { id, given, name, type, config } = source;
  const { Name, Description, ServiceRoleArn } = given;
  const roleId = `${id}Role`;
  const properties = {
    ApiId: apiId,
    Name: isGiven(Name) ? Name : name,
    Type: type,
    Description,
    ...config,
    ServiceRoleArn: isGiven(ServiceRoleArn) ? ServiceRoleArn : getAtt(roleId, 'Arn'),
  };
  const made = generated('AWS::AppSync::DataSource', id, properties, api);
  if (isGiven(ServiceRoleArn)) return [made];
  const trust = { AssumeRolePolicyDocument: assumableBy('appsync.amazonaws.com') };
  const end = { Type: 'AWS::AppSync::DataSource', Arn: getAtt(id, 'DataSourceArn'), RoleName: ref(roleId) };
  const connectorId = id + source.connectorSuffix;
  return [
    made,
    generated('AWS::IAM::Role', roleId, trust, api),
    ...internalConnector(connectorId, end, source.destination, source.permissions, context),
  ];
}
