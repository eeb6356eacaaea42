import { missingParameter } from '../errors.ts';
import type { SqsHandlers } from '../context.ts';
import { addPermission, removePermission } from '../model/queue-policy.ts';
import { parseQueueUrl, queueArn } from '../model/queue-reference.ts';
import { requireQueue, saveQueue } from '../store/queues.ts';

export const permissionOperations = {
  async AddPermission({ QueueUrl, Label, AWSAccountIds, Actions }, { request }) {
    if (AWSAccountIds.length === 0) throw missingParameter('AWSAccountIds');
    if (Actions.length === 0) throw missingParameter('Actions');
    const queue = await requireQueue(request.unit, parseQueueUrl(QueueUrl, request));
    const permission = { label: Label, accounts: AWSAccountIds, actions: Actions };
    const Policy = addPermission(queue.attributes.Policy, queueArn(queue), permission);
    saveQueue(request.unit, { ...queue, attributes: { ...queue.attributes, Policy }, modifiedAt: request.clock.now() });
  },

  async RemovePermission({ QueueUrl, Label }, { request }) {
    const queue = await requireQueue(request.unit, parseQueueUrl(QueueUrl, request));
    const { Policy: current, ...rest } = queue.attributes;
    const Policy = removePermission(current, queueArn(queue), Label);
    const attributes = Policy === undefined ? rest : { ...rest, Policy };
    saveQueue(request.unit, { ...queue, attributes, modifiedAt: request.clock.now() });
  },
} satisfies Partial<SqsHandlers>;
