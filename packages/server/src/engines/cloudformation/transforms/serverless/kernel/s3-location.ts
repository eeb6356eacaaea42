import { resourceError } from './errors.ts';
import { isMap, isText, type Fields } from './values.ts';

const DYNAMIC_REFERENCE = /\{\{resolve:(ssm|ssm-secure|secretsmanager):[a-zA-Z0-9_.\-/]+(:\d+)?\}\}/;

function parsedUri(uri: unknown): Fields | undefined {
  const match = isText(uri) ? /^s3:\/\/([^/?#]+)(\/[^?#]*)(?:\?([^#]*))?/i.exec(uri) : null;
  if (!match) return undefined;
  const versions = new URLSearchParams(match[3] ?? '').getAll('versionId').filter(Boolean);
  return {
    Bucket: match[1],
    Key: match[2]?.replace(/^\/+/, ''),
    ...(versions.length === 1 && { Version: versions[0] }),
  };
}

/** `{Bucket, Key, Version}` out of an S3 URI or a map. */
export function s3Location(location: unknown, id: string, property: string): Fields {
  if (isMap(location)) {
    if (!location['Bucket'] || !location['Key']) {
      throw resourceError(id, `'${property}' requires Bucket and Key properties to be specified.`);
    }
    const { Bucket, Key } = location;
    return { Bucket, Key, ...('Version' in location && { Version: location['Version'] }) };
  }
  const parsed = parsedUri(location);
  if (parsed) return parsed;
  throw resourceError(
    id,
    `'${property}' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.`,
  );
}

/** The same in the names that `AWS::Lambda::Function` and `AWS::Lambda::LayerVersion` use. */
export function codeLocation(location: unknown, id: string, property: string): Fields {
  if (!isMap(location) && !isText(location)) {
    throw resourceError(id, `'${property}' must be of type dict or string.`);
  }
  if (isText(location) && DYNAMIC_REFERENCE.exec(location)?.[0].includes('/')) {
    throw resourceError(
      id,
      `Unsupported dynamic reference detected in '${property}'. Please consider using alternative 'FunctionCode' object format.`,
    );
  }
  const { Bucket, Key, Version } = s3Location(location, id, property);
  return { S3Bucket: Bucket, S3Key: Key, ...(Version !== undefined && { S3ObjectVersion: Version }) };
}
