import type { SqsHandlers } from '../context.ts';
import { checkMaxResults } from '../model/numeric-parameter.ts';
import { parseQueueUrl, queueArn, queueUrl } from '../model/queue-reference.ts';
import { listSourcesOf, requireQueue } from '../store/queues.ts';

const mostSourcesListed = 1000;

export const deadLetterQueueOperations = {
  async ListDeadLetterSourceQueues({ QueueUrl, MaxResults, NextToken }, { request }) {
    if (MaxResults !== undefined) checkMaxResults(MaxResults, mostSourcesListed);
    const queue = await requireQueue(request.unit, parseQueueUrl(QueueUrl, request.region));
    const page = { limit: MaxResults ?? mostSourcesListed, token: NextToken };
    const { items, nextToken } = await listSourcesOf(request.unit, queueArn(queue), page);
    return { queueUrls: items.map((source) => queueUrl(request.endpoint, source)), NextToken: nextToken };
  },
} satisfies Partial<SqsHandlers>;
