import type { RequestContext } from '../../../platform/service.ts';
import { S3Error, accessDenied } from '../errors.ts';
import { isOwnerOnly, isPublicAcl, namesAcl, parseAcl } from './acl.ts';
import type { AclInput } from './acl.ts';
import type { Bucket } from './bucket.ts';
import { canonicalUserId } from './canonical-user.ts';
import { metadataFrom, utf8Of } from './metadata.ts';
import { encryptionFrom } from './object-encryption.ts';
import type { EncryptionInput } from './object-encryption.ts';
import { lockOfNewVersion } from './object-lock.ts';
import type { ObjectLockInput } from './object-lock.ts';
import type { ObjectHeaders, ObjectSettings, StorageClass } from './object.ts';
import { parseTaggingHeader } from './tag-set.ts';

/** The members that PutObject, CopyObject and CreateMultipartUpload have in common. */
export interface NewObjectInput extends HeaderInput, AclInput, EncryptionInput, ObjectLockInput {
  Key: string;
  Metadata?: Record<string, string> | undefined;
  StorageClass?: StorageClass | undefined;
  WebsiteRedirectLocation?: string | undefined;
  Tagging?: string | undefined;
}

interface HeaderInput {
  CacheControl?: string | undefined;
  ContentDisposition?: string | undefined;
  ContentEncoding?: string | undefined;
  ContentLanguage?: string | undefined;
  ContentType?: string | undefined;
  Expires?: Date | undefined;
}

export interface NewObjectSettings extends ObjectSettings {
  /** Account of the owner. */
  owner: string;
}

/** What a request and the defaults of the bucket say of a new object. Throws where they do not go together. */
export function settingsOfNewObject(request: RequestContext, bucket: Bucket, input: NewObjectInput): NewObjectSettings {
  const storageClass = storageClassOf(input.StorageClass);
  const headers = headersOf(input);
  const metadata = metadataFrom(input.Metadata);
  const redirectLocation = redirectOf(input.WebsiteRedirectLocation);
  const encryption = encryptionFrom(input, bucket.settings.encryption);
  return {
    ...ownership(request, bucket, input),
    ...(storageClass && { storageClass }),
    ...(headers && { headers }),
    ...(metadata && { metadata }),
    ...(redirectLocation && { redirectLocation }),
    ...(encryption && { encryption }),
    ...(input.Tagging && { tags: parseTaggingHeader(input.Tagging) }),
    ...lockOfNewVersion(input, bucket.settings.objectLock, request.clock.now()),
  };
}

/** Classes of special buckets and devices are no choice of a writer. */
const writableClasses: readonly StorageClass[] = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'GLACIER_IR',
  'DEEP_ARCHIVE',
];

function storageClassOf(storageClass: StorageClass | undefined): StorageClass | undefined {
  if (storageClass === undefined || storageClass === 'STANDARD') return undefined;
  if (writableClasses.includes(storageClass)) return storageClass;
  throw new S3Error('InvalidStorageClass', 'The storage class you specified is not valid', {
    StorageClassRequested: storageClass,
  });
}

function headersOf(input: HeaderInput): ObjectHeaders | undefined {
  const { CacheControl, ContentDisposition, ContentLanguage, ContentType, Expires } = input;
  const ContentEncoding = withoutTransport(input.ContentEncoding);
  const headers = {
    ...(CacheControl !== undefined && { CacheControl: utf8Of(CacheControl) }),
    ...(ContentDisposition !== undefined && { ContentDisposition: utf8Of(ContentDisposition) }),
    ...(ContentEncoding && { ContentEncoding }),
    ...(ContentLanguage !== undefined && { ContentLanguage: utf8Of(ContentLanguage) }),
    ...(ContentType !== undefined && { ContentType: utf8Of(ContentType) }),
    ...(Expires !== undefined && { Expires: Expires.getTime() }),
  };
  return Object.keys(headers).length > 0 ? headers : undefined;
}

/** `aws-chunked` is how the body came, not what it is. */
function withoutTransport(encoding: string | undefined): string | undefined {
  if (encoding === undefined || !encoding.includes('aws-chunked')) return encoding;
  return encoding
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== 'aws-chunked' && item !== '')
    .join(',');
}

function redirectOf(location: string | undefined): string | undefined {
  if (location === undefined || /^(\/|https?:\/\/)/.test(location)) return location;
  const message = "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.";
  throw new S3Error('InvalidArgument', message);
}

/** Who owns a new object, and the ACL that the request wants for it. */
function ownership(
  { principal }: RequestContext,
  { account, settings }: Bucket,
  input: AclInput,
): Pick<NewObjectSettings, 'acl' | 'owner'> {
  const rule = settings.withoutOwnership ? 'ObjectWriter' : (settings.ownership ?? 'BucketOwnerEnforced');
  if (rule === 'BucketOwnerEnforced') {
    if (namesAcl(input) && !isOwnerOnly(input, canonicalUserId(account))) {
      throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs');
    }
    return { owner: account };
  }
  const givenAway = rule === 'BucketOwnerPreferred' && input.ACL === 'bucket-owner-full-control';
  const owner = givenAway ? account : principal.account;
  if (!namesAcl(input)) return { owner };
  const acl = parseAcl(input, canonicalUserId(owner), canonicalUserId(account));
  if (settings.publicAccessBlock?.blockPublicAcls && isPublicAcl(acl)) throw accessDenied();
  return { owner, acl };
}
