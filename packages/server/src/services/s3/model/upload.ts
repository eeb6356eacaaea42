import type { S3ChecksumAlgorithm } from './checksum.ts';
import type { ObjectSettings } from './object.ts';

/** A multipart upload in progress. */
export interface Upload {
  id: string;
  /** Id of the bucket, not its name. */
  bucket: string;
  key: string;
  /** Milliseconds since 1970. */
  initiatedAt: number;
  /** ARN and account of who began it. */
  initiator: string;
  initiatorAccount: string;
  owner: string;
  settings: ObjectSettings;
  /** Absent where the creator chose none: parts then may bring their own. */
  checksumAlgorithm?: S3ChecksumAlgorithm;
  checksumType?: 'COMPOSITE' | 'FULL_OBJECT';
}

export interface Part {
  upload: string;
  partNumber: number;
  size: number;
  /** Without quotes. */
  etag: string;
  modifiedAt: number;
  blob: string;
  checksum?: { algorithm: S3ChecksumAlgorithm; value: string };
}
