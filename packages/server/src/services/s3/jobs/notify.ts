import type { CloudEvent } from '../../../platform/events.ts';
import type { JobContext, JobDefinition } from '../../../platform/service.ts';
import { eventBridgeEvent } from '../model/eventbridge-event.ts';
import { eventNameOf, notificationMessage } from '../model/event-record.ts';
import { matchesNotification, notificationRules } from '../model/notification.ts';
import type { ObjectEvent, ObjectFact } from '../model/object-event.ts';
import { sendNotification } from '../service-calls.ts';
import type { Destination } from '../service-calls.ts';
import { findBucket } from '../store/buckets.ts';
import { findConfiguration } from '../store/configurations.ts';

interface Payload {
  bucket: { name: string; account: string };
  destination: Destination;
  message: string;
}

/** Delivers one notification to one destination. */
export const notify: JobDefinition = {
  run: ({ bucket, destination, message }: Payload, { platform }) =>
    sendNotification(platform, bucket, destination, message),
};

const facts: readonly ObjectFact[] = [
  'IntelligentTiering',
  'LifecycleExpiration',
  'LifecycleTransition',
  'ObjectAcl',
  'ObjectCreated',
  'ObjectRemoved',
  'ObjectRestore',
  'ObjectTagging',
];

/** Facts about objects become a job for each destination that wants to know. */
export const notificationSubscriptions = Object.fromEntries(
  facts.map((fact) => [
    `s3.${fact}`,
    (event: CloudEvent<ObjectEvent>, context: JobContext) => distribute(fact, event, context),
  ]),
);

async function distribute(fact: ObjectFact, event: CloudEvent<ObjectEvent>, context: JobContext): Promise<void> {
  const { platform, jobId, account, region } = context;
  const { detail, time } = event;
  const name = eventNameOf(fact, detail.cause);
  await platform.storage.transact(async (unit) => {
    const bucket = await findBucket(unit, detail.bucket);
    const configuration = bucket && (await findConfiguration(unit, bucket, 'notification'));
    if (!bucket || !configuration) return;
    const owner = { name: bucket.name, account: bucket.account };
    for (const rule of notificationRules(configuration)) {
      if (!matchesNotification(rule, name, detail.key)) continue;
      const message = notificationMessage(detail, { fact, region, time }, rule.id);
      const payload: Payload = { bucket: owner, destination: { kind: rule.kind, arn: rule.arn }, message };
      // The id keeps a second try of this job from notifying twice.
      platform.jobs.enqueue(unit, { type: 's3.notify', id: `${jobId}/${rule.id}`, account, region, payload });
    }
    const forEventBridge = configuration.EventBridgeConfiguration && eventBridgeEvent(fact, detail);
    if (!forEventBridge) return;
    const { resources } = forEventBridge;
    platform.events.publish(unit, {
      type: 'events.ServiceEvent',
      account,
      region,
      time,
      resources,
      detail: forEventBridge,
    });
  });
}
