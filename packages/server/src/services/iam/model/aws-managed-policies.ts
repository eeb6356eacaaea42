import { createHash } from 'node:crypto';
import { encodeBase32 } from '../../../engines/mfa/base32.ts';
import { madeOnUse } from '../../../platform/loaded-on-use.ts';
import { administratorPolicies } from './aws-managed-policies/administrators.ts';
import { analyticsPolicies } from './aws-managed-policies/analytics.ts';
import { applicationPolicies } from './aws-managed-policies/applications.ts';
import { backupPolicies } from './aws-managed-policies/backup.ts';
import { computePolicies } from './aws-managed-policies/compute.ts';
import { containerPolicies } from './aws-managed-policies/containers.ts';
import { dataPolicies } from './aws-managed-policies/data.ts';
import { developerToolPolicies } from './aws-managed-policies/developer-tools.ts';
import { elasticBeanstalkPolicies } from './aws-managed-policies/elastic-beanstalk.ts';
import { elasticMapReducePolicies } from './aws-managed-policies/elastic-map-reduce.ts';
import { fileSystemPolicies } from './aws-managed-policies/file-systems.ts';
import { frontEndPolicies } from './aws-managed-policies/front-ends.ts';
import { functionRolePolicies } from './aws-managed-policies/function-roles.ts';
import { jobFunctionPolicies } from './aws-managed-policies/job-functions.ts';
import { kubernetesPolicies } from './aws-managed-policies/kubernetes.ts';
import { machineLearningPolicies } from './aws-managed-policies/machine-learning.ts';
import { observabilityPolicies } from './aws-managed-policies/observability.ts';
import { operationsPolicies } from './aws-managed-policies/operations.ts';
import { organizationPolicies } from './aws-managed-policies/organization.ts';
import { sageMakerPolicies } from './aws-managed-policies/sage-maker.ts';
import { serviceRolePolicies } from './aws-managed-policies/service-roles.ts';
import { documentText, type PolicyEntry } from './aws-managed-policies/statement.ts';
import type { AwsManagedPolicy } from './managed-policy.ts';

/** The AWS managed policies in common use, by ARN. */
export const awsManagedPolicies = madeOnUse(
  (): ReadonlyMap<string, AwsManagedPolicy> =>
    new Map(
      [
        ...jobFunctionPolicies(),
        ...computePolicies(),
        ...dataPolicies(),
        ...applicationPolicies(),
        ...developerToolPolicies(),
        ...operationsPolicies(),
        ...serviceRolePolicies(),
        ...kubernetesPolicies(),
        ...containerPolicies(),
        ...elasticBeanstalkPolicies(),
        ...elasticMapReducePolicies(),
        ...analyticsPolicies(),
        ...machineLearningPolicies(),
        ...sageMakerPolicies(),
        ...backupPolicies(),
        ...fileSystemPolicies(),
        ...frontEndPolicies(),
        ...functionRolePolicies(),
        ...observabilityPolicies(),
        ...organizationPolicies(),
        ...administratorPolicies(),
      ]
        .map(toPolicy)
        .map((policy) => [policy.arn, policy]),
    ),
);

function toPolicy({ name, path = '/', description, created, version, statements }: PolicyEntry): AwsManagedPolicy {
  const createdAt = Date.parse(created);
  let document: string | undefined;
  return {
    arn: `arn:aws:iam::aws:policy${path}${name}`,
    name,
    path,
    get id() {
      return policyId(path + name);
    },
    description,
    versionId: `v${version}`,
    get document() {
      return (document ??= documentText(statements));
    },
    createdAt,
    updatedAt: createdAt,
  };
}

/** Of AWS's form and the same in every installation, but not AWS's own. */
function policyId(pathAndName: string): string {
  const digest = createHash('sha256').update(pathAndName).digest();
  return `ANPA${encodeBase32(digest).slice(0, 17)}`;
}
