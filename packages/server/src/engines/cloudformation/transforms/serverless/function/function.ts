import {
  addCondition,
  fullyResolved,
  resolved,
  type ResourceTransform,
  type SourceResource,
  type TransformContext,
} from '../kernel/context.ts';
import { resourceError, withEventErrorsOf } from '../kernel/errors.ts';
import { generated, propagateTags, type GeneratedResource } from '../kernel/generated-resource.ts';
import {
  conditional,
  getAtt,
  IF_ARGUMENTS_MESSAGE,
  isIntrinsic,
  isIntrinsicIf,
  isNoValue,
  isThreeItemList,
  join,
} from '../kernel/intrinsics.ts';
import { propertyTable } from '../kernel/property-table.ts';
import { tagsWithMaker } from '../kernel/tags.ts';
import { asMap, isAbsent, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { functionTarget } from '../events/event-source.ts';
import { linkedEvents, transformEvents } from '../events/function-events.ts';
import { functionCode, checkPackage } from './code.ts';
import { eventInvokeConfig } from './event-invoke-config.ts';
import { functionRole } from './execution-role.ts';
import { functionUrl } from './function-url.ts';
import { checkFunctionRules, checkTenancy } from './rules.ts';
import { publishedAlias, publishedVersion } from './version.ts';

export const FUNCTION_PROPERTIES = propertyTable(`
  FunctionName:text|map Handler= Runtime= CodeUri= ImageUri= PackageType= InlineCode= DeadLetterQueue:map Description=
  MemorySize= Timeout= VpcConfig= Role:text AssumeRolePolicyDocument:map Policies:text|map|textsOrMaps RolePath=
  PermissionsBoundary:text Environment:mapOfMaps Events:mapOfMaps Tags:map PropagateTags:bool Tracing:map|text KmsKeyArn=
  DeploymentPreference:map ReservedConcurrentExecutions= Layers:textsOrMaps EventInvokeConfig:map EphemeralStorage=
  AutoPublishAlias:string AutoPublishCodeSha256:string AutoPublishAliasAllProperties=:bool VersionDescription=
  ProvisionedConcurrencyConfig= FileSystemConfigs= ImageConfig= CodeSigningConfigArn= Architectures= SnapStart:map
  FunctionUrlConfig:map RuntimeManagementConfig= LoggingConfig= RecursiveLoop= SourceKMSKeyArn=
  CapacityProviderConfig:map FunctionScalingConfig:map VersionDeletionPolicy:policyKind PublishToLatestPublished=
  TenancyConfig= DurableConfig:map`);

/** The properties that go to `AWS::Lambda::Function` as they are. */
const PASSED = [
  'Handler',
  'Runtime',
  'Description',
  'MemorySize',
  'Timeout',
  'VpcConfig',
  'Role',
  'Environment',
  'KmsKeyArn',
  'ReservedConcurrentExecutions',
  'Layers',
  'FileSystemConfigs',
  'ImageConfig',
  'PackageType',
  'Architectures',
  'SnapStart',
  'EphemeralStorage',
  'CodeSigningConfigArn',
  'RuntimeManagementConfig',
  'LoggingConfig',
  'TenancyConfig',
  'RecursiveLoop',
  'DurableConfig',
  'PublishToLatestPublished',
];

const DEAD_LETTER_TYPES = "['SQS', 'SNS']";

export const transformFunction: ResourceTransform = (source, context) => {
  const links = withEventErrorsOf(source.id, () => linkedEvents(source.id, source.properties['Events'], context));
  checkFunctionRules(source);
  checkDeadLetterQueue(source);
  checkTenancy(source);
  const lambda = lambdaFunction(source, context);
  const published = publish(source, lambda, context);
  const alias = published.find(({ type }) => type === 'AWS::Lambda::Alias');
  const url = functionUrl(source, lambda, alias);
  addDeploymentPreference(source, alias, context);
  const invokeConfig = eventInvokeConfig(source, alias, context);
  const role = functionRole(source, invokeConfig.policies, context);
  const roles = placeRole(source, lambda, role, context);
  const resources = [lambda, ...published, ...url, ...invokeConfig.resources, ...roles];
  withEventErrorsOf(source.id, () => {
    const target = functionTarget(lambda, alias, role);
    resources.push(...transformEvents(source.id, source.properties['Events'], links, target, context));
  });
  propagateTags(resources, source.properties['Tags'], source.properties['PropagateTags']);
  return resources;
};

function checkDeadLetterQueue({ id, properties }: SourceResource): void {
  const queue = asMap(properties['DeadLetterQueue']);
  if (!isGiven(queue)) return;
  const { Type, TargetArn } = queue;
  if (!isGiven(Type) || !isGiven(TargetArn)) {
    throw resourceError(id, "'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
  }
  if (!isText(Type)) throw resourceError(id, "Property 'DeadLetterQueue.Type' should be a string.");
  if (Type !== 'SQS' && Type !== 'SNS') {
    throw resourceError(id, `'DeadLetterQueue' requires Type of ${DEAD_LETTER_TYPES}`);
  }
}

function capacityProvider({ id, properties }: SourceResource): Fields | undefined {
  const config = asMap(properties['CapacityProviderConfig']);
  if (!isGiven(config)) return undefined;
  const names = ['Arn', 'PerExecutionEnvironmentMaxConcurrency', 'ExecutionEnvironmentMemoryGiBPerVCpu'];
  const unknown = Object.keys(config).find((name) => !names.includes(name));
  if (unknown !== undefined || isAbsent(config['Arn'])) {
    const problem = unknown === undefined ? 'Arn is required' : `${unknown} is not a known property`;
    throw resourceError(id, `Invalid CapacityProviderConfig: ${problem}`);
  }
  const { Arn, PerExecutionEnvironmentMaxConcurrency, ExecutionEnvironmentMemoryGiBPerVCpu } = config;
  return {
    LambdaManagedInstancesCapacityProviderConfig: {
      CapacityProviderArn: Arn,
      ...(!isAbsent(PerExecutionEnvironmentMaxConcurrency) && { PerExecutionEnvironmentMaxConcurrency }),
      ...(!isAbsent(ExecutionEnvironmentMemoryGiBPerVCpu) && { ExecutionEnvironmentMemoryGiBPerVCpu }),
    },
  };
}

function lambdaFunction(source: SourceResource, context: TransformContext): GeneratedResource {
  const { id, properties } = source;
  const { FunctionName, Tracing, DeadLetterQueue, FunctionScalingConfig } = properties;
  const isTraced = isGiven(Tracing) && resolved(context, Tracing) !== 'Disabled';
  const lambda = generated(
    'AWS::Lambda::Function',
    id,
    {
      ...Object.fromEntries(PASSED.map((name) => [name, properties[name]])),
      FunctionName: isGiven(FunctionName) ? FunctionName : undefined,
      Code: functionCode(source),
      Tags: tagsWithMaker(id, properties['Tags']),
      TracingConfig: isTraced ? { Mode: Tracing } : undefined,
      DeadLetterConfig: isGiven(DeadLetterQueue) ? { TargetArn: asMap(DeadLetterQueue)['TargetArn'] } : undefined,
      CapacityProviderConfig: capacityProvider(source),
      FunctionScalingConfig: isGiven(FunctionScalingConfig) ? FunctionScalingConfig : undefined,
    },
    source,
  );
  checkPackage(lambda);
  return lambda;
}

function publish(source: SourceResource, lambda: GeneratedResource, context: TransformContext): GeneratedResource[] {
  const { id, properties } = source;
  if (!isGiven(properties['AutoPublishAlias'])) {
    if (!isGiven(properties['ProvisionedConcurrencyConfig'])) return [];
    const message = 'To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function';
    throw resourceError(id, message);
  }
  const name = resolved(context, properties['AutoPublishAlias']);
  if (!isText(name)) {
    throw resourceError(id, "'AutoPublishAlias' must be a string or a Ref to a template parameter");
  }
  const codeHash = namedCodeHash(source, lambda, context);
  const version = publishedVersion(source, lambda, codeHash, context);
  return [version, publishedAlias(source, version, name)];
}

/** `AutoPublishCodeSha256`, which also shows in the description so that the function changes with it. */
function namedCodeHash(
  { id, properties }: SourceResource,
  lambda: GeneratedResource,
  context: TransformContext,
): string | undefined {
  if (!isGiven(properties['AutoPublishCodeSha256'])) return undefined;
  const hash = resolved(context, properties['AutoPublishCodeSha256']);
  if (!isText(hash)) throw resourceError(id, 'AutoPublishCodeSha256 must be a string');
  const description = resolved(context, properties['Description']);
  if (!isGiven(description)) lambda.properties['Description'] = hash;
  else if (isText(description)) lambda.properties['Description'] = `${description} ${hash}`;
  else lambda.properties['Description'] = join(' ', [description, hash]);
  return hash;
}

function placeRole(
  { id }: SourceResource,
  lambda: GeneratedResource,
  role: GeneratedResource,
  context: TransformContext,
): GeneratedResource[] {
  const given = lambda.properties['Role'];
  const arn = getAtt(role.id, 'Arn');
  if (isAbsent(given)) {
    lambda.properties['Role'] = arn;
    return [role];
  }
  if (!isIntrinsicIf(given)) return [];
  const operands = asMap(resolved(context, given))['Fn::If'];
  if (!isThreeItemList(operands)) {
    throw resourceError(id, `Malformed 'Role' property: ${IF_ARGUMENTS_MESSAGE}.`);
  }
  const [condition, then, otherwise] = operands;
  if (!isNoValue(then) && !isNoValue(otherwise)) return [];
  if (isNoValue(then) && isNoValue(otherwise)) {
    lambda.properties['Role'] = arn;
  } else if (isNoValue(then)) {
    lambda.properties['Role'] = conditional(condition, arn, otherwise);
    role.attributes['Condition'] = condition;
  } else {
    const negated = `NOT${String(condition)}`;
    lambda.properties['Role'] = conditional(condition, then, arn);
    role.attributes['Condition'] = negated;
    addCondition(context, negated, { 'Fn::Not': [{ Condition: condition }] });
  }
  return [role];
}

function passthroughCondition(source: SourceResource, value: unknown, context: TransformContext): boolean {
  const known = fullyResolved(context, value);
  if (known === true || known === 'true' || known === 'True') return true;
  if (known === false || known === 'false' || known === 'False') return false;
  throw resourceError(
    source.id,
    isIntrinsic(known)
      ? 'Unsupported intrinsic: the only intrinsic functions supported for property PassthroughCondition are FindInMap and parameter Refs.'
      : 'Invalid value for property PassthroughCondition.',
  );
}

function addDeploymentPreference(
  source: SourceResource,
  alias: GeneratedResource | undefined,
  context: TransformContext,
): void {
  const { id, properties, passed } = source;
  const given = properties['DeploymentPreference'];
  if (!isMap(given) || !isGiven(given)) return;
  for (const name of ['Enabled', 'Type']) if (name in given) given[name] = fullyResolved(context, given[name]);
  given['PassthroughCondition'] =
    'PassthroughCondition' in given
      ? passthroughCondition(source, given['PassthroughCondition'], context)
      : (context.options.features?.includes('deployment_preference_condition_fix') ?? false);
  const preferences = context.deploymentPreferences;
  const preference = preferences.add(id, given, {
    condition: passed['Condition'],
    tags: isGiven(properties['PropagateTags']) ? properties['Tags'] : undefined,
  });
  if (!preference.enabled) return;
  if (!alias) {
    throw resourceError(id, "'DeploymentPreference' requires AutoPublishAlias property to be specified.");
  }
  alias.attributes['UpdatePolicy'] = preferences.updatePolicy(id);
}
