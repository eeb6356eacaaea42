import type { PutObjectRequest } from '../../../../generated/types/s3.ts';
import type { Tags } from '../../../platform/tags.ts';
import type { AccessControl } from './access-control.ts';
import type { StoredChecksum } from './checksum.ts';
import type { Content } from './content.ts';

/** A row of the tables of objects: what stands under a key of a bucket, now or formerly. */
export type ObjectVersion = StoredObject | DeleteMarker;

export type StorageClass = NonNullable<PutObjectRequest['StorageClass']>;

interface VersionIdentity {
  /** Id of the bucket, not its name. */
  bucket: string;
  key: string;
  /** `null` for what was written while versioning was not enabled. */
  versionId: string;
  /** Rises with every version of a key. */
  order: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  /** Account of the owner. */
  owner: string;
}

export interface DeleteMarker extends VersionIdentity {
  deleteMarker: true;
}

export interface StoredObject extends VersionIdentity, ObjectSettings {
  deleteMarker?: never;
  size: number;
  /** Without quotes. */
  etag: string;
  /** Of multipart objects. */
  partsCount?: number;
  /** Absent where the object is empty. */
  content?: Content;
  checksum?: StoredChecksum;
}

/** What a writer says of an object beside its content, for PutObject, CopyObject and CreateMultipartUpload alike. */
export interface ObjectSettings {
  /** Absent: STANDARD. */
  storageClass?: StorageClass;
  /** Content-Type and so on, by the names that the API gives its members: `{ ContentType: 'text/html' }`. */
  headers?: ObjectHeaders;
  metadata?: Record<string, string>;
  redirectLocation?: string;
  encryption?: ObjectEncryption;
  tags?: Tags;
  acl?: AccessControl;
  retention?: Retention;
  legalHold?: boolean;
  /** Of archived objects that RestoreObject brought back: when the copy goes again, and since when it is there. */
  restore?: { expiresAt?: number; ongoing: boolean };
  replicationStatus?: 'COMPLETED' | 'FAILED' | 'PENDING' | 'REPLICA';
}

export interface ObjectHeaders {
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  ContentType?: string;
  /** Milliseconds since 1970. */
  Expires?: number;
}

/** Absent: AES256, with S3's own keys. */
export interface ObjectEncryption {
  algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  kmsKeyId?: string;
  kmsContext?: string;
  bucketKeyEnabled?: boolean;
  /** With a key that the customer keeps, and sends along (SSE-C): the MD5 of that key. */
  customerKeyMd5?: string;
}

export interface Retention {
  mode: 'COMPLIANCE' | 'GOVERNANCE';
  /** Milliseconds since 1970. */
  until: number;
}
