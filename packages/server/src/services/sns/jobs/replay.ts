import { hash } from 'node:crypto';
import type { JobContext, JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { processOf } from '../context.ts';
import { giveUp } from '../delivery/dead-letters.ts';
import { deliverDirectly } from '../delivery/deliver-directly.ts';
import { Envelope } from '../delivery/envelope.ts';
import type { Message } from '../model/message.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Topic } from '../model/topic.ts';
import { listArchived } from '../store/archive.ts';
import { findSubscription, replaceSubscription } from '../store/subscriptions.ts';
import { publishingTurn } from '../store/topics.ts';
import { awsEndpointTries, findTopicOf } from './payloads.ts';
import type { TopicPayload } from './payloads.ts';

interface Payload extends TopicPayload {
  subscription: string;
  replay: string;
  /** Order of the message from which it goes on. */
  from: number;
}

const messagesPerStep = 100;

/** Delivers archived messages again, a step per job, so that a crash repeats little. */
export const replay: JobDefinition = {
  ...awsEndpointTries,
  async run(payload: Payload, context) {
    const { platform } = context;
    const topic = await findTopicOf(payload, platform);
    const subscription = await findSubscription(platform.storage, {
      topicArn: payload.topicArn,
      id: payload.subscription,
    });
    if (!topic || subscription?.replay?.id !== payload.replay) return;
    const { start, end = Infinity } = subscription.replay;
    const messages = await listArchived(platform.storage, topic.id, { from: payload.from, limit: messagesPerStep });
    for (const message of messages) {
      // Under a burst, or a clock that stands still, orders run ahead of the time.
      if (message.publishedAt < start || message.publishedAt > end) continue;
      await replayMessage(message, topic, subscription, payload, platform);
    }
    const last = messages.at(-1);
    const next = { ...payload, from: last?.order === undefined ? payload.from : last.order + 1 };
    const isPastEnd = (last?.publishedAt ?? 0) > end;
    // No message is published meanwhile: each is either in the archive by now, or finds the replay completed.
    await platform.storage.transact((unit) => goOn(unit, context, next, topic, isPastEnd), {
      exclusive: publishingTurn(topic),
    });
  },
};

async function goOn(unit: Unit, context: JobContext, next: Payload, topic: Topic, isPastEnd: boolean): Promise<void> {
  const { topicArn, subscription: id } = next;
  const current = await findSubscription(unit, { topicArn, id });
  if (current?.replay?.id !== next.replay) return;
  const rest = isPastEnd ? [] : await listArchived(unit, topic.id, { from: next.from, limit: 1 });
  const state =
    rest.length > 0 ? { status: 'In progress' as const } : { status: 'Completed' as const, upTo: next.from - 1 };
  replaceSubscription(unit, current, { ...current, replay: { ...current.replay, ...state } });
  if (rest.length > 0) enqueue(unit, context, next);
}

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

function enqueue(
  unit: Unit,
  { platform, account, region }: Pick<JobContext, 'platform' | 'account' | 'region'>,
  payload: Payload,
): void {
  const id = `sns.replay/${payload.subscription}`;
  platform.jobs.enqueue(unit, { type: 'sns.replay', id, account, region, payload });
}
