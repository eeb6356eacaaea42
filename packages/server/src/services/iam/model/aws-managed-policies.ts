import { createHash } from 'node:crypto';
import { encodeBase32 } from '../../../engines/mfa/base32.ts';
import { applicationPolicies } from './aws-managed-policies/applications.ts';
import { computePolicies } from './aws-managed-policies/compute.ts';
import { dataPolicies } from './aws-managed-policies/data.ts';
import { developerToolPolicies } from './aws-managed-policies/developer-tools.ts';
import { jobFunctionPolicies } from './aws-managed-policies/job-functions.ts';
import { operationsPolicies } from './aws-managed-policies/operations.ts';
import { serviceRolePolicies } from './aws-managed-policies/service-roles.ts';
import type { PolicyEntry } from './aws-managed-policies/statement.ts';
import type { AwsManagedPolicy } from './managed-policy.ts';

/** The AWS managed policies in common use, by ARN. */
export const awsManagedPolicies: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  [
    ...jobFunctionPolicies,
    ...computePolicies,
    ...dataPolicies,
    ...applicationPolicies,
    ...developerToolPolicies,
    ...operationsPolicies,
    ...serviceRolePolicies,
  ]
    .map(toPolicy)
    .map((policy) => [policy.arn, policy]),
);

function toPolicy({ name, path = '/', description, created, version, statements }: PolicyEntry): AwsManagedPolicy {
  const createdAt = Date.parse(created);
  return {
    arn: `arn:aws:iam::aws:policy${path}${name}`,
    name,
    path,
    id: policyId(path + name),
    description,
    versionId: `v${version}`,
    document: JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2),
    createdAt,
    updatedAt: createdAt,
  };
}

/** Of AWS's form and the same in every installation, but not AWS's own. */
function policyId(pathAndName: string): string {
  const digest = createHash('sha256').update(pathAndName).digest();
  return `ANPA${encodeBase32(digest).slice(0, 17)}`;
}
