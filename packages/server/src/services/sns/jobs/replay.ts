import { hash } from 'node:crypto';
import type { JobContext, JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { processOf } from '../context.ts';
import { giveUp } from '../delivery/dead-letters.ts';
import { deliverDirectly } from '../delivery/deliver-directly.ts';
import { Envelope } from '../delivery/envelope.ts';
import type { Message } from '../model/message.ts';
import type { ReplayPolicy } from '../model/replay-policy.ts';
import type { Replay, Subscription } from '../model/subscription.ts';
import type { Topic } from '../model/topic.ts';
import { listArchived } from '../store/archive.ts';
import { findSubscription, replaceSubscription } from '../store/subscriptions.ts';
import { findTopicOf } from './payloads.ts';
import type { TopicPayload } from './payloads.ts';

interface Payload extends TopicPayload, ReplayPolicy {
  subscription: string;
  replay: string;
  /** Orders of the messages that are still to come; `to` is excluded. */
  from: number;
  to: number;
}

const messagesPerStep = 100;

/** Delivers archived messages again, a step per job, so that a crash repeats little. */
export const replay: JobDefinition = {
  async run(payload: Payload, context) {
    const { platform } = context;
    const topic = await findTopicOf(payload, platform);
    const subscription = await findSubscription(platform.storage, {
      topicArn: payload.topicArn,
      id: payload.subscription,
    });
    if (!topic || subscription?.replay?.id !== payload.replay) return;
    const { from, to, start, end = Infinity } = payload;
    const messages = await listArchived(platform.storage, topic.id, { from, to, limit: messagesPerStep });
    for (const message of messages) {
      // Under a burst, or a clock that stands still, orders run ahead of the time.
      if (message.publishedAt < start || message.publishedAt > end) continue;
      await replayMessage(message, topic, subscription, payload, platform);
    }
    const last = messages.at(-1);
    const isDone = last === undefined || messages.length < messagesPerStep || last.publishedAt > end;
    await platform.storage.transact(async (unit) => {
      await noteStatus(unit, payload, isDone ? 'Completed' : 'In progress');
      if (!isDone) enqueue(unit, context, { ...payload, from: (last.order ?? 0) + 1 });
    });
  },
};

/** Starting a replay takes the place of one that runs. */
export function startReplay(platform: Platform, unit: Unit, topic: Topic, payload: Payload): void {
  const { account, region } = topic;
  enqueue(unit, { platform, account, region }, payload);
}

async function replayMessage(
  archived: Message,
  topic: Topic,
  subscription: Subscription,
  { endpoint, replay: id }: Payload,
  platform: Platform,
): Promise<void> {
  const { filters, signer } = processOf(platform);
  if (!filters.accepts(subscription, archived)) return;
  // Under its own id the queue would drop what it got a moment ago; this one only keeps a step from being repeated.
  const deduplicationId = hash('sha256', `${id}/${archived.id}`);
  const envelope = new Envelope(topic, { ...archived, deduplicationId, replayed: true }, endpoint, signer);
  const error = await deliverDirectly(platform, subscription, envelope);
  if (!error) return;
  if (!error.permanent) throw error;
  await giveUp(platform, subscription, envelope, error);
}

async function noteStatus(
  unit: Unit,
  { topicArn, subscription: id, replay: run }: Payload,
  status: Replay['status'],
): Promise<void> {
  const current = await findSubscription(unit, { topicArn, id });
  if (current?.replay?.id !== run || current.replay.status === status) return;
  replaceSubscription(unit, current, { ...current, replay: { ...current.replay, status } });
}

function enqueue(
  unit: Unit,
  { platform, account, region }: Pick<JobContext, 'platform' | 'account' | 'region'>,
  payload: Payload,
): void {
  const id = `sns.replay/${payload.subscription}`;
  platform.jobs.enqueue(unit, { type: 'sns.replay', id, account, region, payload });
}
