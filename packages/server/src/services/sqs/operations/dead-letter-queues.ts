import type { SqsHandlers } from '../context.ts';
import { checkMaxResults } from '../model/numeric-parameter.ts';
import { parseQueueUrl, queueArn, queueUrl } from '../model/queue-reference.ts';
import { listSourcesOf, requireQueue } from '../store/queues.ts';

const mostSourcesListed = 1000;

export const deadLetterQueueOperations = {
  async ListDeadLetterSourceQueues({ QueueUrl, MaxResults, NextToken }, { request }) {
    if (MaxResults !== undefined) checkMaxResults(MaxResults, mostSourcesListed);
    const queue = await requireQueue(request.unit, parseQueueUrl(QueueUrl, request));
    const page = { limit: MaxResults ?? mostSourcesListed, token: NextToken };
    const { items, nextToken } = await listSourcesOf(request.unit, queueArn(queue), page);
    return {
      queueUrls: items.map((source) => queueUrl(request.endpoint, source)),
      // As for ListQueues: there is a token only where MaxResults was given.
      NextToken: MaxResults === undefined ? undefined : nextToken,
    };
  },
} satisfies Partial<SqsHandlers>;
