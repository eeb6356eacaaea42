import type { StackResource as ShownResource } from '../../../../generated/types/cloudformation.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import type { Tags } from '../../../platform/tags.ts';

export type ResourceStatus = ShownResource['ResourceStatus'];
export type ResourceDriftStatus = NonNullable<ShownResource['DriftInformation']>['StackResourceDriftStatus'];

/** A physical resource: all that is needed to read, change, restore or delete it without its template. */
export interface StandingResource {
  type: string;
  /** What Ref answers. */
  physicalId: string;
  /** As last applied: functions computed, dynamic references still as `{{resolve:...}}`, secrets not. */
  properties: TemplateObject;
  /** What its handler answered beside: read-only properties and generated names. */
  attributes: TemplateObject;
  metadata?: TemplateObject | undefined;
  /** The stack's tags as last applied, without CloudFormation's own. */
  tags: Tags;
  /** Handled by a service, or only recorded. */
  realism: 'runs' | 'recorded';
  dependsOn: readonly string[];
  deletionPolicy: DeletionPolicy;
  updateReplacePolicy: UpdateReplacePolicy;
}

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';
export type UpdateReplacePolicy = 'Delete' | 'Retain' | 'Snapshot';

/** One row per logical id of a stack. */
export interface StackResource {
  stackId: string;
  logicalId: string;
  type: string;
  status: ResourceStatus;
  statusReason?: string | undefined;
  changedAt: number;
  /** The last operation that touched it. */
  operationId: string;
  /** Absent before its creation and after its deletion. */
  standing?: StandingResource | undefined;
  /** Physical id of what does not stand any more, still shown. */
  lastPhysicalId?: string | undefined;
  /** What stood when the stack was last stable; present only while an operation that changed the resource may be rolled back. */
  baseline?: { standing?: StandingResource | undefined } | undefined;
  /** Physical resources to be deleted once the operation cleans up: replaced by an update, or new ones that a rollback gave up. */
  leftovers?: readonly StandingResource[] | undefined;
  /** It existed before: a rollback lets go of it instead of deleting it. */
  adopted?: true | undefined;
  /** A step that has begun and is asked whether it is done. */
  waiting?: WaitingStep | undefined;
  drift?: { status: ResourceDriftStatus; checkedAt: number } | undefined;
}

export interface WaitingStep {
  step: 'create' | 'update' | 'delete';
  /** `handler`: its `settle` is asked. `signals`: those of its CreationPolicy. */
  for: 'handler' | 'signals';
  since: number;
  /** What is deleted, where that is not `standing`: one of the leftovers. */
  leftover?: StandingResource | undefined;
  signals?: AwaitedSignals | undefined;
}

export interface AwaitedSignals {
  count: number;
  /** Of a group of instances: so many must succeed. Elsewhere one FAILURE is enough to fail. */
  minSuccessPercent?: number | undefined;
  deadline: number;
}

/** Whether there is, or may be, a physical resource behind the row. */
export function stands(
  resource: StackResource | undefined,
): resource is StackResource & { standing: StandingResource } {
  return resource?.standing !== undefined;
}

export function physicalIdOf({ standing, lastPhysicalId }: StackResource): string | undefined {
  return standing?.physicalId ?? lastPhysicalId;
}

export function isNestedStack(type: string): boolean {
  return type === 'AWS::CloudFormation::Stack';
}

export function isCustomResource(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** Set by the answer of a custom resource whose attributes are not to be shown. */
export const hiddenMark = 'AnsweredNoEcho';

export function hidesAttributes({ standing }: StackResource): boolean {
  return standing?.attributes[hiddenMark] === true;
}
