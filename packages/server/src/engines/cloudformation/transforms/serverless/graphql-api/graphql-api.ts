import type { ResourceTransform, SourceResource, TransformContext } from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, ref } from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { tagList } from '../kernel/tags.ts';
import { asMap, isGiven, isMap, type Fields } from '../kernel/values.ts';
import { assumableBy } from '../policies/statements.ts';
import { graphqlAuth } from './auth.ts';
import { dataSources, internalConnector, type DataSourceNames } from './data-sources.ts';
import { checkGraphqlModel } from './model.ts';
import { functionsAndResolvers } from './resolvers.ts';

export const GRAPHQL_API_PROPERTIES = propertyTable(`
  Name= Tags=:map XrayEnabled= Auth!=:map SchemaInline=:text SchemaUri=:text Logging=:map|bool DataSources=:map
  Functions=:map Resolvers=:map ApiKeys=:map DomainName=:map Cache=:map Visibility= OwnerContact= IntrospectionConfig=
  QueryDepthLimit= ResolverCountLimit=`);

const WHEN_GIVEN = ['Visibility', 'OwnerContact', 'IntrospectionConfig', 'QueryDepthLimit', 'ResolverCountLimit'];

/** `AWS::Serverless::GraphQLApi`: an AppSync API with its schema, data sources, functions and resolvers. */
export const transformGraphqlApi: ResourceTransform = (api, context) => {
  const { id, properties } = api;
  checkGraphqlModel(id, properties);
  const auth = graphqlAuth(id, asMap(properties['Auth']));
  const logging = logConfig(api);
  const passed = WHEN_GIVEN.filter((name) => isGiven(properties[name]));
  const graphqlApi = generated(
    'AWS::AppSync::GraphQLApi',
    id,
    {
      Name: isGiven(properties['Name']) ? properties['Name'] : id,
      XrayEnabled: properties['XrayEnabled'],
      ...Object.fromEntries(passed.map((name) => [name, properties[name]])),
      ...auth.properties,
      Tags: tagList({ ...asMap(properties['Tags']), 'graphqlapi:createdBy': 'SAM' }),
      LogConfig: logging.config,
    },
    api,
  );
  const apiId = getAtt(id, 'ApiId');
  const names: DataSourceNames = new Map();
  return [
    graphqlApi,
    schema(api, apiId),
    ...auth.functionArns.flatMap((arn, index) => authorizerConnection(api, arn, index + 1, context)),
    ...logging.roles,
    ...apiKeys(api, apiId),
    ...cache(api, apiId),
    ...dataSources(api, apiId, names, context),
    ...domain(api, apiId),
    ...functionsAndResolvers(api, apiId, names),
  ];
};

interface LogConfig {
  readonly config?: Fields;
  readonly roles: readonly GeneratedResource[];
}

function logConfig(api: SourceResource): LogConfig {
  const logging = api.properties['Logging'];
  if (logging === false) return { roles: [] };
  const { ExcludeVerboseContent, FieldLogLevel, CloudWatchLogsRoleArn } = isMap(logging) ? logging : {};
  const config = {
    ...(isGiven(ExcludeVerboseContent) && { ExcludeVerboseContent }),
    FieldLogLevel: isGiven(FieldLogLevel) ? FieldLogLevel : 'ALL',
  };
  if (isGiven(CloudWatchLogsRoleArn)) return { config: { ...config, CloudWatchLogsRoleArn }, roles: [] };
  const policy = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs';
  const properties = {
    AssumeRolePolicyDocument: assumableBy('appsync.amazonaws.com'),
    ManagedPolicyArns: [{ 'Fn::Sub': policy }],
  };
  const role = generated('AWS::IAM::Role', `${api.id}CloudWatchRole`, properties, api);
  return { config: { ...config, CloudWatchLogsRoleArn: getAtt(role.id, 'Arn') }, roles: [role] };
}

function schema(api: SourceResource, apiId: Fields): GeneratedResource {
  const { SchemaInline, SchemaUri } = api.properties;
  if (isGiven(SchemaInline) === isGiven(SchemaUri)) {
    throw resourceError(
      api.id,
      isGiven(SchemaUri)
        ? "Both 'SchemaInline' and 'SchemaUri' cannot be defined at the same time."
        : "One of 'SchemaInline' or 'SchemaUri' must be set.",
    );
  }
  const properties = { ApiId: apiId, Definition: SchemaInline, DefinitionS3Location: SchemaUri };
  return generated('AWS::AppSync::GraphQLSchema', `${api.id}Schema`, properties, api);
}

function authorizerConnection(
  api: SourceResource,
  functionArn: unknown,
  number: number,
  context: TransformContext,
): GeneratedResource[] {
  const source = { Type: 'AWS::AppSync::GraphQLApi', Arn: ref(api.id), ResourceId: getAtt(api.id, 'ApiId') };
  const destination = { Type: 'AWS::Lambda::Function', Arn: functionArn };
  return internalConnector(`${api.id}ToLambdaAuthConnector${number}`, source, destination, ['Write'], context);
}

function apiKeys(api: SourceResource, apiId: Fields): GeneratedResource[] {
  return Object.entries(asMap(api.properties['ApiKeys'])).map(([name, value]) => {
    const { ApiKeyId, Description, ExpiresOn } = asMap(value);
    const properties = { ApiId: apiId, ApiKeyId, Description, Expires: ExpiresOn };
    return generated('AWS::AppSync::ApiKey', api.id + name, properties, api);
  });
}

function cache(api: SourceResource, apiId: Fields): GeneratedResource[] {
  const settings = api.properties['Cache'];
  if (!isMap(settings)) return [];
  return [generated('AWS::AppSync::ApiCache', `${api.id}ApiCache`, { ...settings, ApiId: apiId }, api)];
}

function domain(api: SourceResource, apiId: Fields): GeneratedResource[] {
  const settings = api.properties['DomainName'];
  if (!isMap(settings)) return [];
  const name = generated('AWS::AppSync::DomainName', `${api.id}DomainName`, { ...settings }, api);
  const association = { ApiId: apiId, DomainName: ref(name.id) };
  return [
    name,
    generated('AWS::AppSync::DomainNameApiAssociation', `${api.id}DomainNameApiAssociation`, association, api),
  ];
}
