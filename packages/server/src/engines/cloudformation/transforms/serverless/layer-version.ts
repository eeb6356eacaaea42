import { resolved, type ResourceTransform, type SourceResource, type TransformContext } from './kernel/context.ts';
import { resourceError } from './kernel/errors.ts';
import { generated, toTemplate } from './kernel/generated-resource.ts';
import { isIntrinsic } from './kernel/intrinsics.ts';
import { hashedId } from './kernel/logical-id.ts';
import { propertyTable } from './kernel/property-table.ts';
import { codeLocation } from './kernel/s3-location.ts';
import { asList, isAbsent, isGiven, isMap, isText, type Fields } from './kernel/values.ts';

export const LAYER_VERSION_PROPERTIES = propertyTable(`
  LayerName:text|map Description:text PublishLambdaVersion:bool ContentUri!:text|map CompatibleArchitectures:textsOrMaps
  CompatibleRuntimes:textsOrMaps LicenseInfo:text RetentionPolicy:text`);

const POLICIES = ['Retain', 'Delete'];
const POLICY_NAMES = "['Retain', 'Delete']";
const NOT_HASHED = ['DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'];

function resolvedText(source: SourceResource, name: string, context: TransformContext): unknown {
  const value = source.properties[name];
  if (!isGiven(value)) return value;
  const known = resolved(context, value);
  if (isText(known) || isMap(known)) return known;
  throw resourceError(source.id, `Could not resolve parameter for '${name}' or parameter is not a String.`);
}

function deletionPolicy(id: string, given: unknown): string | undefined {
  if (isIntrinsic(given)) {
    throw resourceError(
      id,
      `'RetentionPolicy' does not accept intrinsic functions, please use one of the following options: ${POLICY_NAMES}`,
    );
  }
  if (isAbsent(given)) return undefined;
  if (!isText(given)) {
    throw resourceError(id, `Invalid 'RetentionPolicy' type, please use one of the following options: ${POLICY_NAMES}`);
  }
  const policy = POLICIES.find((option) => option.toLowerCase() === given.toLowerCase());
  if (policy) return policy;
  throw resourceError(id, `'RetentionPolicy' must be one of the following options: ${POLICY_NAMES}.`);
}

function checkArchitectures(id: string, given: unknown): void {
  if (!isGiven(given) || isIntrinsic(given)) return;
  if (asList(given).every((item) => isIntrinsic(item) || item === 'arm64' || item === 'x86_64')) return;
  throw resourceError(id, "CompatibleArchitectures needs to be a list of 'x86_64' or 'arm64'");
}

/**
 * `AWS::Serverless::LayerVersion`. Layer versions cannot change, so the logical id contains a hash of the content and a
 * change makes a new resource; the old one is kept unless the template says otherwise.
 */
export const transformLayerVersion: ResourceTransform = (source, context) => {
  const { properties, passed } = source;
  for (const name of ['LayerName', 'LicenseInfo', 'Description', 'RetentionPolicy']) {
    properties[name] = resolvedText(source, name, context);
  }
  const retention = deletionPolicy(source.id, properties['RetentionPolicy']);
  const attributes: Fields = { DeletionPolicy: 'Retain', ...passed };
  if (retention) attributes['DeletionPolicy'] = retention;
  const hashed = Object.entries(source.attributes).filter(([name]) => !NOT_HASHED.includes(name));
  const content = toTemplate({ ...source, attributes: Object.fromEntries(hashed) });
  const id = hashedId(source.id, { [source.id]: content });
  const { LayerName, Description, CompatibleArchitectures, CompatibleRuntimes, LicenseInfo } = properties;
  checkArchitectures(id, CompatibleArchitectures);
  const layer = {
    LayerName: isGiven(LayerName) ? LayerName : source.id,
    Description,
    Content: codeLocation(properties['ContentUri'], id, 'ContentUri'),
    CompatibleArchitectures,
    CompatibleRuntimes,
    LicenseInfo,
  };
  return [generated('AWS::Lambda::LayerVersion', id, layer, { attributes, dependsOn: source.dependsOn })];
};
