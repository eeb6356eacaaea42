import { ANY_PARTITION } from '../kernel/arns.ts';
import { resolved, type ResourceTransform, type SourceResource } from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, propagateTags, type GeneratedResource } from '../kernel/generated-resource.ts';
import { isIntrinsic, join, ref, sub } from '../kernel/intrinsics.ts';
import { checkedProperties, propertyTable } from '../kernel/property-table.ts';
import { asMap, isAlphanumeric, isGiven, isText, type Fields } from '../kernel/values.ts';
import { authorizerPermission } from '../api/authorizer-permission.ts';
import { httpDomain } from '../http-api/domain.ts';

export const WEBSOCKET_API_PROPERTIES = propertyTable(`
  ApiKeySelectionExpression:text AccessLogSettings:map Auth:map DefaultRouteSettings:map Description:text
  DisableExecuteApiEndpoint:bool Domain:map DisableSchemaValidation:bool FailOnWarnings:bool IpAddressType:text Name:text
  PropagateTags:bool Routes!:map RouteSettings:map RouteSelectionExpression!:text StageName:text|map StageVariables:map
  Tags:map`);

const CREATED_BY = 'websocketapi:createdBy';
const DEFAULT_STAGE = 'default';
const SPECIAL_ROUTES = ['$connect', '$disconnect', '$default'];
const CALL_FUNCTION = 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/';
const CALL_API = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:';

export const transformWebSocketApi: ResourceTransform = (api, context) => {
  const { id, properties } = api;
  checkedProperties(id, 'AWS::Serverless::WebSocketApi', properties, WEBSOCKET_API_PROPERTIES);
  for (const name of ['Auth', 'Domain', 'Routes']) properties[name] = resolved(context, properties[name]);
  checkApi(api);
  const ownTags = isGiven(properties['Tags']) ? { ...asMap(properties['Tags']), [CREATED_BY]: 'SAM' } : undefined;
  const tags = ownTags ?? { [CREATED_BY]: 'SAM' };
  // Neither the API's domain nor its routes get the attributes that other resources pass on.
  const bare: SourceResource = { ...api, passed: {} };
  const domain = httpDomain(bare, { [CREATED_BY]: 'SAM' }, { ...context, recordSetGroups: new Map() });
  const routes = Object.entries(asMap(properties['Routes'])).map(([key, route]) =>
    routeResources(api, key, asMap(route)),
  );
  const routeIds = isGiven(properties['RouteSettings']) ? routes.map(([route]) => route.id) : undefined;
  const resources = [
    websocketApi(api, tags),
    ...routes.flat(),
    ...(domain ? [domain.domain, ...domain.mappings, ...(domain.recordSets ? [domain.recordSets] : [])] : []),
    stage(api, routeIds),
    ...authorizer(api),
  ];
  propagateTags(resources, ownTags, properties['PropagateTags']);
  return resources;
};

function checkApi({ id, properties }: SourceResource): void {
  const { Routes, IpAddressType, Domain, Auth, StageName } = properties;
  if (!isGiven(Routes)) throw resourceError(id, 'WebSocket API must have at least one route.');
  const isKnownAddress = IpAddressType === undefined || IpAddressType === null || isIntrinsic(IpAddressType);
  if (!isKnownAddress && IpAddressType !== 'ipv4' && IpAddressType !== 'dualstack') {
    throw resourceError(id, "IpAddressType must be 'ipv4' or 'dualstack'.");
  }
  if (isGiven(asMap(Domain)['MutualTlsAuthentication'])) {
    throw resourceError(id, 'Mutual TLS domain name association is not supported for Websocket APIs.');
  }
  if (isGiven(Auth) && !('$connect' in asMap(Routes))) {
    throw resourceError(id, 'Authorization is only available if there is a $connect route.');
  }
  if (StageName === '$default') throw resourceError(id, 'Stages cannot be named $default for WebSocket APIs.');
}

function websocketApi({ id, properties, dependsOn }: SourceResource, tags: Fields): GeneratedResource {
  const { ApiKeySelectionExpression, Description, DisableExecuteApiEndpoint, DisableSchemaValidation } = properties;
  const { IpAddressType, Name, RouteSelectionExpression } = properties;
  const settings = { ApiKeySelectionExpression, Description, DisableExecuteApiEndpoint, DisableSchemaValidation };
  return generated(
    'AWS::ApiGatewayV2::Api',
    id,
    {
      ...settings,
      IpAddressType,
      Name: Name ?? id,
      ProtocolType: 'WEBSOCKET',
      RouteSelectionExpression,
      Tags: tags,
    },
    { dependsOn },
  );
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

function routeName(apiId: string, key: string): string {
  if (SPECIAL_ROUTES.includes(key)) return capitalized(key.slice(1));
  if (isAlphanumeric(key)) return capitalized(key);
  throw resourceError(
    apiId,
    `Route key '${key}' must be alphanumeric. Only $connect, $disconnect, and $default special routes are supported.`,
  );
}

function routeResources(api: SourceResource, key: string, route: Fields): [GeneratedResource, ...GeneratedResource[]] {
  const prefix = api.id + routeName(api.id, key);
  const { RequestParameters, FunctionArn, IntegrationTimeout } = route;
  if (isGiven(RequestParameters) && key !== '$connect') {
    throw resourceError(api.id, 'Request parameters are only supported for the $connect route in WebSocket APIs.');
  }
  const authorization = isGiven(api.properties['Auth']) ? routeAuthorization(api, key) : {};
  if (!('FunctionArn' in route)) throw resourceError(api.id, 'Route must have associated function.');
  const integrationId = `${prefix}Integration`;
  const { ApiKeyRequired, ModelSelectionExpression, OperationName, RequestModels } = route;
  const settings = { ApiKeyRequired, ModelSelectionExpression, OperationName, RequestModels };
  const routeProperties = {
    ...settings,
    ...authorization,
    RouteKey: key,
    ApiId: ref(api.id),
    RequestParameters: isGiven(RequestParameters) ? RequestParameters : undefined,
    RouteResponseSelectionExpression: route['RouteResponseSelectionExpression'],
    Target: join('/', ['integrations', ref(integrationId)]),
  };
  const integration = {
    ApiId: ref(api.id),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: sub(`${CALL_FUNCTION}\${FunctionArn}/invocations`, { FunctionArn }),
    TimeoutInMillis: IntegrationTimeout,
  };
  const permission = {
    Action: 'lambda:InvokeFunction',
    FunctionName: FunctionArn,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: routeArn(api, key),
  };
  return [
    generated('AWS::ApiGatewayV2::Route', `${prefix}Route`, routeProperties),
    generated('AWS::ApiGatewayV2::Integration', integrationId, integration),
    generated('AWS::Lambda::Permission', `${prefix}Permission`, permission),
  ];
}

function routeArn({ id, properties }: SourceResource, key: string): Fields {
  const stageName = properties['StageName'] ?? DEFAULT_STAGE;
  const apiArn = `${CALL_API}\${${id}.ApiId}`;
  if (isText(stageName)) return sub(`${apiArn}/${stageName}/${key}`);
  return sub(`${apiArn}/\${__StageName__}/${key}`, { __StageName__: stageName });
}

function routeAuthorization({ id, properties }: SourceResource, key: string): Fields {
  const auth = asMap(properties['Auth']);
  const given = auth['AuthType'];
  if (!isGiven(given)) throw resourceError(id, 'AuthType must be specified for additional auth configurations.');
  const type = String(given).toUpperCase();
  if (!['NONE', 'AWS_IAM', 'CUSTOM'].includes(type)) {
    throw resourceError(id, 'AuthType is not one of AWS_IAM, CUSTOM or NONE.');
  }
  if (type === 'CUSTOM' && !isGiven(auth['AuthArn'])) {
    throw resourceError(id, 'AuthArn must be specified if AuthType is CUSTOM.');
  }
  if (type !== 'CUSTOM' && Object.keys(auth).length > 1) {
    throw resourceError(id, `No additional configurations supported for AuthType ${type}.`);
  }
  if (key !== '$connect') return {};
  if (given === 'CUSTOM') return { AuthorizationType: given, AuthorizerId: ref(`${id}ConnectAuthorizer`) };
  return { AuthorizationType: given === 'AWS_IAM' ? 'AWS_IAM' : 'NONE' };
}

function authorizer({ id, properties }: SourceResource): GeneratedResource[] {
  const auth = asMap(properties['Auth']);
  if (auth['AuthType'] !== 'CUSTOM') return [];
  const authorizerId = `${id}ConnectAuthorizer`;
  const { AuthArn, InvokeRole, IdentitySource, Name } = auth;
  const connect = {
    ApiId: ref(id),
    AuthorizerCredentialsArn: InvokeRole,
    AuthorizerType: 'REQUEST',
    AuthorizerUri: sub(`${CALL_FUNCTION}\${AuthArn}/invocations`, { AuthArn }),
    IdentitySource,
    Name: isGiven(Name) ? Name : authorizerId,
  };
  const made = generated('AWS::ApiGatewayV2::Authorizer', authorizerId, connect);
  if (isGiven(InvokeRole)) return [made];
  return [made, authorizerPermission(`${id}AuthorizerPermission`, AuthArn, ref(id), ANY_PARTITION, {})];
}

function stage({ id, properties }: SourceResource, routeIds: readonly string[] | undefined): GeneratedResource {
  const { StageVariables, AccessLogSettings, DefaultRouteSettings, RouteSettings } = properties;
  const name = properties['StageName'] ?? DEFAULT_STAGE;
  const prefix = name === DEFAULT_STAGE ? 'Default' : isText(name) ? name : '';
  const settings = { StageVariables, AccessLogSettings, DefaultRouteSettings, RouteSettings };
  const stageProperties = {
    ...settings,
    ApiId: ref(id),
    StageName: name,
    Tags: { [CREATED_BY]: 'SAM' },
    AutoDeploy: true,
  };
  return generated('AWS::ApiGatewayV2::Stage', `${id}${prefix}Stage`, stageProperties, { dependsOn: routeIds });
}
