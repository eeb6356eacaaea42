import type { Principal } from '../../../platform/identity.ts';
import type { Scope } from '../../../platform/service.ts';
import type { ResourceProperties } from '../../../platform/resource-handler.ts';
import type { OperationType } from './stack.ts';

/** An automatic rollback is an operation of its own, as in DescribeEvents. */
export type OperationWork =
  | 'create'
  | 'update'
  | 'import'
  | 'delete'
  /** Deletes all that a create made. */
  | 'roll-back-create'
  /** Restores all that an update changed. */
  | 'roll-back-update'
  /** Lets go of what an import adopted. */
  | 'roll-back-import';

/** One row per operation on a stack; it stays, small, as history until the stack is forgotten. */
export interface StackOperation extends Scope {
  stackId: string;
  operationId: string;
  type: OperationType;
  work: OperationWork;
  /**
   * A template with transforms begins with them. Of update and roll-back-update: first changes are applied, then what is
   * not needed any more is deleted.
   */
  phase: 'transform' | 'apply' | 'clean-up';
  /** Of the phase `transform`: what of the request counts only once the transforms have run. */
  transformation?: { resourceTypes: readonly string[] } | undefined;
  /** Resources whose properties their schemas forbid: nothing is done, the operation fails. */
  faults?: readonly ResourceFault[] | undefined;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  startedAt: number;
  endedAt?: number | undefined;
  /** In whose name every call is made: the caller, or the session of the service role. */
  principal: Principal;
  clientToken?: string | undefined;
  /** Of the request, to know whether a client token comes back with another one. */
  fingerprint?: string | undefined;
  onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  retainExceptOnCreate?: boolean | undefined;
  /** Set by CancelUpdateStack and the like: no further step begins, the operation fails for this reason. */
  cancelledFor?: string | undefined;
  /** Of a create with a time-out. */
  deadline?: number | undefined;
  /** Of a nested stack: it cleans up once its parent is sure not to roll back. */
  held?: boolean | undefined;
  /** Until then what has been done is watched, as the stack's rollback configuration asks. */
  monitoredUntil?: number | undefined;
  /** Of this update alone, JSON text. */
  policyOverride?: string | undefined;
  /** Logical ids: DeleteStack's RetainResources, ContinueUpdateRollback's ResourcesToSkip. */
  spared?: readonly string[] | undefined;
  force?: boolean | undefined;
  /** Of the deletion of a nested stack whose parent rolls back its creation. */
  undoesCreation?: boolean | undefined;
  /** Of an import: the identifiers of existing resources by logical id. */
  adopted?: Readonly<Record<string, ResourceProperties>> | undefined;
  /** `http://127.0.0.1:4566`, as the one who began it sees the server. */
  endpoint: string;
  changeSetId?: string | undefined;
  /** Enqueued when the whole has ended, an automatic rollback included. */
  notify?: EndNotice | undefined;
}

export interface ResourceFault {
  logicalId: string;
  type: string;
  reason: string;
}

/** A job to be told of the end: `{type: 'cloudformation.advanceStackSet', serialKey, payload}`. */
export interface EndNotice {
  type: string;
  serialKey?: string | undefined;
  payload: unknown;
}
