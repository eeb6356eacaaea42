import type {
  CreateChangeSetInput,
  DescribeChangeSetOutput,
  ResourceToImport,
} from '../../../../generated/types/cloudformation.ts';
import type {
  GivenParameter,
  ParameterValue,
} from '../../../engines/cloudformation/template/parameters/parameter-values.ts';
import { parseArn, partitionOf } from '../../../platform/arn.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Tags } from '../../../platform/tags.ts';
import type { Capability, RollbackConfiguration, Stack } from './stack.ts';

export type ChangeSetStatus = NonNullable<DescribeChangeSetOutput['Status']>;
export type ExecutionStatus = NonNullable<DescribeChangeSetOutput['ExecutionStatus']>;
export type ChangeSetType = NonNullable<CreateChangeSetInput['ChangeSetType']>;

/** One row per change set. */
export interface ChangeSet extends Scope {
  /** The ARN. */
  changeSetId: string;
  name: string;
  stackId: string;
  stackName: string;
  type: ChangeSetType;
  status: ChangeSetStatus;
  executionStatus: ExecutionStatus;
  statusReason?: string | undefined;
  createdAt: number;
  description?: string | undefined;
  /** In whose name the template is processed. */
  principal: Principal;
  roleArn?: string | undefined;
  /** As given, for the transforms that are applied later on. */
  given: { parameters: readonly GivenParameter[]; resourceTypes: readonly string[] };
  /** This server as its maker saw it. */
  endpoint: string;
  /** Of `store/templates.ts`. */
  templateId: string;
  /** Whether the stored template is processed, and parameters and conditions are known. */
  isProcessed: boolean;
  parameters: readonly ParameterValue[];
  conditions: Readonly<Record<string, boolean>>;
  tags: Tags;
  capabilities: readonly Capability[];
  notificationArns: readonly string[];
  rollbackConfiguration?: RollbackConfiguration | undefined;
  resourcesToImport: readonly ResourceToImport[];
  /** Found among those to be added because ImportExistingResources was asked for. */
  importExistingResources: boolean;
  onStackFailure?: CreateChangeSetInput['OnStackFailure'];
  deploymentMode?: CreateChangeSetInput['DeploymentMode'];
  deploymentConfig?: CreateChangeSetInput['DeploymentConfig'];
  includeNestedStacks: boolean;
  parentChangeSetId?: string | undefined;
  rootChangeSetId?: string | undefined;
  /** Of a nested change set: the logical id of its stack in the parent. */
  logicalId?: string | undefined;
  /** The stack's last operation as of the creation: a later one makes the change set obsolete. */
  basis?: string | undefined;
  clientToken?: string | undefined;
}

/** `arn:aws:cloudformation:eu-central-1:123456789012:changeSet/first/1b2c...` */
export function changeSetIdOf({ account, region, name, uuid }: Scope & { name: string; uuid: string }): string {
  return `arn:${partitionOf(region)}:cloudformation:${region}:${account}:changeSet/${name}/${uuid}`;
}

export function isChangeSetId(text: string): boolean {
  return parseArn(text)?.resource.startsWith('changeSet/') === true;
}

/** The id of the operation that a change set of this stack is based on. */
export function basisOf(stack: Pick<Stack, 'lastOperations'>): string | undefined {
  return stack.lastOperations[0]?.operationId;
}

/** A stack that has moved on leaves its other change sets behind. */
export function executionStatusOf(changeSet: ChangeSet, stack: Stack | undefined): ExecutionStatus {
  const { executionStatus, basis } = changeSet;
  if (executionStatus !== 'AVAILABLE' || stack === undefined) return executionStatus;
  return basisOf(stack) === basis ? executionStatus : 'OBSOLETE';
}

/** Every condition is known once the parameters are. */
export function knownStates(conditions: ReadonlyMap<string, boolean | undefined>): Record<string, boolean> {
  return Object.fromEntries([...conditions].map(([name, state]) => [name, state === true]));
}
