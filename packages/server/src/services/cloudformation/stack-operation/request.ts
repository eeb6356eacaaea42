import type { ParameterValue } from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import type { Template } from '../../../engines/cloudformation/template/template.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { ResourceProperties } from '../../../platform/resource-handler.ts';
import type { Platform, Scope } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { Tags } from '../../../platform/tags.ts';
import type { Capability, RollbackConfiguration, Stack } from '../model/stack.ts';
import type { EndNotice, StackOperation } from '../model/stack-operation.ts';

/** Where an operation is started: a `RequestContext` has it all, and so has a resource handler's context with the platform. */
export interface StartContext extends Scope {
  readonly platform: Platform;
  readonly unit: Unit;
  readonly endpoint: string;
}

/** What a stack is to become. */
export interface StackTarget {
  template: { original: string; processed: Template; transformed: boolean };
  /** Those of SSM types looked up. */
  parameters: ReadonlyMap<string, ParameterValue>;
  tags: Tags;
  capabilities: readonly Capability[];
  notificationArns: readonly string[];
  rollbackConfiguration?: RollbackConfiguration | undefined;
  /** Where the template's transforms are yet to run: the operation begins with them. */
  transformation?: StackOperation['transformation'];
}

export interface OperationRequest {
  /** Who asks. */
  principal: Principal;
  /** The service role in whose name everything is done instead, now and later. */
  roleArn?: string | undefined;
  clientToken?: string | undefined;
  /** Of the request, where `clientToken` is given. */
  fingerprint?: string | undefined;
  /** Enqueued when all has ended, an automatic rollback included. */
  notify?: EndNotice | undefined;
}

interface CreationSettings extends OperationRequest {
  name: string;
  target: StackTarget;
  policy?: string | undefined;
  terminationProtection?: boolean | undefined;
  changeSetId?: string | undefined;
  /** Of a nested stack; the parent is told of its end by itself. */
  parent?: { stackId: string; rootId: string } | undefined;
  /** The id that the template was processed with. */
  stackId: string;
}

export interface CreateRequest extends CreationSettings {
  onFailure?: StackOperation['onFailure'] | undefined;
  /** Where `DO_NOTHING` was asked for by that name, not as the disabling of rollbacks. */
  doesNothingOnFailure?: boolean | undefined;
  timeoutMinutes?: number | undefined;
  retainExceptOnCreate?: boolean | undefined;
  /** Identifiers of existing resources, as `{QueueUrl: ...}`, by logical id: they are adopted instead of created. */
  adopted?: StackOperation['adopted'];
  /** Made by `startReview` before. */
  review?: Stack | undefined;
}

export type ReviewRequest = CreationSettings;

export interface UpdateRequest extends OperationRequest {
  target: StackTarget;
  /** Of this update alone. */
  policyOverride?: string | undefined;
  /** Of the stack, once the update has begun. */
  policy?: string | undefined;
  disableRollback?: boolean | undefined;
  retainExceptOnCreate?: boolean | undefined;
  changeSetId?: string | undefined;
  adopted?: StackOperation['adopted'];
}

export interface ImportRequest extends OperationRequest {
  target: StackTarget;
  /** Identifiers of existing resources, as `{QueueUrl: ...}`, by logical id. */
  adopted: Readonly<Record<string, ResourceProperties>>;
  changeSetId?: string | undefined;
}

export interface DeleteRequest extends OperationRequest {
  /** As the caller named the stack, for what he is told of it. */
  named?: string | undefined;
  retained?: readonly string[] | undefined;
  force?: boolean | undefined;
  /** Of a nested stack: its parent's operation, which created it, is rolled back. */
  undoesCreation?: boolean | undefined;
  retainExceptOnCreate?: boolean | undefined;
}
