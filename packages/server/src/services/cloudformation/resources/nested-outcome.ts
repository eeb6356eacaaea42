import type { ResourceProperties, Settlement } from '../../../platform/resource-handler.ts';
import type { Stack } from '../model/stack.ts';

/** A child tells of its end by itself: this is only for the case that the news was lost. */
const askAgainInMs = 3_600_000;
const waiting: Settlement = { state: 'waiting', askAgainInMs };

/** How the creation of a child stands. One that fails stays as it is until its parent deletes it. */
export function creationOutcome(child: Stack): Settlement {
  if (child.status === 'CREATE_COMPLETE') return { state: 'done', properties: outputAttributes(child) };
  if (child.status.endsWith('_IN_PROGRESS')) return waiting;
  return {
    state: 'failed',
    reason: `Embedded stack ${child.stackId} was not successfully created: ${reasonOf(child)}`,
  };
}

/** A child whose update went well waits for its parent in UPDATE_COMPLETE_CLEANUP_IN_PROGRESS; one that fails tells at once. */
export function updateOutcome(child: Stack, before: ResourceProperties): Settlement {
  const { status } = child;
  if (status === 'UPDATE_COMPLETE' || status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') return doneAfter(child, before);
  if (status === 'UPDATE_IN_PROGRESS') return waiting;
  return notUpdated(child);
}

/** How a child's return to what it was, with its parent, stands. */
export function rollbackOutcome(child: Stack, before: ResourceProperties): Settlement {
  const { status } = child;
  if (status === 'UPDATE_ROLLBACK_COMPLETE' || status === 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS') {
    return doneAfter(child, before);
  }
  return status.endsWith('_IN_PROGRESS') ? waiting : notUpdated(child);
}

/** A child whose exports are in use is back in the status that it had. */
export function deletionOutcome(child: Stack | undefined): Settlement {
  if (child === undefined || child.status === 'DELETE_COMPLETE') return { state: 'done' };
  if (child.status.endsWith('_IN_PROGRESS')) return waiting;
  return {
    state: 'failed',
    reason: `Embedded stack ${child.stackId} was not successfully deleted: ${reasonOf(child)}`,
  };
}

/** `Outputs.Name`; those that an update took away are taken back. */
export function outputAttributes({ outputs }: Stack, before: ResourceProperties = {}): ResourceProperties {
  const gone = Object.keys(before).filter((name) => name.startsWith('Outputs.'));
  return {
    ...Object.fromEntries(gone.map((name) => [name, undefined])),
    ...Object.fromEntries(outputs.map(({ key, value }) => [`Outputs.${key}`, value])),
  };
}

function doneAfter(child: Stack, before: ResourceProperties): Settlement {
  return { state: 'done', properties: outputAttributes(child, before) };
}

function notUpdated(child: Stack): Settlement {
  const { stackId, status } = child;
  const reason = `Embedded stack ${stackId} was not successfully updated. Currently in ${status} with reason: ${reasonOf(child)}`;
  return { state: 'failed', reason };
}

function reasonOf({ failureReason, statusReason }: Stack): string {
  return failureReason ?? statusReason ?? '';
}
