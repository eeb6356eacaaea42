import type { StackEvent } from '../aws/cloudformation.ts';
import { isStackItself, stackType } from './followed-events.ts';
import { actionOf, isFinal } from './stack-status.ts';

/** What an operation will do, as its change set says. */
export interface PlannedResource {
  logicalId: string;
  type: string;
}

/** A resource and how far the operation is with it. */
export interface Row {
  logicalId: string;
  type: string;
  physicalId: string;
  /** How deep the stack is nested that it is in. */
  depth: number;
  /** Undefined while it waits for its turn. */
  status: string | undefined;
  reason: string | undefined;
  isRecorded: boolean;
  /** By the server's clock. */
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  /** By this process's clock: what an elapsed time is counted from while it lasts. */
  seenAtMs: number;
}

/** The state of an operation on a stack, folded from its events. */
export class StackProgress {
  readonly stackName: string;
  status: string | undefined;
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  readonly #stackId: string;
  /** By stack id and logical id, each stack's in the order in which they are shown. */
  readonly #stacks = new Map<string, Map<string, Row>>();

  constructor(stackName: string, stackId: string, planned: readonly PlannedResource[] = []) {
    this.stackName = stackName;
    this.#stackId = stackId;
    const rows = planned.map(({ logicalId, type }): [string, Row] => [logicalId, newRow(logicalId, type, 0)]);
    this.#stacks.set(stackId, new Map(rows));
  }

  /** Answers the row that the event has changed the status of. */
  apply(event: StackEvent, nowMs: number): Row | undefined {
    if (isStackItself(event)) {
      if (event.StackId === this.#stackId) this.#applyToStack(event);
      return undefined;
    }
    const rows = this.#rowsOf(event.StackId);
    let row = rows.get(event.LogicalResourceId);
    if (row === undefined) {
      row = newRow(event.LogicalResourceId, event.ResourceType, this.#depthOf(event.StackId));
      rows.set(event.LogicalResourceId, row);
    }
    return applyToRow(row, event, nowMs) ? row : undefined;
  }

  /** Nested stacks' resources follow the row of their stack. */
  rows(): Row[] {
    return this.#rowsUnder(this.#stackId);
  }

  #applyToStack(event: StackEvent): void {
    this.startedAt ??= event.Timestamp;
    this.status = event.ResourceStatus;
    this.endedAt = isFinal(event.ResourceStatus) ? event.Timestamp : undefined;
  }

  #rowsOf(stackId: string): Map<string, Row> {
    const known = this.#stacks.get(stackId);
    if (known !== undefined) return known;
    const rows = new Map<string, Row>();
    this.#stacks.set(stackId, rows);
    return rows;
  }

  #rowsUnder(stackId: string): Row[] {
    return [...(this.#stacks.get(stackId)?.values() ?? [])].flatMap((row) =>
      row.type === stackType && row.physicalId !== stackId ? [row, ...this.#rowsUnder(row.physicalId)] : [row],
    );
  }

  #depthOf(stackId: string): number {
    if (stackId === this.#stackId) return 0;
    for (const rows of this.#stacks.values()) {
      for (const row of rows.values()) if (row.physicalId === stackId) return row.depth + 1;
    }
    return 1;
  }
}

function newRow(logicalId: string, type: string, depth: number): Row {
  return {
    logicalId,
    type,
    physicalId: '',
    depth,
    status: undefined,
    reason: undefined,
    isRecorded: false,
    startedAt: undefined,
    endedAt: undefined,
    seenAtMs: 0,
  };
}

function applyToRow(row: Row, event: StackEvent, nowMs: number): boolean {
  const { ResourceStatus: status, ResourceStatusReason: reason, PhysicalResourceId: physicalId } = event;
  if (/\brecorded\b/i.test(reason ?? '')) row.isRecorded = true;
  // The clean-up after a replacement deletes what the resource was before: the resource itself stays.
  const isPredecessor = row.physicalId !== '' && physicalId !== '' && physicalId !== row.physicalId;
  if (isPredecessor && status.startsWith('DELETE_') && row.status?.startsWith('UPDATE_')) return false;
  const isNew = status !== row.status;
  if (row.status === undefined || actionOf(status) !== actionOf(row.status)) {
    row.startedAt = event.Timestamp;
    row.seenAtMs = nowMs;
  }
  row.status = status;
  row.reason = reason;
  if (physicalId !== '') row.physicalId = physicalId;
  row.endedAt = isFinal(status) ? event.Timestamp : undefined;
  return isNew;
}
