import { callsFor } from '../calls.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { JobContext } from '../../../platform/service.ts';
import { eventIdOf } from '../model/stack-event.ts';
import type { EventEntry, EventRow } from '../model/stack-event.ts';
import type { Stack } from '../model/stack.ts';
import type { StackOperation } from '../model/stack-operation.ts';
import { stackEventsTable } from '../store/stack-events.ts';
import { findOperation } from '../store/stack-operations.ts';
import { stacksTable } from '../store/stacks.ts';

/** Tells a stack's topics of the events of one step, in the name of whoever the operation acts for. */
export const notifyTopics = {
  async run({ stackId, order }: { stackId: string; order: number }, context: JobContext): Promise<void> {
    const { platform, account, region } = context;
    const { storage, log } = platform;
    const row = await storage.get(stackEventsTable, [stackId, order]);
    const stack = await storage.get(stacksTable, [stackId]);
    const operation = row && (await findOperation(storage, row.operationId));
    if (row === undefined || stack === undefined || operation === undefined) return;
    for (const TopicArn of stack.configuration.notificationArns) {
      try {
        await storage.transact(async (unit) => {
          const { principal } = operation;
          const call = callsFor(platform, { principal, account, region, unit });
          for (const [index, entry] of row.entries.entries()) {
            const Message = messageOf(row, entry, { index, stack, operation });
            await call.sns.Publish({ TopicArn, Subject: 'AWS CloudFormation Notification', Message });
          }
        });
      } catch (error) {
        // A topic that is gone or closed to the caller never keeps others from hearing.
        if (!(error instanceof AwsError)) throw error;
        log.warn('cloudformation.notification-refused', { stackId, TopicArn, error });
      }
    }
  },
};

function messageOf(
  row: EventRow,
  entry: EventEntry,
  { index, stack, operation }: { index: number; stack: Stack; operation: StackOperation },
): string {
  const members: Record<string, string | undefined> = {
    StackId: row.stackId,
    Timestamp: new Date(row.at).toISOString(),
    EventId: eventIdOf(row, entry, index),
    LogicalResourceId: row.logicalId,
    Namespace: stack.account,
    PhysicalResourceId: entry.physicalId ?? '',
    PrincipalId: operation.principal.userId,
    ResourceProperties: row.properties,
    ResourceStatus: entry.status,
    ResourceStatusReason: entry.reason ?? '',
    ResourceType: row.type,
    StackName: stack.name,
    ClientRequestToken: row.clientToken,
  };
  const lines = Object.entries(members).map(([name, value]) => `${name}='${value ?? 'null'}'\n`);
  return lines.join('');
}
