import type { SqsHandlers } from '../context.ts';
import { unknownAttribute } from '../errors.ts';
import { scheduleDelay } from '../jobs/apply-delay.ts';
import { scheduleRetention } from '../jobs/retention.ts';
import { changeAttributes, isAttributeName } from '../model/queue-attributes.ts';
import type { Queue } from '../model/queue.ts';
import { isFifo, parseQueueUrl, queueArn } from '../model/queue-reference.ts';
import { countMessages } from '../store/messages.ts';
import type { MessageCounts } from '../store/messages.ts';
import { requireQueue, saveQueue } from '../store/queues.ts';
import { withRedrive } from './redrive-target.ts';

const computed = {
  QueueArn: queueArn,
  CreatedTimestamp: ({ createdAt }: Queue) => seconds(createdAt),
  LastModifiedTimestamp: ({ modifiedAt }: Queue) => seconds(modifiedAt),
};

const counted = {
  ApproximateNumberOfMessages: 'visible',
  ApproximateNumberOfMessagesNotVisible: 'inFlight',
  ApproximateNumberOfMessagesDelayed: 'delayed',
} as const satisfies Record<string, keyof MessageCounts>;

type ComputedName = keyof typeof computed;
type CountedName = keyof typeof counted;

const readOnlyNames = [...Object.keys(computed), ...Object.keys(counted)];

export const queueAttributeOperations = {
  async GetQueueAttributes({ QueueUrl, AttributeNames: names = [] }, { request }) {
    const { unit, clock } = request;
    const queue = await requireQueue(unit, parseQueueUrl(QueueUrl, request));
    const wanted = names.includes('All') ? [...readOnlyNames, ...Object.keys(queue.attributes)] : names;
    if (wanted.length === 0) return {};
    const counts = wanted.some(isCounted) ? await countMessages(unit, queue.contents, clock.now()) : undefined;
    const attributes: Record<string, string> = {};
    for (const name of wanted) {
      const value = attributeOf(queue, counts, name);
      if (value !== undefined) attributes[name] = value;
    }
    // A queue without any of them is answered without the map.
    return Object.keys(attributes).length > 0 ? { Attributes: attributes } : {};
  },

  async SetQueueAttributes({ QueueUrl, Attributes }, { request }) {
    const { unit, clock, platform } = request;
    const queue = await requireQueue(unit, parseQueueUrl(QueueUrl, request));
    const now = clock.now();
    const changed = {
      ...queue,
      attributes: changeAttributes(queue.attributes, Attributes, isFifo(queue)),
      modifiedAt: now,
    };
    // The target is looked at only when it is set: one that is deleted later stands in nobody's way.
    saveQueue(unit, Attributes['RedrivePolicy'] === undefined ? changed : await withRedrive(unit, changed));
    if (Attributes['MessageRetentionPeriod'] !== undefined)
      scheduleRetention(platform, unit, changed, now, { atOnce: true });
    if (isFifo(queue) && changed.attributes.DelaySeconds !== queue.attributes.DelaySeconds) {
      scheduleDelay(platform, unit, changed);
    }
  },
} satisfies Partial<SqsHandlers>;

function attributeOf(queue: Queue, counts: MessageCounts | undefined, name: string): string | undefined {
  if (isCounted(name)) return String(counts?.[counted[name]] ?? 0);
  if (isComputed(name)) return computed[name](queue);
  if (isAttributeName(name)) return queue.attributes[name];
  throw unknownAttribute(name);
}

function isCounted(name: string): name is CountedName {
  return Object.hasOwn(counted, name);
}

function isComputed(name: string): name is ComputedName {
  return Object.hasOwn(computed, name);
}

function seconds(milliseconds: number): string {
  return String(Math.floor(milliseconds / 1000));
}
