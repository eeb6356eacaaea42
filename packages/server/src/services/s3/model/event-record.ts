import { hash } from 'node:crypto';
import { bucketArn } from './bucket.ts';
import type { ObjectEvent, ObjectFact } from './object-event.ts';

export interface EventEnvelope {
  fact: ObjectFact;
  region: string;
  /** Milliseconds since 1970. */
  time: number;
}

/** `ObjectCreated:Put`, or `LifecycleTransition`, which has no kinds. */
export function eventNameOf(fact: ObjectFact, cause: string): string {
  return cause === '' ? fact : `${fact}:${cause}`;
}

/** Versions differ by what a record may have beside the usual. */
function eventVersion(fact: ObjectFact, cause: string): string {
  if (fact === 'ObjectCreated' || fact === 'ObjectRemoved') return '2.1';
  return fact === 'ObjectRestore' && cause !== 'Delete' ? '2.1' : '2.3';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function notificationMessage(event: ObjectEvent, envelope: EventEnvelope, configurationId: string): string {
  const { fact, region, time } = envelope;
  const isOfSettings = fact === 'ObjectTagging' || fact === 'ObjectAcl';
  const record = {
    eventVersion: eventVersion(fact, event.cause),
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(time).toISOString(),
    eventName: eventNameOf(fact, event.cause),
    userIdentity: { principalId: event.principalId },
    requestParameters: { sourceIPAddress: event.sourceIp },
    responseElements: { 'x-amz-request-id': event.requestId, 'x-amz-id-2': hostId(event.requestId) },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: {
        name: event.bucket,
        ownerIdentity: { principalId: ownerPrincipalId(event.bucketOwner) },
        arn: bucketArn(event.bucket),
      },
      object: {
        key: encodedKey(event.key),
        // Of a change of settings, neither the size nor the place in the order is told.
        size: isOfSettings ? undefined : event.size,
        eTag: event.etag,
        versionId: event.versionId === 'null' ? undefined : event.versionId,
        sequencer: isOfSettings ? undefined : event.sequencer,
      },
    },
    ...(event.restoredUntil !== undefined && {
      glacierEventData: {
        restoreEventData: {
          lifecycleRestorationExpiryTime: new Date(event.restoredUntil).toISOString(),
          lifecycleRestoreStorageClass: event.storageClass,
        },
      },
    }),
    ...(fact === 'LifecycleTransition' && {
      lifecycleEventData: { transitionEventData: { destinationStorageClass: event.storageClass } },
    }),
  };
  return JSON.stringify({ Records: [record] });
}

/** What S3 sends when a destination is configured. */
export function testMessage(bucket: string, requestId: string, time: number): string {
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(time).toISOString(),
    Bucket: bucket,
    RequestId: requestId,
    HostId: hostId(requestId),
  });
}

/** As in a form: a space is a plus sign; but slashes stay. */
function encodedKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Not the account's number but an id of its own, 14 letters and digits. */
function ownerPrincipalId(account: string): string {
  return `A${BigInt(`0x${hash('sha256', `principal ${account}`)}`)
    .toString(36)
    .slice(0, 13)
    .toUpperCase()}`;
}

function hostId(requestId: string): string {
  return Buffer.from(`madang/${requestId}`).toString('base64');
}
