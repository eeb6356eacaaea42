import type { SnsContext } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { startReplay } from '../jobs/replay.ts';
import { parseReplayPolicy } from '../model/replay-policy.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Topic } from '../model/topic.ts';
import { orderAt } from '../store/archive.ts';

/** Starts what a confirmed subscription's ReplayPolicy asks for. */
export function beginReplay(subscription: Subscription, topic: Topic, { request }: SnsContext): Subscription {
  const { ReplayPolicy } = subscription.attributes;
  const { replay: _, ...plain } = subscription;
  const policy = ReplayPolicy === undefined ? undefined : parseReplayPolicy(ReplayPolicy).policy;
  if (!policy) return plain;
  if (topic.archivingSince === undefined) {
    throw invalidParameter('ReplayPolicy: The topic has no ArchivePolicy, and so no messages to replay');
  }
  const { unit, platform, endpoint } = request;
  const replay = { id: platform.ids.hex(16), status: 'Pending' as const, ...policy };
  startReplay(platform, unit, topic, {
    topicArn: subscription.topicArn,
    topic: topic.id,
    endpoint,
    subscription: subscription.id,
    replay: replay.id,
    from: orderAt(policy.start),
  });
  return { ...plain, replay };
}
