import { resourceError } from '../kernel/errors.ts';
import { isAbsent, isMap, isText, type Fields } from '../kernel/values.ts';

/** The members of a part of the API: `!` behind a required one, `:Part` for one with members of its own. */
const PARTS: Record<string, string> = {
  Api: `Auth!:Auth Tags Name XrayEnabled SchemaInline SchemaUri Logging:Logging DataSources:DataSources
    Functions:Function* Resolvers:Resolver** ApiKeys:ApiKey* DomainName:DomainName Cache:Cache Visibility OwnerContact
    IntrospectionConfig QueryDepthLimit ResolverCountLimit`,
  Auth: 'Type! LambdaAuthorizer:LambdaAuthorizer OpenIDConnect:OpenIDConnect UserPool:UserPool Additional:Authorizer[]',
  Authorizer: 'Type! LambdaAuthorizer:LambdaAuthorizer OpenIDConnect:OpenIDConnect UserPool:UserPool',
  LambdaAuthorizer: 'AuthorizerResultTtlInSeconds AuthorizerUri! IdentityValidationExpression',
  OpenIDConnect: 'AuthTTL ClientId IatTTL Issuer',
  UserPool: 'AppIdClientRegex AwsRegion DefaultAction UserPoolId!',
  ApiKey: 'ApiKeyId Description ExpiresOn',
  Logging: 'CloudWatchLogsRoleArn ExcludeVerboseContent FieldLogLevel',
  DataSources: 'DynamoDb:DynamoDb* Lambda:Lambda*',
  DynamoDb: `TableName! ServiceRoleArn TableArn Permissions Name Description Region DeltaSync:DeltaSync
    UseCallerCredentials Versioned`,
  DeltaSync: 'BaseTableTTL! DeltaSyncTableName! DeltaSyncTableTTL!',
  Lambda: 'FunctionArn! ServiceRoleArn Name Description',
  Function: 'DataSource Runtime:Runtime InlineCode CodeUri Description MaxBatchSize Name Id Sync:Sync',
  Runtime: 'Name! Version!',
  Sync: 'ConflictDetection! ConflictHandler LambdaConflictHandlerConfig:ConflictHandler',
  ConflictHandler: 'LambdaConflictHandlerArn!',
  Resolver: 'FieldName Caching:Caching InlineCode CodeUri MaxBatchSize Pipeline Runtime:Runtime Sync:Sync',
  Caching: 'Ttl! CachingKeys',
  DomainName: 'CertificateArn! DomainName! Description',
  Cache: 'ApiCachingBehavior! Ttl! Type! AtRestEncryptionEnabled TransitEncryptionEnabled',
};

const AUTHENTICATION_TYPES = ['AWS_IAM', 'API_KEY', 'AWS_LAMBDA', 'OPENID_CONNECT', 'AMAZON_COGNITO_USER_POOLS'];

type Refuse = (path: string) => never;

function checkNested(part: string, value: unknown, path: string, refuse: Refuse): void {
  if (part.endsWith('[]')) {
    if (!Array.isArray(value)) return refuse(path);
    for (const [index, item] of value.entries()) checkPart(part.slice(0, -2), item, `${path}.${index}`, refuse);
    return undefined;
  }
  if (!part.endsWith('*')) return checkPart(part, value, path, refuse);
  if (!isMap(value)) return refuse(path);
  for (const [name, member] of Object.entries(value)) checkNested(part.slice(0, -1), member, `${path}.${name}`, refuse);
  return undefined;
}

function checkPart(part: string, value: unknown, path: string, refuse: Refuse): void {
  if (part === 'Logging' && typeof value === 'boolean') return;
  if (!isMap(value)) return refuse(path);
  const prefix = path ? `${path}.` : '';
  const members = (PARTS[part] ?? '').trim().split(/\s+/);
  for (const entry of members) {
    const [head = '', nested] = entry.split(':');
    const name = head.replace('!', '');
    const member = value[name];
    if (isAbsent(member)) {
      if (head.endsWith('!')) refuse(prefix + name);
    } else if (nested) {
      checkNested(nested, member, prefix + name, refuse);
    }
  }
  const isAuthorizer = part === 'Auth' || part === 'Authorizer';
  if (isAuthorizer && !(isText(value['Type']) && AUTHENTICATION_TYPES.includes(value['Type']))) {
    refuse(`${prefix}Type`);
  }
  const unknown = Object.keys(value).find((name) => !members.some((entry) => entry.split(/[!:]/)[0] === name));
  if (unknown !== undefined) refuse(prefix + unknown);
}

/** Checks the whole of a GraphQL API and names the first property that is wrong. */
export function checkGraphqlModel(id: string, properties: Fields): void {
  checkPart('Api', properties, '', (path) => {
    throw resourceError(id, `Property '${path}' is invalid.`);
  });
}
