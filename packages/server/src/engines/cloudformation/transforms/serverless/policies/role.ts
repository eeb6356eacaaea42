import type { TransformContext } from '../kernel/context.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { isIntrinsicIf, isNoValue } from '../kernel/intrinsics.ts';
import { includesEqual, isText, type Fields } from '../kernel/values.ts';
import { policyEntries } from './policy-kinds.ts';

interface RoleContent {
  readonly assumeRolePolicy: unknown;
  readonly policies: unknown;
  readonly managedPolicyArns?: readonly unknown[];
  readonly policyDocuments?: readonly unknown[];
  readonly path?: unknown;
  readonly permissionsBoundary?: unknown;
  readonly tags?: unknown;
}

function managedPolicyArn(context: TransformContext, name: string): string {
  return name.startsWith('arn:') ? name : (context.options.managedPolicyArn?.(name) ?? name);
}

/** Converts both sides of an `Fn::If`, in place, as far as they are to be converted. */
function convertSides(policy: { 'Fn::If': unknown }, convert: (side: unknown) => unknown): unknown {
  const operands = policy['Fn::If'] as unknown[];
  for (const index of [1, 2]) if (!isNoValue(operands[index])) operands[index] = convert(operands[index]);
  return policy;
}

/** The execution role of a function or state machine, out of its `Policies` and what its features need. */
export function executionRole(
  ownerId: string,
  attributes: Fields,
  content: RoleContent,
  context: TransformContext,
): GeneratedResource {
  const id = `${ownerId}Role`;
  const managed = [...(content.managedPolicyArns ?? [])];
  const documents = [...(content.policyDocuments ?? [])];
  for (const [index, { policy, kind }] of policyEntries(content.policies).entries()) {
    if (kind === 'statement') {
      const named = (document: unknown): Fields => ({ PolicyName: `${id}Policy${index}`, PolicyDocument: document });
      documents.push(isIntrinsicIf(policy) ? convertSides(policy, named) : named(policy));
    } else if (kind === 'managed') {
      const toArn = (side: unknown): unknown => (isText(side) ? managedPolicyArn(context, side) : side);
      const arn = isIntrinsicIf(policy) ? convertSides(policy, toArn) : toArn(policy);
      if (!includesEqual(managed, arn)) managed.push(arn);
    } else {
      throw resourceError(ownerId, `Policy at index ${index} in the 'Policies' property is not valid`);
    }
  }
  return generated(
    'AWS::IAM::Role',
    id,
    {
      AssumeRolePolicyDocument: content.assumeRolePolicy,
      ManagedPolicyArns: managed,
      Path: content.path,
      Policies: documents.length > 0 ? documents : undefined,
      PermissionsBoundary: content.permissionsBoundary,
      Tags: content.tags,
    },
    { attributes },
  );
}
