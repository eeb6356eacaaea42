import { arnText } from '../kernel/arns.ts';
import { failure, ofResource, requireBoolean, requireList, requireMap, requireText } from '../kernel/checks.ts';
import { resourceError } from '../kernel/errors.ts';
import { sub } from '../kernel/intrinsics.ts';
import { entriesOf, put, shown, table, withTemplateText } from '../kernel/python-text.ts';
import { asList, isAbsent, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';

interface RestAuthorizer {
  readonly name: string;
  readonly kind: 'AWS_IAM' | 'COGNITO_USER_POOLS' | 'LAMBDA';
  readonly properties: Fields;
  readonly scopes: unknown;
}

const EXTENSION = 'x-amazon-apigateway-authorizer';
const AUTH_TYPES = { AWS_IAM: 'awsSigv4', COGNITO_USER_POOLS: 'cognito_user_pools', LAMBDA: 'custom' };
const IDENTITY_PREFIXES = [
  ['Headers', 'method.request.header.'],
  ['QueryStrings', 'method.request.querystring.'],
  ['StageVariables', 'stageVariables.'],
  ['Context', 'context.'],
] as const;

function lacksIdentitySource(apiId: string, name: string, identity: unknown): boolean {
  if (!isGiven(identity)) return true;
  const sources = requireMap(identity, ofResource(apiId), `Authorizer.${name}.Identity`);
  const isMissing = IDENTITY_PREFIXES.every(([property]) => !isGiven(sources[property]));
  const ttl = sources['ReauthorizeEvery'];
  const seconds = isText(ttl) || typeof ttl === 'number' ? Number(ttl) : Number.NaN;
  return Number.isNaN(seconds) ? isMissing : seconds > 0 && isMissing;
}

function restAuthorizer(apiId: string, name: string, properties: Fields): RestAuthorizer {
  const payloadType = properties['FunctionPayloadType'];
  if (!isAbsent(payloadType) && payloadType !== 'TOKEN' && payloadType !== 'REQUEST') {
    throw resourceError(apiId, `${name} Authorizer has invalid 'FunctionPayloadType': ${shown(payloadType)}.`);
  }
  if (payloadType === 'REQUEST' && lacksIdentitySource(apiId, name, properties['Identity'])) {
    throw resourceError(
      apiId,
      `${name} Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.`,
    );
  }
  const subject = ofResource(apiId);
  const scopes = requireList(
    properties['AuthorizationScopes'] ?? [],
    subject,
    `Authorizers.${name}.AuthorizationScopes`,
  );
  const withoutPermission = properties['DisableFunctionDefaultPermissions'];
  if (!isAbsent(withoutPermission)) {
    requireBoolean(withoutPermission, subject, `Authorizers.${name}.DisableFunctionDefaultPermissions`);
  }
  const kind = isGiven(properties['UserPoolArn']) ? 'COGNITO_USER_POOLS' : 'LAMBDA';
  return { name, kind, properties, scopes };
}

/** The authorizers of a REST API by name, checked. */
export function restAuthorizers(apiId: string, given: unknown, defaultName?: unknown): Map<string, RestAuthorizer> {
  const authorizers = new Map<string, RestAuthorizer>();
  if (defaultName === 'AWS_IAM') {
    authorizers.set('AWS_IAM', { name: 'AWS_IAM', kind: 'AWS_IAM', properties: {}, scopes: [] });
  }
  if (!isGiven(given)) return authorizers;
  const subject = ofResource(apiId);
  for (const [name, value] of entriesOf(requireMap(given, subject, 'Auth.Authorizers'))) {
    authorizers.set(name, restAuthorizer(apiId, name, requireMap(value, subject, `Auth.Authorizers.${name}`)));
  }
  return authorizers;
}

function identityOf(apiId: string, { properties }: RestAuthorizer): Fields {
  const identity = properties['Identity'];
  if (!isGiven(identity)) return {};
  if (isMap(identity)) return identity;
  const message =
    'Auth.Authorizers.<Authorizer>.Identity must be a dict (LambdaTokenAuthorizationIdentity, LambdaRequestAuthorizationIdentity or CognitoAuthorizationIdentity).';
  throw failure(ofResource(apiId), message);
}

function identitySource(apiId: string, name: string, identity: Fields): string {
  const subject = ofResource(apiId);
  const sources = IDENTITY_PREFIXES.flatMap(([property, prefix]) => {
    if (!isGiven(identity[property])) return [];
    const path = `Auth.Authorizers.${name}.Identity.${property}`;
    const values = requireList(identity[property], subject, path);
    return values.map((value, index) => prefix + requireText(value, subject, `${path}[${index}]`));
  });
  return sources.join(', ');
}

function lambdaExtension(apiId: string, authorizer: RestAuthorizer, identity: Fields, partition: string): Fields {
  const { properties, name } = authorizer;
  const isRequest = properties['FunctionPayloadType'] === 'REQUEST';
  const resource = 'lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations';
  const uri = arnText(partition, 'apigateway', resource, { withoutAccount: true });
  const variables = withTemplateText({ __FunctionArn__: properties['FunctionArn'] });
  const extension = table({ type: isRequest ? 'request' : 'token', authorizerUri: sub(uri, variables) });
  const fromTemplate = { value: true };
  const ttl = identity['ReauthorizeEvery'];
  if (!isAbsent(ttl)) put(extension, 'authorizerResultTtlInSeconds', ttl, fromTemplate);
  const role = properties['FunctionInvokeRole'];
  if (isGiven(role) && role !== 'NONE') put(extension, 'authorizerCredentials', role, fromTemplate);
  const source = isRequest ? identitySource(apiId, name, identity) : '';
  if (source) put(extension, 'identitySource', source, fromTemplate);
  return extension;
}

/** The security definition of an authorizer. */
export function securityDefinition(apiId: string, authorizer: RestAuthorizer, partition: string): Fields {
  const { kind, properties } = authorizer;
  const isRequest = kind === 'LAMBDA' && properties['FunctionPayloadType'] === 'REQUEST';
  const identity = isRequest && !isMap(properties['Identity']) ? {} : identityOf(apiId, authorizer);
  const header = isRequest ? undefined : identity['Header'];
  const definition = table({ type: 'apiKey' });
  if (isGiven(header)) put(definition, 'name', header, { value: true });
  else put(definition, 'name', isRequest ? 'Unused' : 'Authorization');
  put(definition, 'in', 'header');
  put(definition, 'x-amazon-apigateway-authtype', AUTH_TYPES[kind]);
  if (kind === 'AWS_IAM') return definition;
  const extension =
    kind === 'LAMBDA'
      ? lambdaExtension(apiId, authorizer, identity, partition)
      : table({ type: 'cognito_user_pools', providerARNs: userPools(properties['UserPoolArn']) });
  put(definition, EXTENSION, extension);
  const expression = identity['ValidationExpression'];
  if (!isRequest && isGiven(expression)) put(extension, 'identityValidationExpression', expression, { value: true });
  return definition;
}

function userPools(arns: unknown): unknown[] {
  return Array.isArray(arns) ? (arns as unknown[]) : withTemplateText(asList(arns));
}
