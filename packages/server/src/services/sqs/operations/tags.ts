import { removeTags } from '../../../platform/tags.ts';
import type { SqsHandlers } from '../context.ts';
import { missingParameter } from '../errors.ts';
import { parseQueueUrl } from '../model/queue-reference.ts';
import { checkedTags, tagErrors } from '../model/queue-tags.ts';
import { requireQueue, saveQueue } from '../store/queues.ts';

export const tagOperations = {
  async ListQueueTags({ QueueUrl }, { request }) {
    const { tags } = await requireQueue(request.unit, parseQueueUrl(QueueUrl, request));
    return { Tags: Object.keys(tags).length > 0 ? tags : undefined };
  },

  async TagQueue({ QueueUrl, Tags }, { request }) {
    if (Object.keys(Tags).length === 0) throw missingParameter('Tags');
    const queue = await requireQueue(request.unit, parseQueueUrl(QueueUrl, request));
    saveQueue(request.unit, { ...queue, tags: checkedTags(queue.name, queue.tags, Tags, request) });
  },

  async UntagQueue({ QueueUrl, TagKeys }, { request }) {
    if (TagKeys.length === 0) throw missingParameter('TagKeys');
    const queue = await requireQueue(request.unit, parseQueueUrl(QueueUrl, request));
    saveQueue(request.unit, { ...queue, tags: removeTags(queue.tags, TagKeys, tagErrors(queue.name), request) });
  },
} satisfies Partial<SqsHandlers>;
