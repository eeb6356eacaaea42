import { documentError, globalsError, resourceError } from './kernel/errors.ts';
import { isIntrinsic } from './kernel/intrinsics.ts';
import { isFromTemplate, keysOf, put, pythonText, shallowCopyOf } from './kernel/python-text.ts';
import { entryOf, isGiven, isMap, type Fields } from './kernel/values.ts';

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What `Globals` may set, by the type it is for, as listed in the error for anything else. */
const SUPPORTED: Record<string, readonly string[]> = {
  Function: names(`Handler Runtime CodeUri DeadLetterQueue Description MemorySize Timeout VpcConfig Environment Tags
    PropagateTags Tracing KmsKeyArn AutoPublishAlias AutoPublishAliasAllProperties Layers DeploymentPreference RolePath
    PermissionsBoundary ReservedConcurrentExecutions ProvisionedConcurrencyConfig AssumeRolePolicyDocument
    EventInvokeConfig FileSystemConfigs CodeSigningConfigArn Architectures SnapStart EphemeralStorage FunctionUrlConfig
    RuntimeManagementConfig LoggingConfig RecursiveLoop SourceKMSKeyArn TenancyConfig DurableConfig
    CapacityProviderConfig FunctionScalingConfig PublishToLatestPublished VersionDeletionPolicy`),
  Api: names(`Auth Name DefinitionUri CacheClusterEnabled CacheClusterSize MergeDefinitions Variables
    EndpointConfiguration MethodSettings BinaryMediaTypes MinimumCompressionSize Cors GatewayResponses AccessLogSetting
    CanarySetting TracingEnabled OpenApiVersion Domain AlwaysDeploy PropagateTags SecurityPolicy EndpointAccessMode`),
  HttpApi: names(`Auth AccessLogSettings StageVariables Tags CorsConfiguration DefaultRouteSettings Domain RouteSettings
    FailOnWarnings PropagateTags`),
  SimpleTable: names('SSESpecification'),
  StateMachine: names('PropagateTags'),
  LayerVersion: names('PublishLambdaVersion'),
  CapacityProvider: names('VpcConfig OperatorRole Tags InstanceRequirements ScalingConfig KmsKeyArn PropagateTags'),
  WebSocketApi: names(`AccessLogSettings ApiKeySelectionExpression DefaultRouteSettings DisableExecuteApiEndpoint
    DisableSchemaValidation Domain FailOnWarnings IpAddressType PropagateTags RouteSelectionExpression RouteSettings
    StageVariables Tags`),
};

const PREFIX = 'AWS::Serverless::';
/** Types that `Globals` and implicit APIs look at; connectors and GraphQL APIs are not among them. */
const TYPES = new Set([...Object.keys(SUPPORTED), 'Application'].map((name) => PREFIX + name));

export function isServerlessType(type: unknown): type is string {
  return typeof type === 'string' && TYPES.has(type);
}

function checkedGlobals(globals: unknown): Fields {
  if (!isMap(globals)) throw documentError(globalsError('It must be a non-empty dictionary'));
  for (const [section, properties] of Object.entries(globals)) {
    const supported = entryOf(SUPPORTED, section);
    if (!supported) {
      const sections = pythonText(Object.keys(SUPPORTED).toSorted());
      throw documentError(
        globalsError(`'${section}' is not supported. Must be one of the following values - ${sections}`),
      );
    }
    if (!isMap(properties)) throw documentError(globalsError('Value of ${section} must be a dictionary'));
    const unknown = Object.keys(properties).find((name) => !supported.includes(name));
    if (unknown !== undefined) {
      throw documentError(
        globalsError(
          `'${unknown}' is not a supported property of '${section}'. Must be one of the following values - ${pythonText(supported)}`,
        ),
      );
    }
  }
  return globals;
}

function merged(global: unknown, local: unknown): unknown {
  if (Array.isArray(global) && Array.isArray(local)) return [...(global as unknown[]), ...(local as unknown[])];
  if (!isMap(global) || !isMap(local) || isIntrinsic(global) || isIntrinsic(local)) return local;
  const result = shallowCopyOf(global);
  for (const key of keysOf(local)) {
    const value = key in global ? merged(global[key], local[key]) : local[key];
    put(result, key, value, { key: isFromTemplate(local, key), value: isFromTemplate(local, key) });
  }
  return result;
}

function applicable(id: string, globals: Fields, ignored: unknown): Fields {
  const invalid = (detail: string): Error =>
    documentError(resourceError(id, `Resource ${id} has invalid resource attribute 'IgnoreGlobals'${detail}.`));
  if (!isGiven(ignored)) return globals;
  if (ignored === '*') return {};
  if (!Array.isArray(ignored)) throw invalid('');
  const result = shallowCopyOf(globals);
  for (const name of ignored as string[]) {
    if (!(name in result)) throw invalid(` on item '${name}'`);
    delete result[name];
  }
  return result;
}

/** Merges the `Globals` section into the resources and removes it. */
export function applyGlobals(template: Fields): void {
  const globals = 'Globals' in template ? checkedGlobals(template['Globals']) : {};
  for (const [id, resource] of Object.entries(template['Resources'] as Record<string, Fields>)) {
    if (!isServerlessType(resource['Type'])) continue;
    const local = resource['Properties'] ?? {};
    const section = globals[resource['Type'].slice(PREFIX.length)];
    resource['Properties'] = isMap(section) ? merged(applicable(id, section, resource['IgnoreGlobals']), local) : local;
  }
  delete template['Globals'];
}
