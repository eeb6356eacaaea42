import type { StoredBytes } from './stored-bytes.ts';

/**
 * Where the bytes of an object are. A holder stands for one object (or part) that uses a blob; a blob without holders
 * is removed, so that copies share the blob of their source.
 */
export type Content =
  /** Together with the object, which saves a small one its second row. */
  | ({ in: 'object' } & StoredBytes)
  /** A row of its own, so that listings need not read through it. */
  | { in: 'row'; id: string }
  | { in: 'blob'; blob: string; holder: string }
  /** Several blobs after one another, which a row of its own lists. The row's id is also their holder. */
  | { in: 'segments'; id: string };

/** A part of a multipart object. */
export interface Segment {
  partNumber: number;
  size: number;
  blob: string;
  /** The part's own checksum, in base64. */
  checksum?: string;
}

/** Up to this size the content of an object is kept in the object's own row. */
export const largestInObject = 2 * 1024;

/** Up to this size the content of an object is kept in the database: a row is cheaper than a file. */
export const largestRowContent = 32 * 1024;
