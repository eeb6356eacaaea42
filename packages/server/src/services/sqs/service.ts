import { defineService } from '../../platform/service.ts';
import { access } from './access.ts';
import { sqsContext } from './context.ts';
import { applyDelay } from './jobs/apply-delay.ts';
import { discardContentsJob, discardQueueJob } from './jobs/discard.ts';
import { moveMessages } from './jobs/move-messages.ts';
import { applyRetention } from './jobs/retention.ts';
import { deadLetterQueueOperations } from './operations/dead-letter-queues.ts';
import { moveTaskOperations } from './operations/move-tasks.ts';
import { permissionOperations } from './operations/permissions.ts';
import { queueAttributeOperations } from './operations/queue-attributes.ts';
import { queueOperations } from './operations/queues.ts';
import { receiptOperations } from './operations/receipts.ts';
import { receiveOperations } from './operations/receive.ts';
import { sendOperations } from './operations/send.ts';
import { tagOperations } from './operations/tags.ts';
import { queueInlinePolicyResource } from './resources/queue-inline-policy.ts';
import { queuePolicyResource } from './resources/queue-policy.ts';
import { queueResource } from './resources/queue.ts';
import { groupsTable } from './store/groups.ts';
import { messagesTable } from './store/messages.ts';
import { moveTasksTable } from './store/move-tasks.ts';
import { deletedQueuesTable, queuesTable } from './store/queues.ts';
import { acceptancesTable, receiveAttemptsTable } from './store/remembered.ts';

export const sqs = defineService({
  name: 'sqs',
  context: sqsContext,
  access,
  operations: {
    ...queueOperations,
    ...queueAttributeOperations,
    ...permissionOperations,
    ...tagOperations,
    ...sendOperations,
    ...receiveOperations,
    ...receiptOperations,
    ...deadLetterQueueOperations,
    ...moveTaskOperations,
  },
  // They choose by the queue whether they take turns, and a receive waits.
  unmanaged: [
    'SendMessage',
    'SendMessageBatch',
    'ReceiveMessage',
    'DeleteMessage',
    'DeleteMessageBatch',
    'ChangeMessageVisibility',
    'ChangeMessageVisibilityBatch',
  ],
  tables: [
    queuesTable,
    deletedQueuesTable,
    messagesTable,
    groupsTable,
    acceptancesTable,
    receiveAttemptsTable,
    moveTasksTable,
  ],
  resourceTypes: {
    'AWS::SQS::Queue': queueResource,
    'AWS::SQS::QueueInlinePolicy': queueInlinePolicyResource,
    'AWS::SQS::QueuePolicy': queuePolicyResource,
  },
  jobs: {
    applyDelay,
    applyRetention,
    discardContents: discardContentsJob,
    discardQueue: discardQueueJob,
    moveMessages,
  },
});
