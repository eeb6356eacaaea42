import { parseArn } from '../../platform/arn.ts';
import type { Arn } from '../../platform/arn.ts';
import type { Calls, Platform } from '../../platform/service.ts';
import { bucketArn } from './model/bucket.ts';
import type { DestinationKind } from './model/notification.ts';

const service = 's3.amazonaws.com';

export interface Destination {
  kind: DestinationKind;
  arn: string;
}

/** Hands a notification to its destination, in the name of S3: the destination's own policy decides. */
export async function sendNotification(
  platform: Platform,
  bucket: { name: string; account: string },
  destination: Destination,
  message: string,
): Promise<void> {
  const arn = parseArn(destination.arn);
  if (arn === undefined) throw new Error(`${destination.arn} is no ARN`);
  const calls = callsAsS3(platform, bucket, arn);
  switch (destination.kind) {
    case 'sqs':
      // Queues are found by the path of their address alone.
      await calls.sqs.SendMessage({ QueueUrl: `https://sqs/${arn.account}/${arn.resource}`, MessageBody: message });
      return;
    case 'sns':
      await calls.sns.Publish({ TopicArn: destination.arn, Subject: 'Amazon S3 Notification', Message: message });
      return;
    case 'lambda':
      await calls.lambda.Invoke({
        FunctionName: destination.arn,
        InvocationType: 'Event',
        Payload: Buffer.from(message),
      });
  }
}

function callsAsS3(platform: Platform, bucket: { name: string; account: string }, { account, region }: Arn): Calls {
  return platform.callAs({
    principal: { kind: 'service', account: bucket.account, arn: service, userId: service, service },
    account,
    region,
    conditions: { 'aws:SourceArn': bucketArn(bucket.name), 'aws:SourceAccount': bucket.account },
  });
}
