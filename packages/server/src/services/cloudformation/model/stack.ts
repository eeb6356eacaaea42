import type { Stack as ShownStack } from '../../../../generated/types/cloudformation.ts';
import type { ParameterValue } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Tags } from '../../../platform/tags.ts';

export type StackStatus = ShownStack['StackStatus'];
export type Capability = NonNullable<ShownStack['Capabilities']>[number];
export type RollbackConfiguration = NonNullable<ShownStack['RollbackConfiguration']>;
export type DriftStatus = NonNullable<ShownStack['DriftInformation']>['StackDriftStatus'];

/** What a stack is declared to be: changes with an update, and returns with its rollback. */
export interface StackConfiguration {
  /** Of `store/templates.ts`. */
  templateId: string;
  description?: string | undefined;
  parameters: readonly ParameterValue[];
  /** States of the template's conditions, once the parameters are known. */
  conditions: Readonly<Record<string, boolean>>;
  tags: Tags;
  capabilities: readonly Capability[];
  notificationArns: readonly string[];
  rollbackConfiguration?: RollbackConfiguration | undefined;
  /** Names of exports that its template imports; the stack's own `imports` has those of a template before, too. */
  imports: readonly string[];
}

export interface StackOutput {
  key: string;
  value: string;
  description?: string | undefined;
  exportName?: string | undefined;
}

/** One row per stack, for 90 days after its deletion too; `store/stacks.ts` finds the living by their names. */
export interface Stack extends Scope {
  /** The ARN. */
  stackId: string;
  name: string;
  status: StackStatus;
  statusReason?: string | undefined;
  /** Why the last operation failed, whatever has come after it: what a parent says of a nested stack. */
  failureReason?: string | undefined;
  createdAt: number;
  updatedAt?: number | undefined;
  /** Since when what it has made goes or is gone: with the stack, or in the rollback of its creation. */
  deletedAt?: number | undefined;
  /** Where the operation under way, or else the last one, leads. */
  configuration: StackConfiguration;
  /** As of the last time that all was well: where a rollback leads. Absent until the first creation is complete. */
  stable?: StackConfiguration | undefined;
  outputs: readonly StackOutput[];
  /** Of a nested stack that has been updated but may still be rolled back with its parent. */
  formerOutputs?: readonly StackOutput[] | undefined;
  /** Exports that cannot go because of this stack, as `store/exports.ts` has them. */
  imports: readonly string[];
  /** Of the operation under way; absent while there is none. */
  operationId?: string | undefined;
  /** The last ones first, at most ten, for DescribeStacks and ListStacks. */
  lastOperations: readonly { operationId: string; type: OperationType }[];
  changeSetId?: string | undefined;
  /** The service role of all later operations. */
  roleArn?: string | undefined;
  disableRollback: boolean;
  /** Created with `OnFailure: DO_NOTHING`: once its creation has failed, it can only be deleted or rolled back. */
  doesNothingOnFailure?: boolean | undefined;
  timeoutMinutes?: number | undefined;
  retainExceptOnCreate?: boolean | undefined;
  deletionMode?: 'STANDARD' | 'FORCE_DELETE_STACK' | undefined;
  terminationProtection: boolean;
  /** JSON text. */
  policy?: string | undefined;
  parentId?: string | undefined;
  rootId?: string | undefined;
  drift?: { status: DriftStatus; checkedAt: number } | undefined;
}

export type OperationType = NonNullable<NonNullable<ShownStack['LastOperations']>[number]['OperationType']>;

export function isDeleted({ status }: Pick<Stack, 'status'>): boolean {
  return status === 'DELETE_COMPLETE';
}

export function isInProgress({ status }: Pick<Stack, 'status'>): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}
