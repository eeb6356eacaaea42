import type { OperationEvent, StackEvent } from '../../../../generated/types/cloudformation.ts';
import { decodePageToken, encodePageToken } from '../../../platform/page-token.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { findNamedChangeSet } from '../change-sets/required.ts';
import type { CloudFormationHandlers } from '../context.ts';
import { CloudFormationError, invalid, invalidNextToken } from '../errors.ts';
import { eventIdOf } from '../model/stack-event.ts';
import type { EventEntry, EventRow } from '../model/stack-event.ts';
import type { StackOperation } from '../model/stack-operation.ts';
import { parseStackId } from '../model/stack-id.ts';
import { eventsBefore } from '../store/stack-events.ts';
import { findOperation } from '../store/stack-operations.ts';
import { requireStack } from '../store/stacks.ts';

const eventsPerPage = 100;

interface Event {
  row: EventRow;
  entry: EventEntry;
  index: number;
}

export const stackEventOperations = {
  async DescribeStackEvents({ StackName, NextToken }, request) {
    const { stackId, name } = await requireStack(request.unit, request, StackName, (named) => `[${named}]`);
    const { events, token } = await pageOfEvents(request, { stackId }, NextToken, () => true);
    return {
      StackEvents: events.map((event) => shownEvent(event, name)),
      ...(token !== undefined && { NextToken: token }),
    };
  },

  /** Events by operation. Its validation and hook events have no counterpart here: templates are refused at once. */
  async DescribeEvents({ StackName, ChangeSetName, OperationId, Filters, NextToken }, request) {
    const by = await eventSource(request, { StackName, ChangeSetName, OperationId });
    if (by === undefined) return { OperationEvents: [] };
    const passes = Filters?.FailedEvents ? isFailure : () => true;
    const { events, token } = await pageOfEvents(request, by, NextToken, passes);
    const operations = new Map<string, StackOperation | undefined>();
    for (const { row } of events) {
      if (!operations.has(row.operationId)) {
        operations.set(row.operationId, await findOperation(request.unit, row.operationId));
      }
    }
    return {
      OperationEvents: events.map((event) => operationEvent(event, operations.get(event.row.operationId))),
      ...(token !== undefined && { NextToken: token }),
    };
  },
} satisfies Partial<CloudFormationHandlers>;

type EventSource = { stackId: string } | { operationId: string };

async function eventSource(
  request: RequestContext,
  named: { StackName: string | undefined; ChangeSetName: string | undefined; OperationId: string | undefined },
): Promise<EventSource | undefined> {
  const { StackName, ChangeSetName, OperationId } = named;
  const { unit, account, region } = request;
  if (OperationId !== undefined) {
    const operation = await findOperation(unit, OperationId);
    if (operation?.account === account && operation.region === region) return { operationId: OperationId };
    throw new CloudFormationError('OperationNotFoundException', `Operation ${OperationId} does not exist`);
  }
  if (ChangeSetName !== undefined) {
    const changeSet = await findNamedChangeSet(unit, request, ChangeSetName, StackName);
    if (changeSet !== undefined) return undefined;
    throw new CloudFormationError('ChangeSetNotFoundException', `ChangeSet [${ChangeSetName}] does not exist`);
  }
  if (StackName === undefined) throw invalid('One of ChangeSetName, OperationId or StackName must be specified.');
  return { stackId: (await requireStack(unit, request, StackName)).stackId };
}

/** The latest first; a position is the last order that was shown. */
async function pageOfEvents(
  { unit }: RequestContext,
  by: EventSource,
  given: string | undefined,
  passes: (entry: EventEntry) => boolean,
): Promise<{ events: Event[]; token?: string }> {
  const kind = `events ${JSON.stringify(by)}`;
  const position = given === undefined ? Infinity : decodePageToken(kind, given);
  if (typeof position !== 'number') throw invalidNextToken();
  const events: Event[] = [];
  // The row that holds the entry shown last may have others, before it.
  let before = position === Infinity ? undefined : position + 1;
  for (;;) {
    const rows = await eventsBefore(unit, by, { before, limit: eventsPerPage });
    for (const row of rows) {
      for (let index = row.entries.length - 1; index >= 0; index--) {
        const entry = row.entries[index];
        if (entry === undefined || row.order + index >= position || !passes(entry)) continue;
        if (events.length === eventsPerPage) {
          const last = events.at(-1);
          return { events, token: encodePageToken(kind, (last?.row.order ?? 0) + (last?.index ?? 0)) };
        }
        events.push({ row, entry, index });
      }
    }
    if (rows.length < eventsPerPage) return { events };
    before = rows.at(-1)?.order;
  }
}

function isFailure({ status }: EventEntry): boolean {
  return status.endsWith('_FAILED');
}

function shownEvent({ row, entry, index }: Event, stackName: string): StackEvent {
  return {
    StackId: row.stackId,
    EventId: eventIdOf(row, entry, index),
    StackName: stackName,
    OperationId: row.operationId,
    LogicalResourceId: row.logicalId,
    PhysicalResourceId: entry.physicalId ?? '',
    ResourceType: row.type,
    Timestamp: new Date(row.at),
    ResourceStatus: entry.status as NonNullable<StackEvent['ResourceStatus']>,
    ResourceStatusReason: entry.reason,
    ResourceProperties: row.properties,
    ClientRequestToken: row.clientToken,
    DetailedStatus: entry.detailedStatus,
  };
}

function operationEvent(event: Event, operation: StackOperation | undefined): OperationEvent {
  const { row, entry } = event;
  const { StackName: _, ...shown } = shownEvent(event, parseStackId(row.stackId)?.name ?? '');
  const isStack = entry.physicalId === row.stackId;
  return {
    ...shown,
    ...(operation !== undefined && {
      OperationType: operation.type,
      OperationStatus: operation.status,
      StartTime: new Date(operation.startedAt),
      ...(operation.endedAt !== undefined && { EndTime: new Date(operation.endedAt) }),
    }),
    EventType: isStack ? 'STACK_EVENT' : isFailure(entry) ? 'PROVISIONING_ERROR' : 'PROGRESS_EVENT',
  };
}
