import type { Ids } from '../../../platform/ids.ts';
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

/** Ids rise with time, and tell it. */
export function newUploadId(ids: Ids, now: number): string {
  return now.toString(36).padStart(8, '0') + ids.lowerAlphanumeric(10) + ids.alphanumeric(40);
}

/** When the upload was begun. Undefined where it cannot be the id of one. */
export function initiationOf(id: string): number | undefined {
  return /^[0-9a-z]{18}[0-9A-Za-z]{40}$/.test(id) ? Number.parseInt(id.slice(0, 8), 36) : undefined;
}
