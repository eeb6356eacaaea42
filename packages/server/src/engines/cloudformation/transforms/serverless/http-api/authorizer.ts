import { ofResource, requireBoolean, requireMap, requireTexts } from '../kernel/checks.ts';
import { arnText } from '../kernel/arns.ts';
import { resourceError } from '../kernel/errors.ts';
import { sub } from '../kernel/intrinsics.ts';
import { isAbsent, isGiven, type Fields } from '../kernel/values.ts';

type AuthorizerType = 'AWS_IAM' | 'JWT' | 'REQUEST';

export interface HttpAuthorizer {
  readonly name: string;
  readonly type: AuthorizerType;
  readonly properties: Fields;
}

const EXTENSION = 'x-amazon-apigateway-authorizer';
const OAUTH = 'OAuth2 Authorizer';
const LAMBDA = 'Lambda Authorizer';

/** The properties that only one kind of authorizer takes, in the order in which AWS complains about them. */
const ONLY_FOR: readonly (readonly [name: string, type: AuthorizerType, described: string])[] = [
  ['AuthorizationScopes', 'JWT', OAUTH],
  ['JwtConfiguration', 'JWT', OAUTH],
  ['IdentitySource', 'JWT', `${OAUTH}. For Lambda Authorizer, use the 'Identity' property instead`],
  ['FunctionArn', 'REQUEST', LAMBDA],
  ['FunctionInvokeRole', 'REQUEST', LAMBDA],
  ['Identity', 'REQUEST', LAMBDA],
  ['AuthorizerPayloadFormatVersion', 'REQUEST', LAMBDA],
  ['EnableSimpleResponses', 'REQUEST', LAMBDA],
  ['EnableFunctionDefaultPermissions', 'REQUEST', LAMBDA],
];

const IDENTITY_PREFIXES = [
  ['Headers', '$request.header.'],
  ['QueryStrings', '$request.querystring.'],
  ['StageVariables', '$stageVariables.'],
  ['Context', '$context.'],
] as const;

function httpAuthorizer(apiId: string, name: string, properties: Fields): HttpAuthorizer {
  const jwt = properties['JwtConfiguration'];
  if (isGiven(jwt)) requireMap(jwt, ofResource(apiId), 'JwtConfiguration');
  const type: AuthorizerType = isGiven(jwt) ? 'JWT' : 'REQUEST';
  const scopes = properties['AuthorizationScopes'];
  if (!isAbsent(scopes) && !Array.isArray(scopes)) throw resourceError(apiId, 'AuthorizationScopes must be a list.');
  for (const [property, onlyType, described] of ONLY_FOR) {
    const isEmptyJwt = property === 'JwtConfiguration' && !isGiven(jwt);
    if (onlyType === type || isEmptyJwt || isAbsent(properties[property])) continue;
    throw resourceError(apiId, `${property} is only supported for ${described}.`);
  }
  const required = type === 'JWT' ? ['IdentitySource'] : ['FunctionArn', 'AuthorizerPayloadFormatVersion'];
  const missing = required.find((property) => !isGiven(properties[property]));
  if (missing) {
    throw resourceError(apiId, `${name} ${type === 'JWT' ? OAUTH : LAMBDA} must define '${missing}'.`);
  }
  const permissions = properties['EnableFunctionDefaultPermissions'];
  if (!isAbsent(permissions)) {
    requireBoolean(permissions, ofResource(apiId), `Authorizers.${name}.EnableFunctionDefaultPermissions`);
  }
  return { name, type, properties };
}

/** The authorizers of an HTTP API by name, checked. */
export function httpAuthorizers(apiId: string, auth: Fields): Map<string, HttpAuthorizer> {
  const authorizers = new Map<string, HttpAuthorizer>();
  if (auth['EnableIamAuthorizer'] === true) {
    authorizers.set('AWS_IAM', { name: 'AWS_IAM', type: 'AWS_IAM', properties: {} });
  }
  const given = auth['Authorizers'];
  if (!isGiven(given)) return authorizers;
  const subject = ofResource(apiId);
  for (const [name, value] of Object.entries(requireMap(given, subject, 'Auth.Authorizers'))) {
    const properties = requireMap(value, subject, `Auth.Authorizers.${name}`);
    if ('OpenIdConnectUrl' in properties) {
      throw resourceError(
        apiId,
        `'OpenIdConnectUrl' is no longer a supported property for authorizer '${name}'. Please refer to the AWS SAM documentation.`,
      );
    }
    authorizers.set(name, httpAuthorizer(apiId, name, properties));
  }
  return authorizers;
}

function identitySources(apiId: string, name: string, identity: Fields): string[] {
  return IDENTITY_PREFIXES.flatMap(([property, prefix]) => {
    if (!isGiven(identity[property])) return [];
    const path = `Authorizers.${name}.Identity.${property}`;
    return requireTexts(identity[property], ofResource(apiId), path).map((value) => prefix + value);
  });
}

function lambdaExtension(apiId: string, { name, properties }: HttpAuthorizer, partition: string): Fields {
  const resource = 'lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations';
  const uri = arnText(partition, 'apigateway', resource, { withoutAccount: true });
  const extension: Fields = {
    type: 'request',
    authorizerUri: sub(uri, { __FunctionArn__: properties['FunctionArn'] }),
    authorizerPayloadFormatVersion: properties['AuthorizerPayloadFormatVersion'],
  };
  const role = properties['FunctionInvokeRole'];
  if (isGiven(role) && role !== 'NONE') extension['authorizerCredentials'] = role;
  if (isGiven(properties['Identity'])) {
    const identity = requireMap(properties['Identity'], ofResource(apiId), `Auth.Authorizers.${name}.Identity`);
    const ttl = identity['ReauthorizeEvery'];
    if (!isAbsent(ttl)) extension['authorizerResultTtlInSeconds'] = ttl;
    extension['identitySource'] = identitySources(apiId, name, identity);
  }
  if (isGiven(properties['EnableSimpleResponses'])) {
    extension['enableSimpleResponses'] = properties['EnableSimpleResponses'];
  }
  return extension;
}

export function securityScheme(apiId: string, authorizer: HttpAuthorizer, partition: string): Fields {
  const { type, properties } = authorizer;
  if (type === 'AWS_IAM') {
    return { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
  }
  if (type === 'REQUEST') {
    const extension = lambdaExtension(apiId, authorizer, partition);
    return { type: 'apiKey', name: 'Unused', in: 'header', [EXTENSION]: extension };
  }
  const { JwtConfiguration, IdentitySource } = properties;
  const jwt = Object.entries(JwtConfiguration as Fields).map(([key, value]) => [key.toLowerCase(), value] as const);
  const extension = { jwtConfiguration: Object.fromEntries(jwt), identitySource: IdentitySource, type: 'jwt' };
  return { type: 'oauth2', [EXTENSION]: extension };
}
