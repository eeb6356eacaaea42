import type { ObjectEvent, ObjectFact } from './object-event.ts';

/** An event as EventBridge takes it from another service. */
export interface ServiceEvent {
  source: 'aws.s3';
  'detail-type': string;
  resources: string[];
  detail: object;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html; undefined where EventBridge hears nothing. */
export function eventBridgeEvent(fact: ObjectFact, event: ObjectEvent): ServiceEvent | undefined {
  const detailType = detailTypes[fact]?.[event.cause] ?? detailTypes[fact]?.['*'];
  if (detailType === undefined) return undefined;
  return {
    source: 'aws.s3',
    'detail-type': detailType,
    resources: [`arn:aws:s3:::${event.bucket}`],
    detail: {
      version: '0',
      bucket: { name: event.bucket },
      object: {
        key: event.key,
        size: event.size,
        etag: event.etag,
        'version-id': event.versionId,
        sequencer: event.sequencer,
      },
      'request-id': event.requestId,
      requester:
        fact === 'LifecycleExpiration' || fact === 'LifecycleTransition' ? 's3.amazonaws.com' : event.requester,
      ...(event.sourceIp !== '' && { 'source-ip-address': event.sourceIp }),
      ...reasonOf(fact, event),
    },
  };
}

const detailTypes: Partial<Record<ObjectFact, Record<string, string>>> = {
  ObjectCreated: { '*': 'Object Created' },
  ObjectRemoved: { '*': 'Object Deleted' },
  LifecycleExpiration: { '*': 'Object Deleted' },
  LifecycleTransition: { '*': 'Object Storage Class Changed' },
  ObjectRestore: {
    Post: 'Object Restore Initiated',
    Completed: 'Object Restore Completed',
    Delete: 'Object Restore Expired',
  },
  ObjectAcl: { '*': 'Object ACL Updated' },
  ObjectTagging: { Put: 'Object Tags Added', Delete: 'Object Tags Deleted' },
};

const creationReasons: Record<string, string> = {
  Put: 'PutObject',
  Post: 'POST Object',
  Copy: 'CopyObject',
  CompleteMultipartUpload: 'CompleteMultipartUpload',
};

function reasonOf(fact: ObjectFact, { cause, storageClass, restoredUntil }: ObjectEvent): object {
  switch (fact) {
    case 'ObjectCreated':
      return { reason: creationReasons[cause] };
    case 'ObjectRemoved':
    case 'LifecycleExpiration':
      return {
        reason: fact === 'ObjectRemoved' ? 'DeleteObject' : 'Lifecycle Expiration',
        'deletion-type': cause === 'DeleteMarkerCreated' ? 'Delete Marker Created' : 'Permanently Deleted',
      };
    case 'LifecycleTransition':
      return { 'destination-storage-class': storageClass };
    case 'ObjectRestore':
      return {
        'source-storage-class': storageClass,
        ...(restoredUntil !== undefined && { 'restore-expiry-time': new Date(restoredUntil).toISOString() }),
      };
    default:
      return {};
  }
}
