import { S3Error, invalidArgument, notImplemented } from '../errors.ts';

export interface CopySource {
  bucket: string;
  key: string;
  versionId?: string;
}

/** `/bucket/key?versionId=...`, percent-encoded. */
export function parseCopySource(header: string): CopySource {
  if (/^\/?arn:/.test(header)) throw notImplemented('Copying from an access point');
  const [path = '', query] = header.split('?versionId=');
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path));
  const [, bucket, key] = match ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalidArgument(
      'x-amz-copy-source',
      header,
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  }
  return { bucket, key, ...(query !== undefined && { versionId: decoded(query) }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidArgument', 'Invalid copy source encoding.', {
      ArgumentName: 'x-amz-copy-source',
      ArgumentValue: text,
    });
  }
}
