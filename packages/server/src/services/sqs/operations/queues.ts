import { invalidParameter, SqsError } from '../errors.ts';
import type { SqsHandlers } from '../context.ts';
import { changeAttributes, defaultAttributes, differingAttribute, wantsFifo } from '../model/queue-attributes.ts';
import { checkQueueName, isFifo, parseQueueUrl, queueUrl } from '../model/queue-reference.ts';
import { checkMaxResults } from '../model/numeric-parameter.ts';
import type { Queue } from '../model/queue.ts';
import { checkedTags } from '../model/queue-tags.ts';
import { discardContents, discardQueue, nameReservedMs } from '../jobs/discard.ts';
import { scheduleRetention, stopRetention } from '../jobs/retention.ts';
import {
  deleteQueue,
  findDeletion,
  findQueue,
  listQueues,
  requireQueue,
  reserveName,
  saveQueue,
} from '../store/queues.ts';
import { waitingPlace } from '../queue-work.ts';
import { withRedrive } from './redrive-target.ts';

const secondsBetweenPurges = 60;
const mostQueuesListed = 1000;

export const queueOperations = {
  async CreateQueue({ QueueName, Attributes = {}, tags = {} }, { request }) {
    const { unit, account, region, clock, platform } = request;
    const reference = { account, region, name: QueueName };
    checkQueueName(QueueName, wantsFifo(Attributes));
    const existing = await findQueue(unit, reference);
    if (existing) {
      const differing = differingAttribute(existing.attributes, Attributes, isFifo(existing));
      if (differing !== undefined) {
        const message = `A queue already exists with the same name and a different value for attribute ${differing}`;
        throw new SqsError('QueueNameExists', message);
      }
      return { QueueUrl: queueUrl(request.endpoint, existing) };
    }
    const now = clock.now();
    const deletedAt = await findDeletion(unit, reference);
    if (deletedAt !== undefined && now < deletedAt + nameReservedMs) {
      const rule = 'after deleting a queue before you can create another with the same name.';
      throw new SqsError('QueueDeletedRecently', `You must wait ${nameReservedMs / 1000} seconds ${rule}`);
    }
    const queue: Queue = {
      ...reference,
      id: platform.ids.lowerAlphanumeric(12),
      contents: platform.ids.lowerAlphanumeric(12),
      createdAt: now,
      modifiedAt: now,
      attributes: changeAttributes(defaultAttributes(isFifo(reference)), Attributes, isFifo(reference)),
      tags: checkedTags(QueueName, {}, tags, request),
    };
    saveQueue(unit, await withRedrive(unit, queue));
    scheduleRetention(platform, unit, queue, now);
    return { QueueUrl: queueUrl(request.endpoint, queue) };
  },

  async DeleteQueue({ QueueUrl }, { request, process }) {
    const { unit, platform, clock } = request;
    const queue = await requireQueue(unit, parseQueueUrl(QueueUrl, request));
    const now = clock.now();
    deleteQueue(unit, queue);
    // CloudFormation waits until the name is free again before it calls a queue deleted: here it need not.
    if (request.calledVia === undefined) reserveName(unit, queue, now);
    stopRetention(platform, unit, queue);
    discardContents(platform, unit, queue);
    discardQueue(platform, unit, queue, now + nameReservedMs);
    unit.afterCommit(() => process.waiters.wake(waitingPlace(queue), Infinity));
  },

  async GetQueueUrl({ QueueName, QueueOwnerAWSAccountId }, { request }) {
    const { unit, account, region } = request;
    const queue = await requireQueue(unit, { account: QueueOwnerAWSAccountId ?? account, region, name: QueueName });
    return { QueueUrl: queueUrl(request.endpoint, queue) };
  },

  async ListQueues({ QueueNamePrefix = '', MaxResults, NextToken }, { request }) {
    if (MaxResults !== undefined) checkMaxResults(MaxResults, mostQueuesListed);
    if (NextToken !== undefined && MaxResults === undefined) {
      throw invalidParameter(
        'NextToken',
        NextToken,
        'MaxResults is a mandatory parameter when you provide a value for NextToken.',
      );
    }
    const page = { limit: MaxResults ?? mostQueuesListed, token: NextToken };
    const { items, nextToken } = await listQueues(request.unit, request, QueueNamePrefix, page);
    return {
      QueueUrls: items.length > 0 ? items.map((queue) => queueUrl(request.endpoint, queue)) : undefined,
      // Without MaxResults AWS answers the first thousand and does not say that there are more.
      NextToken: MaxResults === undefined ? undefined : nextToken,
    };
  },

  async PurgeQueue({ QueueUrl }, { request }) {
    const { unit, platform, clock } = request;
    const queue = await requireQueue(unit, parseQueueUrl(QueueUrl, request));
    const now = clock.now();
    if (queue.purgedAt !== undefined && now < queue.purgedAt + secondsBetweenPurges * 1000) {
      const message = `Only one PurgeQueue operation on ${queue.name} is allowed every ${secondsBetweenPurges} seconds.`;
      throw new SqsError('PurgeQueueInProgress', message);
    }
    discardContents(platform, unit, queue);
    saveQueue(unit, { ...queue, contents: platform.ids.lowerAlphanumeric(12), purgedAt: now });
  },
} satisfies Partial<SqsHandlers>;
