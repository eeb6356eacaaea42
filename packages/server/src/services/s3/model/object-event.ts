/** Detail of the facts that S3 publishes, `s3.ObjectCreated` and so on: what a notification or an EventBridge event says. */
export interface ObjectEvent {
  bucket: string;
  bucketOwner: string;
  key: string;
  /** Absent where the bucket never had versioning. */
  versionId?: string;
  size?: number;
  /** Without quotes. */
  etag?: string;
  /** Rises with every event of the key; hexadecimal digits. */
  sequencer: string;
  /** `Put`, `Copy`, `Post`, `CompleteMultipartUpload`; of removals `Delete`, `DeleteMarkerCreated`; and so on. */
  cause: string;
  requestId: string;
  /** ARN-less id as notifications give it: `AWS:AIDA...`. */
  principalId: string;
  sourceIp: string;
  /** Account of the caller, or the service that did it by itself. */
  requester: string;
  /** The new one of a transition, that of the archive of a restore. */
  storageClass?: string;
  /** Milliseconds since 1970. */
  restoredUntil?: number;
}

/** Facts about objects, by the names that notification configurations use after `s3:`. */
export type ObjectFact =
  | 'IntelligentTiering'
  | 'LifecycleExpiration'
  | 'LifecycleTransition'
  | 'ObjectAcl'
  | 'ObjectCreated'
  | 'ObjectRemoved'
  | 'ObjectRestore'
  | 'ObjectTagging';
