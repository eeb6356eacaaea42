import { deflateRawSync } from 'node:zlib';
import type { PolicyDescriptorType } from '../../../generated/types/sts.ts';
import type { Platform, Scope } from '../../platform/service.ts';
import { invalidInput, StsError } from './errors.ts';
import { requireSessionPolicy } from './model/session-policy.ts';
import { absentAsUndefined, iamOf } from './role.ts';

export interface SessionPolicyInput {
  Policy?: string | undefined;
  PolicyArns?: PolicyDescriptorType[] | undefined;
}

export interface SessionPolicies {
  /** Undefined where none were given: then the session is not limited by any. */
  documents: string[] | undefined;
  /** What AWS calls the packed size: policies and tags together, in percent of what is allowed. */
  packedPercent: number | undefined;
}

const maxPlainCharacters = 2048;
const maxPolicyArns = 10;
const packedBytesAllowed = 2048;

/** Reads the managed session policies from `scope.account` and checks the inline one. */
export async function readSessionPolicies(
  input: SessionPolicyInput,
  tags: Record<string, string>,
  platform: Platform,
  scope: Scope,
): Promise<SessionPolicies> {
  const { Policy, PolicyArns = [] } = input;
  if (Policy !== undefined && Policy.length > maxPlainCharacters) {
    throw invalidInput(
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${maxPlainCharacters}`,
    );
  }
  if (PolicyArns.length > maxPolicyArns) {
    throw invalidInput(
      `1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to ${maxPolicyArns}`,
    );
  }
  if (Policy !== undefined) requireSessionPolicy(Policy);
  const arns = PolicyArns.map(({ arn }) => arn ?? '');
  const managed = await Promise.all(arns.map((arn) => readManagedPolicy(arn, platform, scope)));
  const documents = [...(Policy === undefined ? [] : [Policy]), ...managed];
  return {
    documents: documents.length > 0 ? documents : undefined,
    packedPercent: packedPercent([...(Policy === undefined ? [] : [Policy]), ...arns], tags),
  };
}

function packedPercent(policies: string[], tags: Record<string, string>): number | undefined {
  if (policies.length === 0 && Object.keys(tags).length === 0) return undefined;
  const packed = deflateRawSync(JSON.stringify([policies, tags]));
  const percent = Math.ceil((packed.length * 100) / packedBytesAllowed);
  if (percent > 100) {
    throw new StsError(
      'PackedPolicyTooLargeException',
      `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    );
  }
  return percent;
}

async function readManagedPolicy(arn: string, platform: Platform, scope: Scope): Promise<string> {
  const iam = iamOf(platform, scope.account, scope.region);
  const policy = await absentAsUndefined(iam.GetPolicy({ PolicyArn: arn }));
  const VersionId = policy?.Policy?.DefaultVersionId;
  if (VersionId === undefined) throw invalidInput(`ARN ${arn} is not valid.`);
  const version = await iam.GetPolicyVersion({ PolicyArn: arn, VersionId });
  return decodeURIComponent(version.PolicyVersion?.Document ?? '');
}
