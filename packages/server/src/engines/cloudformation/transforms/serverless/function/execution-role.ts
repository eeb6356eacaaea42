import { managedPolicyArn, xrayPolicyName } from '../kernel/arns.ts';
import { resolved, type SourceResource, type TransformContext } from '../kernel/context.ts';
import type { GeneratedResource } from '../kernel/generated-resource.ts';
import { tagsWithMaker } from '../kernel/tags.ts';
import { asMap, isAbsent, isGiven, type Fields } from '../kernel/values.ts';
import { executionRole } from '../policies/role.ts';
import { assumableBy, deadLetterPolicy } from '../policies/statements.ts';

function managedPolicies({ properties }: SourceResource, context: TransformContext): string[] {
  const { DurableConfig, Tracing, VpcConfig } = properties;
  const isTraced = isGiven(Tracing) && resolved(context, Tracing) !== 'Disabled';
  const basic = isGiven(DurableConfig) ? 'AWSLambdaBasicDurableExecutionRolePolicy' : 'AWSLambdaBasicExecutionRole';
  const paths = [
    `service-role/${basic}`,
    ...(isTraced ? [xrayPolicyName(context.partition)] : []),
    ...(isGiven(VpcConfig) ? ['service-role/AWSLambdaVPCAccessExecutionRole'] : []),
  ];
  return paths.map((path) => managedPolicyArn(context.partition, path));
}

/** The role of a function: its own policies, and what its settings need. */
export function functionRole(
  source: SourceResource,
  invokePolicies: readonly Fields[],
  context: TransformContext,
): GeneratedResource {
  const { id, properties, passed } = source;
  const { AssumeRolePolicyDocument, DeadLetterQueue, Policies, RolePath, PermissionsBoundary, Tags } = properties;
  const { Type, TargetArn } = asMap(DeadLetterQueue);
  const deadLetterAction = Type === 'SNS' ? 'sns:Publish' : 'sqs:SendMessage';
  const content = {
    assumeRolePolicy: isAbsent(AssumeRolePolicyDocument)
      ? assumableBy('lambda.amazonaws.com')
      : AssumeRolePolicyDocument,
    policies: Policies,
    managedPolicyArns: managedPolicies(source, context),
    policyDocuments: [
      ...(isGiven(DeadLetterQueue) ? [deadLetterPolicy(deadLetterAction, TargetArn)] : []),
      ...invokePolicies,
    ],
    path: RolePath,
    permissionsBoundary: PermissionsBoundary,
    tags: tagsWithMaker(id, Tags),
  };
  return executionRole(id, passed, content, context);
}
