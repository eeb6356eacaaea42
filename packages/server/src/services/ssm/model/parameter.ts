import type {
  Parameter as ParameterOutput,
  ParameterHistory,
  ParameterInlinePolicy,
  ParameterMetadata,
} from '../../../../generated/types/ssm.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Tags } from '../../../platform/tags.ts';
import { parameterArn } from './parameter-name.ts';
import type { ParameterPolicy } from './parameter-policies.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';
export type Tier = 'Standard' | 'Advanced';

/** What one PutParameter made. */
export interface ParameterVersion extends Scope {
  name: string;
  version: number;
  type: ParameterType;
  /** The ciphertext, for a SecureString. */
  value: string;
  keyId?: string | undefined;
  description?: string | undefined;
  allowedPattern?: string | undefined;
  tier: Tier;
  dataType: string;
  policies?: ParameterPolicy[] | undefined;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  modifiedBy: string;
}

/** The current version, and what belongs to all versions together. */
export interface Parameter extends ParameterVersion {
  oldestVersion: number;
  /** Version by label. */
  labels: Record<string, number>;
  tags: Tags;
  resourcePolicies?: ResourcePolicyEntry[];
}

export interface ResourcePolicyEntry {
  id: string;
  hash: string;
  document: string;
}

export function labelsOf({ labels }: Parameter, version: number): string[] {
  return Object.keys(labels).filter((label) => labels[label] === version);
}

export function describeValue(version: ParameterVersion, value: string, selector?: string): ParameterOutput {
  return {
    Name: version.name,
    Type: version.type,
    Value: value,
    Version: version.version,
    ...(selector !== undefined && { Selector: `:${selector}` }),
    LastModifiedDate: new Date(version.modifiedAt),
    ARN: parameterArn(version),
    DataType: version.dataType,
  };
}

export function describeMetadata(version: ParameterVersion): ParameterMetadata {
  return { ARN: parameterArn(version), ...commonFacts(version) };
}

export function describeHistory(version: ParameterVersion, value: string, labels: string[]): ParameterHistory {
  return { ...commonFacts(version), Value: value, Labels: labels };
}

function commonFacts(version: ParameterVersion): Omit<ParameterMetadata, 'ARN'> {
  return {
    Name: version.name,
    Type: version.type,
    KeyId: version.keyId,
    LastModifiedDate: new Date(version.modifiedAt),
    LastModifiedUser: version.modifiedBy,
    Description: version.description,
    AllowedPattern: version.allowedPattern,
    Version: version.version,
    Tier: version.tier,
    Policies: (version.policies ?? []).map(describePolicy),
    DataType: version.dataType,
  };
}

function describePolicy({ text, type, status }: ParameterPolicy): ParameterInlinePolicy {
  return { PolicyText: text, PolicyType: type, PolicyStatus: status };
}
