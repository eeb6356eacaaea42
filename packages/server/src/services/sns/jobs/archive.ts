import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { archiveRetentionMs } from '../model/topic-attributes.ts';
import { findTopicReference, topicArn } from '../model/topic.ts';
import type { Topic } from '../model/topic.ts';
import { discardArchived, orderAt } from '../store/archive.ts';
import { findTopic } from '../store/topics.ts';

interface Payload {
  topicArn: string;
  topic: string;
}

const messagesPerStep = 100;
const trimIntervalMs = 3600 * 1000;

/** Deletes archived messages whose time is over, every hour; all of them once the topic archives no more or is gone. */
export const trimArchive: JobDefinition = {
  async run(payload: Payload, { platform }) {
    const { storage, clock } = platform;
    const reference = findTopicReference(payload.topicArn);
    const found = reference && (await findTopic(storage, reference));
    const topic = found?.id === payload.topic ? found : undefined;
    const retentionMs = topic && archiveRetentionMs(topic.attributes);
    const to = retentionMs === undefined ? Number.MAX_SAFE_INTEGER : orderAt(clock.now() - retentionMs);
    let discarded: number;
    do {
      discarded = await storage.transact((unit) => discardArchived(unit, payload.topic, to, messagesPerStep));
    } while (discarded === messagesPerStep);
    if (topic && retentionMs !== undefined) {
      await storage.transact(async (unit) => scheduleTrim(platform, unit, topic, clock.now() + trimIntervalMs));
    }
  },
};

export function scheduleTrim(platform: Platform, unit: Unit, topic: Topic, runAt = platform.clock.now()): void {
  const { account, region, id } = topic;
  const payload: Payload = { topicArn: topicArn(topic), topic: id };
  platform.jobs.enqueue(unit, { type: 'sns.trimArchive', id: `sns.archive/${id}`, runAt, account, region, payload });
}
