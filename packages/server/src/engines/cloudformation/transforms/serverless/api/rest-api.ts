import { hasEdgeEndpoints } from '../kernel/arns.ts';
import { resolved, type ResourceTransform, type SourceResource, type TransformContext } from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, propagateTags, type GeneratedResource } from '../kernel/generated-resource.ts';
import { ref } from '../kernel/intrinsics.ts';
import { jsonText } from '../kernel/json-text.ts';
import { contentHash, hashedId } from '../kernel/logical-id.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { pythonText, put, table } from '../kernel/python-text.ts';
import { s3Location } from '../kernel/s3-location.ts';
import { tagList } from '../kernel/tags.ts';
import { isAbsent, isAlphanumeric, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { authorizerPermission } from './authorizer-permission.ts';
import { restAuthorizers } from './authorizer.ts';
import { restDomain } from './domain.ts';
import { restDefinition } from './rest-definition.ts';
import { usagePlan } from './usage-plan.ts';

export const REST_API_PROPERTIES = propertyTable(`
  __MANAGE_SWAGGER:bool Name:text|map StageName!:text|map Tags:map PropagateTags:bool DefinitionBody:map
  DefinitionUri:text|map MergeDefinitions=:bool CacheClusterEnabled:bool CacheClusterSize:text Variables:map
  EndpointConfiguration:text|map MethodSettings:list BinaryMediaTypes:list MinimumCompressionSize:int Cors:text|map
  Auth:map GatewayResponses:map AccessLogSetting:map CanarySetting:map TracingEnabled:bool OpenApiVersion:text
  Models:map Domain:map FailOnWarnings:bool Description:text Mode:text DisableExecuteApiEndpoint:bool
  ApiKeySourceType:text AlwaysDeploy=:bool Policy:text|map SecurityPolicy:text EndpointAccessMode:text`);

const PASSED_WHEN_GIVEN = [
  'Name',
  'Description',
  'Mode',
  'ApiKeySourceType',
  'Policy',
  'SecurityPolicy',
  'EndpointAccessMode',
  'FailOnWarnings',
];

export const transformRestApi: ResourceTransform = (api, context) => {
  const { properties } = api;
  for (const name of ['BinaryMediaTypes', 'Domain', 'Auth']) properties[name] = resolved(context, properties[name]);
  const restApi = generated('AWS::ApiGateway::RestApi', api.id, restApiProperties(api, context), api);
  const domain = restDomain(api, context);
  const deployment = deploymentOf(api, restApi, context);
  const stage = stageOf(api, deployment);
  const resources = [
    restApi,
    deployment,
    stage,
    ...authorizerPermissions(api, context),
    ...domain,
    ...usagePlan(api, stage.id, context),
  ];
  propagateTags(resources, properties['Tags'], properties['PropagateTags']);
  return resources;
};

function restApiProperties(api: SourceResource, context: TransformContext): Fields {
  const { properties } = api;
  const endpoint = isGiven(properties['EndpointConfiguration'])
    ? endpointProperties(api.id, properties['EndpointConfiguration'])
    : hasEdgeEndpoints(context.partition)
      ? {}
      : endpointProperties(api.id, 'REGIONAL');
  const passed = PASSED_WHEN_GIVEN.filter((name) => isGiven(properties[name]));
  const definition = restDefinition(api, context);
  return {
    BinaryMediaTypes: properties['BinaryMediaTypes'],
    MinimumCompressionSize: properties['MinimumCompressionSize'],
    ...endpoint,
    ...(isGiven(properties['DefinitionUri']) ? { BodyS3Location: bodyLocation(api) } : { Body: definition }),
    ...Object.fromEntries(passed.map((name) => [name, properties[name]])),
  };
}

function bodyLocation({ id, properties }: SourceResource): Fields {
  const location = table({});
  for (const [name, value] of Object.entries(s3Location(properties['DefinitionUri'], id, 'DefinitionUri'))) {
    put(location, name, value, { value: true });
  }
  return location;
}

function endpointProperties(id: string, value: unknown): Fields {
  if (!isMap(value) || !isGiven(value['Type'])) {
    return { EndpointConfiguration: { Types: [value] }, Parameters: { endpointConfigurationTypes: value } };
  }
  const { Type, VPCEndpointIds, VpcEndpointIds, IpAddressType } = value;
  if ('VPCEndpointIds' in value && 'VpcEndpointIds' in value) {
    throw resourceError(id, "'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in EndpointConfiguration.");
  }
  const endpoints = isGiven(VPCEndpointIds) ? VPCEndpointIds : VpcEndpointIds;
  const hasEndpoints = 'VPCEndpointIds' in value || 'VpcEndpointIds' in value;
  return {
    EndpointConfiguration: {
      Types: [Type],
      ...(hasEndpoints && { VpcEndpointIds: endpoints }),
      ...('IpAddressType' in value && { IpAddressType }),
    },
    Parameters: { endpointConfigurationTypes: Type },
  };
}

/** What names the deployment: a change in any of it deploys the API again. */
function deploymentContent(api: SourceResource, definition: Fields, context: TransformContext): string {
  const { OpenApiVersion, Domain, AlwaysDeploy } = api.properties;
  if (isGiven(AlwaysDeploy)) return String(requireNow(api, context));
  const functionNames = context.functionNames.get(api.id);
  return [
    pythonText(definition),
    ...(isGiven(OpenApiVersion) ? [String(OpenApiVersion)] : []),
    ...(isGiven(Domain) ? [jsonText(Domain, { comma: ', ', colon: ': ', sorted: false })] : []),
    ...(functionNames ? [functionNames] : []),
  ].join('||');
}

function requireNow(api: SourceResource, context: TransformContext): number {
  const now = context.options.nowSeconds;
  if (now === undefined) throw resourceError(api.id, 'AlwaysDeploy needs the time of the deployment.');
  return now;
}

function deploymentOf(api: SourceResource, restApi: GeneratedResource, context: TransformContext): GeneratedResource {
  const prefix = `${api.id}Deployment`;
  const definition = restApi.properties['Body'] ?? restApi.properties['BodyS3Location'];
  const content = isGiven(definition) ? deploymentContent(api, definition as Fields, context) : '';
  const properties = {
    RestApiId: ref(api.id),
    StageName: isGiven(api.properties['OpenApiVersion']) ? undefined : 'Stage',
    Description: content ? `RestApi deployment id: ${contentHash(content, 40)}` : undefined,
  };
  return generated('AWS::ApiGateway::Deployment', hashedId(prefix, content), properties, { attributes: api.passed });
}

function stageOf(api: SourceResource, deployment: GeneratedResource): GeneratedResource {
  const { CacheClusterEnabled, CacheClusterSize, Variables, MethodSettings, StageName, Tags } = api.properties;
  const { AccessLogSetting, CanarySetting, TracingEnabled } = api.properties;
  const name = isText(StageName) ? StageName : '';
  const id = isAlphanumeric(name) ? `${api.id}${name}Stage` : hashedId(`${api.id}Stage`, name);
  const properties = {
    RestApiId: ref(api.id),
    DeploymentId: ref(deployment.id),
    StageName,
    CacheClusterEnabled,
    CacheClusterSize,
    Variables,
    MethodSettings,
    AccessLogSetting,
    CanarySetting,
    TracingEnabled,
    Tags: isAbsent(Tags) ? undefined : tagList(Tags),
  };
  return generated('AWS::ApiGateway::Stage', id, properties, { attributes: api.passed });
}

function authorizerPermissions(api: SourceResource, { partition }: TransformContext): GeneratedResource[] {
  const auth = api.properties['Auth'];
  if (!isMap(auth)) return [];
  return [...restAuthorizers(api.id, auth['Authorizers']).values()]
    .filter(({ properties }) => properties['FunctionArn'] && !properties['DisableFunctionDefaultPermissions'])
    .map(({ name, properties }) => {
      const id = `${api.id}${name}AuthorizerPermission`;
      return authorizerPermission(id, properties['FunctionArn'], ref(api.id), partition, api.passed);
    });
}
