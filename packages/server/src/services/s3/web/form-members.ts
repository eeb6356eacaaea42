import type { PutObjectRequest } from '../../../../generated/types/s3.ts';
import { invalidArgument, malformedXml } from '../errors.ts';
import type { FormFields } from '../model/post-policy.ts';

/** Fields of a form that are members of PutObject under another name. */
const members = {
  acl: 'ACL',
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-md5': 'ContentMD5',
  'content-type': 'ContentType',
  'x-amz-checksum-crc32': 'ChecksumCRC32',
  'x-amz-checksum-crc32c': 'ChecksumCRC32C',
  'x-amz-checksum-crc64nvme': 'ChecksumCRC64NVME',
  'x-amz-checksum-md5': 'ChecksumMD5',
  'x-amz-checksum-sha1': 'ChecksumSHA1',
  'x-amz-checksum-sha256': 'ChecksumSHA256',
  'x-amz-checksum-sha512': 'ChecksumSHA512',
  'x-amz-checksum-algorithm': 'ChecksumAlgorithm',
  'x-amz-object-lock-legal-hold': 'ObjectLockLegalHoldStatus',
  'x-amz-object-lock-mode': 'ObjectLockMode',
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
  'x-amz-server-side-encryption-context': 'SSEKMSEncryptionContext',
  'x-amz-server-side-encryption-customer-algorithm': 'SSECustomerAlgorithm',
  'x-amz-server-side-encryption-customer-key': 'SSECustomerKey',
  'x-amz-server-side-encryption-customer-key-md5': 'SSECustomerKeyMD5',
  'x-amz-storage-class': 'StorageClass',
  'x-amz-website-redirect-location': 'WebsiteRedirectLocation',
} as const satisfies Record<string, keyof PutObjectRequest>;

export function formMembers(fields: FormFields): Partial<PutObjectRequest> {
  const input: Record<string, unknown> = {};
  for (const [field, member] of Object.entries(members)) {
    if (fields.has(field)) input[member] = fields.get(field);
  }
  const metadata = [...fields].filter(([name]) => name.startsWith('x-amz-meta-'));
  if (metadata.length > 0)
    input['Metadata'] = Object.fromEntries(metadata.map(([name, value]) => [name.slice(11), value]));
  const expires = dateOf(fields, 'expires');
  if (expires) input['Expires'] = expires;
  const until = dateOf(fields, 'x-amz-object-lock-retain-until-date');
  if (until) input['ObjectLockRetainUntilDate'] = until;
  const bucketKey = fields.get('x-amz-server-side-encryption-bucket-key-enabled');
  if (bucketKey !== undefined) input['BucketKeyEnabled'] = bucketKey.toLowerCase() === 'true';
  const tagging = fields.get('tagging');
  if (tagging !== undefined) input['Tagging'] = taggingHeader(tagging);
  return input;
}

function dateOf(fields: FormFields, name: string): Date | undefined {
  const text = fields.get(name);
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw invalidArgument(name, text, `Invalid ${name}`);
  return date;
}

/** A form gives tags as the XML of PutObjectTagging, which is too plain to need a parser. */
function taggingHeader(xml: string): string {
  const tags = [...xml.matchAll(/<Tag>\s*<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>\s*<\/Tag>/g)];
  if (tags.length === 0 && !/<TagSet>\s*<\/TagSet>|<TagSet\/>/.test(xml)) throw malformedXml();
  return tags
    .map(([, key = '', value = '']) => `${encodeURIComponent(textOf(key))}=${encodeURIComponent(textOf(value))}`)
    .join('&');
}

function textOf(xml: string): string {
  return xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
