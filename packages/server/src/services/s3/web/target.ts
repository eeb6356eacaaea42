import type { WebRequestHead } from '../../../platform/service.ts';
import { S3Error } from '../errors.ts';

/** The bucket is the first segment of the path, that of a virtual host too. */
export function bucketAndKey({ path }: Pick<WebRequestHead, 'path'>): { bucket: string; key: string } {
  const slash = path.indexOf('/', 1);
  const [bucket, key] = slash < 0 ? [path.slice(1), ''] : [path.slice(1, slash), path.slice(slash + 1)];
  return { bucket: decoded(bucket), key: decoded(key) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.", { URI: text }, { cause });
  }
}
