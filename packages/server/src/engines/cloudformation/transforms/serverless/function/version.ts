import { outputResources, resolved, type SourceResource, type TransformContext } from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { getAtt, ref, referredId } from '../kernel/intrinsics.ts';
import { hashedId } from '../kernel/logical-id.ts';
import { asMap, isAbsent, isGiven, withoutAbsent, type Fields } from '../kernel/values.ts';

const ALIAS_NAME = /^(?!^[0-9]+$)([a-zA-Z0-9\-_]+)$/;

/** All of the function's properties, with those of its layers that ask for new versions. */
function allProperties(lambda: GeneratedResource, context: TransformContext): Fields {
  const content = withoutAbsent(lambda.properties);
  for (const layer of (content['Layers'] ?? []) as unknown[]) {
    const id = referredId(layer);
    const properties = id === undefined ? {} : asMap(outputResources(context)[id]?.['Properties']);
    if (id !== undefined && isGiven(properties['PublishLambdaVersion'])) content[id] = properties;
  }
  return content;
}

/** What makes a new version when it changes: the code, and the settings that a version freezes. */
function versionContent(source: SourceResource, lambda: GeneratedResource, context: TransformContext): Fields {
  const code = resolved(context, lambda.properties['Code']) as Fields;
  if (isGiven(source.properties['AutoPublishAliasAllProperties'])) return allProperties(lambda, context);
  const { Environment, MemorySize, SnapStart } = lambda.properties;
  const applied = asMap(SnapStart)['ApplyOn'] ?? 'None';
  return {
    ...code,
    ...asMap(Environment),
    ...(isGiven(MemorySize) && { MemorySize }),
    ...(isGiven(SnapStart) && applied !== 'None' && { SnapStart }),
  };
}

export function publishedVersion(
  source: SourceResource,
  lambda: GeneratedResource,
  codeHash: string | undefined,
  context: TransformContext,
): GeneratedResource {
  const { properties } = source;
  const content = versionContent(source, lambda, context);
  const prefix = `${source.id}Version`;
  const id = codeHash ? prefix + codeHash.slice(0, 10) : hashedId(prefix, content);
  const hasProvider = !isAbsent(properties['CapacityProviderConfig']);
  const deletionPolicy = properties['VersionDeletionPolicy'] ?? (hasProvider ? 'Delete' : 'Retain');
  const attributes = { DeletionPolicy: deletionPolicy, ...source.passed };
  return generated(
    'AWS::Lambda::Version',
    id,
    {
      FunctionName: ref(lambda.id),
      Description: properties['VersionDescription'],
      FunctionScalingConfig: hasProvider ? properties['FunctionScalingConfig'] : undefined,
    },
    { attributes },
  );
}

export function publishedAlias(source: SourceResource, version: GeneratedResource, name: string): GeneratedResource {
  if (!name) throw resourceError(source.id, 'Alias name is required to create an alias');
  if (!ALIAS_NAME.test(name)) {
    throw resourceError(
      source.id,
      `AutoPublishAlias name ('${name}') must contain only alphanumeric characters, hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.`,
    );
  }
  const id = `${source.id}Alias${name.replaceAll('-', 'D').replaceAll('_', 'U')}`;
  const { ProvisionedConcurrencyConfig } = source.properties;
  const properties = {
    Name: name,
    FunctionName: ref(source.id),
    FunctionVersion: getAtt(version.id, 'Version'),
    ...(isGiven(ProvisionedConcurrencyConfig) && { ProvisionedConcurrencyConfig }),
  };
  return generated('AWS::Lambda::Alias', id, properties, { attributes: source.passed });
}
