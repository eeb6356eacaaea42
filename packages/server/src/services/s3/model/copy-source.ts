import { S3Error, invalidArgument, notImplemented } from '../errors.ts';
import { utf8Of } from './metadata.ts';

export interface CopySource {
  bucket: string;
  key: string;
  versionId?: string;
}

/** `/bucket/key?versionId=...`, percent-encoded, with `+` for a space as in a form. */
export function parseCopySource(header: string): CopySource {
  if (/^\/?arn:/.test(header)) throw notImplemented('Copying from an access point');
  const [path = '', query] = header.split('?versionId=');
  const [, bucket = '', key = ''] = /^\/?([^/]*)\/?(.*)$/s.exec(decoded(path)) ?? [];
  if (bucket === '') throw invalidArgument('x-amz-copy-source', header, 'Invalid copy source bucket name');
  if (key === '') throw invalidArgument('x-amz-copy-source', header, 'Invalid copy source object key');
  return { bucket, key, ...(query !== undefined && { versionId: decoded(query) }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(utf8Of(text).replaceAll('+', ' '));
  } catch {
    throw new S3Error('InvalidArgument', 'Invalid copy source encoding.', {
      ArgumentName: 'x-amz-copy-source',
      ArgumentValue: text,
    });
  }
}
