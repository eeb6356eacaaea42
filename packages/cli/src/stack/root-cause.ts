import type { StackEvent } from '../aws/cloudformation.ts';
import { isStackItself, stackType } from './followed-events.ts';

export interface FailureReport {
  /** What failed first, by itself. */
  cause: StackEvent | undefined;
  /** What failed after it, each with a reason of its own. */
  others: StackEvent[];
  /** Logical ids of what was given up only because something else had failed. */
  cancelled: string[];
}

/** Tells the root cause of an operation's failure from what follows from it. Events are oldest first. */
export function failureReport(events: readonly StackEvent[]): FailureReport {
  const failures = events.filter((event) => event.ResourceStatus.endsWith('_FAILED') && !isStackItself(event));
  const failedStacks = new Set(failures.map(({ StackId }) => StackId));
  const cancelled: string[] = [];
  const own: StackEvent[] = [];
  for (const event of failures) {
    if (/^Resource (creation|update|deletion) cancelled/i.test(event.ResourceStatusReason ?? '')) {
      cancelled.push(event.LogicalResourceId);
      // A nested stack fails because of something in it, which says more.
    } else if (event.ResourceType !== stackType || !failedStacks.has(event.PhysicalResourceId)) own.push(event);
  }
  const [cause = stackFailure(events), ...others] = own.filter(isFirstOfItsKind);
  return { cause, others, cancelled: [...new Set(cancelled)] };
}

/**
 * A stack may fail without a resource that does: a time-out, a rollback trigger, a signal of the user. One whose exports
 * others import is not deleted, but keeps the status that it had.
 */
function stackFailure(events: readonly StackEvent[]): StackEvent | undefined {
  return events.find(
    (event) =>
      isStackItself(event) &&
      event.ResourceStatusReason !== undefined &&
      (/(_FAILED|ROLLBACK_IN_PROGRESS)$/.test(event.ResourceStatus) ||
        event.ResourceStatusReason.startsWith('Delete canceled.')),
  );
}

function isFirstOfItsKind(event: StackEvent, index: number, events: StackEvent[]): boolean {
  const same = (other: StackEvent) =>
    other.StackId === event.StackId &&
    other.LogicalResourceId === event.LogicalResourceId &&
    other.ResourceStatusReason === event.ResourceStatusReason;
  return events.findIndex(same) === index;
}
