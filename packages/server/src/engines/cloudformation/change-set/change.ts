import type { Replacement, RequiresRecreation } from '../schema/replacement.ts';

/** As DescribeChangeSet shows it, with property values. */
export interface ResourceChange {
  Action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic' | 'SyncWithActual';
  LogicalResourceId: string;
  PhysicalResourceId?: string;
  ResourceType: string;
  PolicyAction?: PolicyAction;
  Replacement?: Replacement;
  Scope: ChangedAttribute[];
  Details: ChangeDetail[];
  ChangeSetId?: string;
  /** Of a change set that goes by what is, beside what the stack last made. */
  ResourceDriftStatus?: 'DELETED' | 'IN_SYNC' | 'MODIFIED' | 'UNSUPPORTED';
  BeforeContext?: string;
  AfterContext?: string;
}

export type PolicyAction =
  | 'Delete'
  | 'Retain'
  | 'Snapshot'
  | 'ReplaceAndDelete'
  | 'ReplaceAndRetain'
  | 'ReplaceAndSnapshot';

export type ChangedAttribute =
  | 'Properties'
  | 'Metadata'
  | 'CreationPolicy'
  | 'UpdatePolicy'
  | 'DeletionPolicy'
  | 'UpdateReplacePolicy'
  | 'Tags';

export interface ChangeDetail {
  Target: ChangeTarget;
  /** `Dynamic` where the value will only be known when the change set is executed. */
  Evaluation: 'Static' | 'Dynamic';
  ChangeSource:
    | 'ResourceReference'
    | 'ParameterReference'
    | 'ResourceAttribute'
    | 'DirectModification'
    | 'Automatic'
    | 'NoModification';
  CausingEntity?: string;
}

export interface ChangeTarget {
  Attribute: ChangedAttribute;
  Name?: string;
  RequiresRecreation: RequiresRecreation;
  Path?: string;
  BeforeValue?: string;
  AfterValue?: string;
  AttributeChangeType?: 'Add' | 'Modify' | 'Remove';
  BeforeValueFrom?: 'ACTUAL_STATE';
  AfterValueFrom?: 'TEMPLATE';
  Drift?: { PreviousValue?: string; ActualValue?: string; checkedAt: number };
}

/** Without what IncludePropertyValues asks for; details that are then the same are shown once. */
export function withoutValues({ BeforeContext: _, AfterContext: __, ...change }: ResourceChange): ResourceChange {
  const details = new Map<string, ChangeDetail>();
  for (const { Target, ...detail } of change.Details) {
    const { Attribute, Name, RequiresRecreation } = Target;
    const target = { Attribute, ...(Name !== undefined && { Name }), RequiresRecreation };
    const shown: ChangeDetail = { Target: target, ...detail };
    details.set(JSON.stringify(shown), shown);
  }
  return { ...change, Details: [...details.values()] };
}
